import Foundation
import ServiceSupport

/// The right to write to a shard, for as long as this value lives.
///
/// It is a lock on a file, which goes with the process however that ends. The file's content says who holds it, for
/// people.
struct ShardLock: ~Copyable {
    private let lock: FileLock

    /// Takes the shard, and makes its folder where there is none.
    ///
    /// - Throws: ``ProgramError`` that names the folder and the holder when another process has it.
    init(_ folder: ShardFolder) throws(ProgramError) {
        try AtomicFile.makeFolder(folder.path)
        guard let lock = try FileLock.take(folder.lock) else { throw Self.taken(folder) }
        self.lock = lock
        let time = Date().formatted(.iso8601)
        let holder = "process \(HostIdentity.processID) on \(HostIdentity.hostName), since \(time)\n"
        // In place: a new file of this name would not be locked. Whoever reads it meanwhile sees less, no more.
        FileHandle(forWritingAtPath: folder.lock)?.replaceContent(Data(holder.utf8))
    }

    private static func taken(_ folder: ShardFolder) -> ProgramError {
        let content = FileManager.default.contents(atPath: folder.lock) ?? Data()
        let holder = String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return .failed(
            "shard \(folder.shard) in \(folder.path) is taken by \(holder.isEmpty ? "another process" : holder): stop that one, or name another --data or --shard"
        )
    }
}

extension FileHandle {
    /// Makes these bytes the file's content; on a full disk there may be less.
    fileprivate func replaceContent(_ content: Data) {
        try? truncate(atOffset: 0)
        try? write(contentsOf: content)
        try? close()
    }
}
