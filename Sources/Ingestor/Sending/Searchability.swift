import Protocol

/// Whether everything acknowledged can be found on every worker.
enum Searchability {
    /// What is missing for every live worker to answer from generations that hold everything up to `wanted`. A worker need
    /// not hold every shard, but some worker has to hold each.
    ///
    /// - Parameters:
    ///   - wanted: The sequence of each shard that has to be searchable.
    ///   - status: The cluster as the broker sees it.
    /// - Returns: In words, for people; nil when all is searchable, which takes one worker at least.
    static func missing(_ wanted: [ShardSequence], in status: ClusterStatus.Result) -> String? {
        let workers = status.members.filter { $0.member.role == .worker }
        guard !workers.isEmpty else { return "no worker is there to search" }
        for shard in wanted where shard.sequence > 0 {
            var isHeld = false
            for worker in workers {
                guard let open = worker.state.open?.first(where: { $0.shard == shard.shard }) else { continue }
                guard open.through >= shard.sequence else {
                    return "\(worker.member.name) has not opened the newest generation of shard \(shard.shard)"
                }
                isHeld = true
            }
            if !isHeld { return "no worker has opened shard \(shard.shard)" }
        }
        return nil
    }

    /// How many workers serve.
    static func workerCount(in status: ClusterStatus.Result) -> Int {
        status.members.count { $0.member.role == .worker }
    }
}
