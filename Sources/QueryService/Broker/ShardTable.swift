import Protocol

/// The shards as their indexers tell of them. Of two that claim a shard the one of the greater epoch is right.
struct ShardTable {
    private struct Entry {
        var state: ShardState
        /// When the state was told, as uptime.
        var toldAt: Duration
        /// The instance of the indexer; nil when it is gone, its last generation remaining.
        var owner: String?
    }

    private var entries: [Int: Entry] = [:]
    let shards: Int

    init(shards: Int) { self.shards = shards }

    /// Takes what an indexer tells of its shards.
    ///
    /// - Returns: Whether anything changed that members have to know at once.
    mutating func update(_ owned: [ShardState], from instance: String, at uptime: Duration) -> Bool {
        var hasChanged = false
        for (shard, entry) in entries where entry.owner == instance && !owned.contains(where: { $0.shard == shard }) {
            entries[shard]?.owner = nil
        }
        for state in owned where (0..<shards).contains(state.shard) {
            if let known = entries[state.shard] {
                let isOlder = state.epoch < known.state.epoch
                let isDisputed = state.epoch == known.state.epoch && known.owner != nil && known.owner != instance
                if isOlder || isDisputed { continue }
                hasChanged = hasChanged || Self.differ(state, known.state)
            } else {
                hasChanged = true
            }
            entries[state.shard] = Entry(state: state, toldAt: uptime, owner: instance)
        }
        return hasChanged
    }

    /// Forgets who owns the shards of a member that is gone.
    mutating func lose(_ instance: String) {
        for (shard, entry) in entries where entry.owner == instance { entries[shard]?.owner = nil }
    }

    /// The instance of the indexer that owns a shard.
    func owner(of shard: Int) -> String? { entries[shard]?.owner }

    /// Whether a shard is known to be empty, so that any worker can answer for it.
    func isEmpty(_ shard: Int) -> Bool { entries[shard]?.state.isEmpty ?? false }

    /// The state of all shards, ages grown by the time since they were told.
    func clusterState(at uptime: Duration) -> ClusterState {
        ClusterState(
            shards: entries.values.sorted { $0.state.shard < $1.state.shard }.map { entry in
                var state = entry.state
                let elapsed = (uptime - entry.toldAt) / .milliseconds(1)
                state.behind = state.behind.map {
                    GenerationAge(generation: $0.generation, ageMilliseconds: $0.ageMilliseconds + elapsed)
                }
                return state
            })
    }

    /// Whether two states differ in more than the passing of time.
    private static func differ(_ left: ShardState, _ right: ShardState) -> Bool {
        var (left, right) = (left, right)
        left.behind = left.behind.map { GenerationAge(generation: $0.generation, ageMilliseconds: 0) }
        right.behind = right.behind.map { GenerationAge(generation: $0.generation, ageMilliseconds: 0) }
        return left != right
    }
}
