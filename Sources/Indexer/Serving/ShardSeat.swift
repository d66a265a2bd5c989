import Protocol
import Synchronization

/// The shard that an indexer has at the moment, if any.
final class ShardSeat: Sendable {
    private enum State {
        case vacant(waitingFor: String)
        case taken(ShardService)
    }

    private let state = Mutex(State.vacant(waitingFor: "its start"))

    func take(_ service: ShardService) { state.withLock { $0 = .taken(service) } }

    /// Has no shard from now on, for the time that it waits for something.
    func vacate(waitingFor what: String) { state.withLock { $0 = .vacant(waitingFor: what) } }

    /// - Throws: `RPCError` `unavailable` while there is none.
    func service() throws -> ShardService {
        switch state.withLock({ $0 }) {
        case .taken(let service): return service
        case .vacant(let what):
            throw RPCError(
                .unavailable,
                detail: "this indexer has no shard yet and waits for \(what): ask again, or ask the broker who has it")
        }
    }

    /// How an indexer that serves at an endpoint stands, for the broker.
    func memberState(endpoint: String?) -> MemberState {
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
    private let losses: ShardLosses

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
