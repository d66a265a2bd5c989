import Protocol
import Synchronization

/// The newest state of the cluster that any broker told, and who is to be told of changes.
///
/// Brokers learn the state of a shard from its indexer, each in its own time; what a broker tells late turns nothing back.
final class ClusterView: Sendable {
    private let newest = Mutex<ClusterState?>(nil)
    private let changed: @Sendable (ClusterState) -> Void

    init(changed: @escaping @Sendable (ClusterState) -> Void) {
        self.changed = changed
    }

    /// Takes what a broker tells, and tells of the whole if there is news in it. Callable from any thread; news keep their
    /// order.
    func put(_ told: ClusterState) {
        newest.withLock { newest in
            let merged = newest?.merged(with: told) ?? told
            guard merged != newest else { return }
            newest = merged
            changed(merged)
        }
    }
}

extension ClusterState {
    /// All shards of both, each in its newer state; the later one's where neither is newer.
    func merged(with later: ClusterState) -> ClusterState {
        var states = Dictionary(shards.map { ($0.shard, $0) }, uniquingKeysWith: { $1 })
        for state in later.shards {
            if let known = states[state.shard], state.isOlder(than: known) { continue }
            states[state.shard] = state
        }
        return ClusterState(shards: states.values.sorted { $0.shard < $1.shard })
    }
}

extension ShardState {
    /// Whether this was overtaken: by an owner of a greater epoch, a later generation, or later writes.
    fileprivate func isOlder(than other: ShardState) -> Bool {
        age.lexicographicallyPrecedes(other.age)
    }

    private var age: [UInt64] {
        // A generation is named by the epoch that published it and its number there, as in `3.17`.
        let parts = (generation ?? "").split(separator: ".").map { UInt64($0) ?? 0 }
        return [epoch, parts.first ?? 0, parts.dropFirst().first ?? 0, through, acknowledged]
    }
}
