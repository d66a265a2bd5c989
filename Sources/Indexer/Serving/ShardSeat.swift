import Protocol
import Synchronization

/// The shard that an indexer has at the moment, if any.
final class ShardSeat: Sendable {
    private struct State {
        var held: HeldShard?
        var waitsFor = "its start"
        /// The cluster as it was told of last.
        var cluster = ClusterState(shards: [])
    }

    /// Where the indexer serves, as others are told.
    private let endpoint: String?
    private let state = Mutex(State())

    init(endpoint: String?) { self.endpoint = endpoint }

    func take(_ held: HeldShard) {
        let cluster = state.withLock { state in
            state.held = held
            return state.cluster
        }
        look(for: held, in: cluster)
    }

    /// Has no shard from now on, for the time that it waits for something.
    func vacate(waitingFor what: String) {
        state.withLock { state in
            state.held = nil
            state.waitsFor = what
        }
    }

    /// Takes note of what the cluster is told; a shard that another indexer serves too is lost.
    func clusterChanged(_ cluster: ClusterState) {
        let held = state.withLock { state in
            state.cluster = cluster
            return state.held
        }
        if let held { look(for: held, in: cluster) }
    }

    private func look(for held: HeldShard, in cluster: ClusterState) {
        for own in held.service.memberState.owned ?? [] {
            if let rival = RivalOwner(of: own, at: endpoint, in: cluster) { held.losses.report(rival) }
        }
    }

    /// - Throws: `RPCError` `unavailable` while there is none.
    func service() throws -> ShardService {
        let (held, waitsFor) = state.withLock { ($0.held, $0.waitsFor) }
        if let held { return held.service }
        throw RPCError(
            .unavailable,
            detail: "this indexer has no shard and waits for \(waitsFor): ask again, or ask the broker who has it")
    }

    /// How the indexer stands, for the broker.
    var memberState: MemberState {
        guard var state = try? service().memberState else { return MemberState(owned: []) }
        state.owned = state.owned?.map { shard in
            var shard = shard
            shard.endpoint = endpoint
            return shard
        }
        return state
    }
}

/// A shard that an indexer holds: its lock, its service, and why it was lost.
final class HeldShard: Sendable {
    let lock: ShardLock
    let service: ShardService
    let losses: ShardLosses

    init(lock: ShardLock, service: ShardService, losses: ShardLosses) {
        self.lock = lock
        self.service = service
        self.losses = losses
    }

    /// Returns why the shard was lost, when it is.
    ///
    /// - Throws: `CancellationError`
    func loss() async throws -> any Error { try await losses.first() }
}

/// Tells that a shard was lost.
struct ShardLosses: Sendable {
    private let stream: AsyncStream<any Error>
    private let continuation: AsyncStream<any Error>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1)) }

    func report(_ error: any Error) { continuation.yield(error) }

    func first() async throws -> any Error {
        for await error in stream { return error }
        throw CancellationError()
    }
}
