import Foundation
import ServiceSupport

/// The right to write to a shard, until the last reference to this object goes.
///
/// It is a lock on a file, which goes with the process however that ends. The file's content says who holds it, for
/// people.
final class ShardLock: Sendable {
    let folder: ShardFolder
    private let lock: FileLock

    private init(_ folder: ShardFolder, _ lock: consuming FileLock) {
        self.folder = folder
        self.lock = lock
    }

    /// Takes the shard, and makes its folder where there is none.
    ///
    /// - Returns: nil when another process has it.
    /// - Throws: ``ProgramError`` when the folder cannot be written.
    static func take(_ folder: ShardFolder) throws(ProgramError) -> ShardLock? {
        try AtomicFile.makeFolder(folder.path)
        guard let lock = try FileLock.take(folder.lock) else { return nil }
        let time = Date().formatted(.iso8601)
        let holder = "process \(HostIdentity.processID) on \(HostIdentity.hostName), since \(time)\n"
        // In place: a new file of this name would not be locked. Whoever reads it meanwhile sees less, no more.
        FileHandle(forWritingAtPath: folder.lock)?.replaceContent(Data(holder.utf8))
        return ShardLock(folder, lock)
    }

    /// Who took a shard last, for people.
    static func holder(of folder: ShardFolder) -> String {
        let content = FileManager.default.contents(atPath: folder.lock) ?? Data()
        let holder = String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return holder.isEmpty ? "another process" : holder
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
