import Protocol
import Synchronization

/// The state of the cluster as the broker told it last, and who is to be told of changes.
final class ClusterView: Sendable {
    private let last = Mutex<ClusterState?>(nil)
    private let changed: @Sendable (ClusterState) -> Void

    init(changed: @escaping @Sendable (ClusterState) -> Void) {
        self.changed = changed
    }

    /// Takes a state and tells of it if it is news. Called by one thread at a time, so that news keep their order.
    func put(_ state: ClusterState) {
        let isNews = last.withLock { last in
            defer { last = state }
            return last != state
        }
        if isNews { changed(state) }
    }
}
