import Foundation

/// Small files that are whole at every moment: written aside, synced and renamed into place.
public enum AtomicFile {
    /// Writes a file whole. A crash of the process leaves the old content or the new one, and so does one of the
    /// machine unless `isSynced` is false, which is much faster: the machine may then leave an empty file.
    ///
    /// - Throws: ``ProgramError`` that names the file and the system's reason.
    public static func write(_ bytes: [UInt8], to path: String, isSynced: Bool = true) throws(ProgramError) {
        let aside = path + ".new"
        try writeAside(bytes, to: aside, isSynced: isSynced)
        guard rename(aside, path) == 0 else { throw failure("rename to", path) }
    }

    /// Writes a file whole unless there is one of this name, which then stays as it is. Of several processes that do so
    /// at once one writes.
    ///
    /// - Throws: ``ProgramError`` that names the file and the system's reason.
    public static func create(_ bytes: [UInt8], at path: String) throws(ProgramError) {
        // Process numbers are not unique where containers share a folder.
        let aside = "\(path).\(HostIdentity.randomInstance()).new"
        try writeAside(bytes, to: aside, isSynced: true)
        defer { unlink(aside) }
        guard link(aside, path) == 0 || errno == EEXIST else { throw failure("create", path) }
    }

    private static func writeAside(
        _ bytes: [UInt8], to path: String, isSynced: Bool
    ) throws(ProgramError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("create", path) }
        let isWritten =
            StandardStream(descriptor: descriptor).write(bytes: bytes) && (!isSynced || fsync(descriptor) == 0)
        let error = isWritten ? nil : failure("write", path)
        close(descriptor)
        if let error { throw error }
    }

    /// The content of a file; nil where there is none.
    ///
    /// - Throws: ``ProgramError`` for a file that is there and cannot be read.
    public static func read(_ path: String) throws(ProgramError) -> [UInt8]? {
        if let content = FileManager.default.contents(atPath: path) { return [UInt8](content) }
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        throw .failed("cannot read \(path): may you read it?")
    }

    /// Makes a folder and those above it, unless they are there. Safe when several processes do so at once.
    ///
    /// - Throws: ``ProgramError`` that names the folder and the reason.
    public static func makeFolder(_ path: String, permissions: UInt32 = 0o755) throws(ProgramError) {
        if mkdir(path, mode_t(permissions)) == 0 || isFolder(path) { return }
        let code = errno
        let parent = (path as NSString).deletingLastPathComponent
        // The parent may be there by now, made by somebody else.
        guard code == ENOENT, !parent.isEmpty, parent != path else {
            throw .failed("cannot make the folder \(path): \(String(cString: strerror(code)))")
        }
        try makeFolder(parent)
        guard mkdir(path, mode_t(permissions)) == 0 || isFolder(path) else { throw failure("make the folder", path) }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        let code = errno
        defer { errno = code }
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func failure(_ operation: String, _ path: String) -> ProgramError {
        .failed("cannot \(operation) \(path): \(String(cString: strerror(errno)))")
    }
}
