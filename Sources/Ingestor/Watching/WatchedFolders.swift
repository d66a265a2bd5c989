import Foundation
import ServiceSupport

/// The folders of a watch, by the names under which all ingestors of a machine know them.
enum WatchedFolders {
    /// The absolute paths of folders, without links.
    ///
    /// - Throws: ``ProgramError`` for what is no folder, or lies in another of them: its files would be read twice,
    ///   under two names.
    static func resolve(_ inputs: [String]) throws(ProgramError) -> [String] {
        var folders: [String] = []
        for input in inputs {
            guard input != "-" else { throw .usage("--watch watches folders, and - is standard input") }
            guard let resolved = realpath(input, nil) else {
                throw .usage("cannot watch \(input): \(String(cString: strerror(errno)))")
            }
            defer { free(resolved) }
            let folder = String(cString: resolved)
            var status = stat()
            guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                throw .usage("cannot watch \(input): it is no folder")
            }
            if let other = folders.first(where: { contains($0, folder) || contains(folder, $0) }) {
                throw .usage("cannot watch both \(other) and \(folder): one lies in the other")
            }
            folders.append(folder)
        }
        return folders
    }

    private static func contains(_ outer: String, _ inner: String) -> Bool {
        let outer = outer.hasSuffix("/") ? outer : outer + "/"
        return (inner + "/").utf8.starts(with: outer.utf8)
    }
}
