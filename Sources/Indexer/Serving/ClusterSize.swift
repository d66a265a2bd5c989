import Foundation
import Protocol
import ServiceSupport

/// How many shards a data folder's cluster has.
enum ClusterSize {
    /// What the data folder itself says: its file, or in a folder of a version that wrote none, its journals.
    ///
    /// - Returns: nil for a new folder.
    /// - Throws: ``ProgramError`` or `RPCError` for what cannot be read.
    static func known(in data: String) throws -> Int? {
        if let file = try ClusterFile.read(in: data) { return file.shards }
        let shards = (try? FileManager.default.contentsOfDirectory(atPath: data + "/shards")) ?? []
        for journal in shards.sorted().map({ "\(data)/shards/\($0)/journal.sqlite" })
        where FileManager.default.fileExists(atPath: journal) {
            guard let identity = try SQLiteJournal(path: journal).identity() else { continue }
            try ClusterFile.establish(shards: identity.shards, saidBy: journal, in: data)
            return identity.shards
        }
        return nil
    }

    /// Checks that a shard is one of the cluster's.
    static func check(shard: Int?, of shards: Int) throws(ProgramError) {
        guard let shard, shard >= shards else { return }
        throw .usage("--shard \(shard): the cluster has \(shards) shards, the last is \(shards - 1)")
    }
}
