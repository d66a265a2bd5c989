import Protocol

/// Whether everything acknowledged can be found on every worker.
enum Searchability {
    /// What is missing for every live worker to answer from generations that hold everything up to `wanted`.
    ///
    /// - Parameters:
    ///   - wanted: The sequence of each shard that has to be searchable.
    ///   - status: The cluster as the broker sees it.
    /// - Returns: In words, for people; nil when all is searchable, which takes one worker at least.
    static func missing(_ wanted: [ShardSequence], in status: ClusterStatus.Result) -> String? {
        let workers = status.members.filter { $0.member.role == .worker }
        guard !workers.isEmpty else { return "no worker is there to search" }
        for worker in workers {
            for shard in wanted where shard.sequence > 0 {
                let open = worker.state.open?.first { $0.shard == shard.shard }
                guard let open, open.through >= shard.sequence else {
                    return "\(worker.member.name) has not opened the newest generation of shard \(shard.shard)"
                }
            }
        }
        return nil
    }

    /// How many workers serve.
    static func workerCount(in status: ClusterStatus.Result) -> Int {
        status.members.count { $0.member.role == .worker }
    }
}
