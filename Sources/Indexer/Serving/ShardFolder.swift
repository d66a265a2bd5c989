/// Where the files of a shard lie in a data folder.
struct ShardFolder: Hashable, Sendable {
    /// The data folder that indexer and workers share.
    let data: String
    let shard: Int

    /// The shard's folder relative to the data folder, as the cluster is told it.
    var relativePath: String {
        let digits = String(shard)
        return "shards/" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    var path: String { data + "/" + relativePath }
    var lock: String { path + "/lock" }
    var journal: String { path + "/journal.sqlite" }
    var index: String { path + "/index" }
}
