import Foundation
import Protocol
import ServiceSupport

/// The folder of the sockets that the processes of one `timtin up` use among themselves.
struct InsideFolder {
    let path: String

    /// The longest path of a socket that the system takes, in bytes.
    static let socketPathByteCountMax = 107
    /// The longest name within the folder.
    static let longestName = "/indexer-\(Scale.countMax)"

    /// Where sockets lie: in the data folder, or, where paths within that are too long for the system, in a folder named
    /// after it beside temporary files.
    ///
    /// - Parameter data: The data folder, absolute.
    static func path(data: String, temporary: [String] = [NSTemporaryDirectory(), "/tmp"]) -> String? {
        let digits = String(ShardRouting.hash(data.utf8), radix: 16)
        let folders = [data + "/run"] + temporary.map { ($0.hasSuffix("/") ? $0 : $0 + "/") + "timtin-" + digits }
        return folders.first { $0.utf8.count + longestName.utf8.count <= socketPathByteCountMax }
    }

    /// Makes the folder, for this user alone.
    ///
    /// - Throws: ``ProgramError`` when it cannot be made, or is somebody else's.
    init(data: String) throws(ProgramError) {
        guard let path = Self.path(data: data) else {
            throw .failed("\(data) is too long a path for sockets, and so are the folders for temporary files")
        }
        self.path = path
        try AtomicFile.makeFolder(path, permissions: 0o700)
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else {
            throw .failed("\(path) is not a folder of this user: remove it, or choose another data folder")
        }
    }

    /// Removes the folder with its sockets.
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
