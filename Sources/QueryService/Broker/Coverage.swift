import Protocol

/// Which workers can answer for which shards: made anew when a worker or a shard changes, so that requests need not look.
struct Coverage {
    /// All workers that take requests.
    private(set) var workers: [MemberID] = []
    /// Those of them that answer for every shard: they have it open, or nothing is in it yet.
    private(set) var complete: [MemberID] = []
    /// By shard, those that have it open.
    private(set) var holders: [[MemberID]]
    /// By shard, whether it is known to be empty, so that there is nothing to ask.
    private(set) var isEmpty: [Bool]
    /// By shard, since when nobody answers for it, as uptime; nil where somebody does.
    private(set) var lackingSince: [Duration?]
    private(set) var isStale = true

    init(shards: Int) {
        holders = Array(repeating: [], count: shards)
        isEmpty = Array(repeating: false, count: shards)
        lackingSince = Array(repeating: .zero, count: shards)
    }

    /// Whether some shards could be asked of workers that hold them.
    var hasHolders: Bool { holders.contains { !$0.isEmpty } }

    /// Notes that something changed.
    mutating func expire() { isStale = true }

    /// Looks at all members and shards again.
    mutating func refresh(_ registry: MemberRegistry, _ table: ShardTable, at uptime: Duration) {
        isStale = false
        workers = registry.members.filter { $0.value.info.role == .worker && !$0.value.isLeaving }.keys.sorted()
        isEmpty = isEmpty.indices.map(table.isEmpty)
        holders = Array(repeating: [], count: isEmpty.count)
        complete = []
        let needed = isEmpty.count { !$0 }
        for id in workers {
            let open = Set(registry[id]?.state.open?.map(\.shard) ?? []).filter(isEmpty.indices.contains)
            for shard in open { holders[shard].append(id) }
            if open.count(where: { !isEmpty[$0] }) == needed { complete.append(id) }
        }
        for shard in isEmpty.indices {
            let isAnswered = !holders[shard].isEmpty || (isEmpty[shard] && !workers.isEmpty)
            lackingSince[shard] = isAnswered ? nil : lackingSince[shard] ?? uptime
        }
    }
}
