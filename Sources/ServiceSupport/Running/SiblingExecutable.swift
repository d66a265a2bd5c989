import Foundation

/// The other programs of Timtin, which lie in the folder of this one.
public enum SiblingExecutable {
    /// The path of a program beside this process's own executable, links resolved.
    ///
    /// - Throws: ``ProgramError`` when it is not there.
    public static func path(of name: String) throws(ProgramError) -> String {
        guard let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
            throw .failed("cannot tell where this program lies, beside which \(name) is looked for")
        }
        let path = (own as NSString).deletingLastPathComponent + "/" + name
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw .failed("\(path) is missing: the programs of Timtin have to lie in one folder")
        }
        return path
    }

    /// Becomes another program: same process, so that signals, exit status and terminal are its own.
    ///
    /// - Throws: ``ProgramError`` when it cannot be started; otherwise it does not return.
    public static func become(_ name: String, arguments: [String]) throws(ProgramError) -> Never {
        let path = try path(of: name)
        var pointers = ([path] + arguments).map { strdup($0) } + [nil]
        fflush(nil)
        execv(path, &pointers)
        throw .failed("cannot start \(path): \(String(cString: strerror(errno)))")
    }
}
