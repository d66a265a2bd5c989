import Protocol
import Synchronization

/// The shard once it is taken, and why it was lost.
final class TakenShard: Sendable {
    private let shard = Mutex<ShardService?>(nil)
    private let failures: AsyncStream<any Error>
    private let reportFailure: AsyncStream<any Error>.Continuation

    init() {
        (failures, reportFailure) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    func set(_ service: ShardService) { shard.withLock { $0 = service } }

    /// - Throws: `RPCError` `unavailable` until the shard is taken.
    func service() throws -> ShardService {
        guard let service = shard.withLock({ $0 }) else {
            throw RPCError(.unavailable, detail: "the indexer is starting and has not taken its shard yet: ask again")
        }
        return service
    }

    func fail(_ error: any Error) { reportFailure.yield(error) }

    /// Returns never but by throwing: why the shard was lost, or that the task was cancelled.
    func failure() async throws {
        for await error in failures { throw error }
        throw CancellationError()
    }
}
