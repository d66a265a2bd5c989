import Protocol
import Synchronization

/// What an indexer of a test tells of its shard, changeable while it runs.
final class Told: Sendable {
    private let current: Mutex<ShardState>

    init(_ state: ShardState) { current = Mutex(state) }

    var state: ShardState { current.withLock { $0 } }

    func set(_ state: ShardState) { current.withLock { $0 = state } }
}
