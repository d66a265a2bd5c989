import Foundation
import Logging
import Messaging
import Protocol
import Synchronization

/// A broker, an indexer and a worker in one, over real sockets: it answers by rules that a test gives.
final class FakeCluster: Sendable {
    private struct State {
        /// What is stored, by id.
        var documents: [String: Document] = [:]
        /// The ids of each batch that came, taken or not.
        var batches: [[String]] = []
        /// Whether each came to the indexer's own endpoint.
        var isDirect: [Bool] = []
        var sequence: UInt64 = 0
        var isStatusBehind = false
        /// The names of the batches that came.
        var names: [String] = []
        /// The ids that fail, how often each.
        var failures: [String: Int] = [:]
        /// Called before a batch is taken, with its number from 0; throws to refuse it.
        var rule: @Sendable (Int, DocumentsPut.Params) throws -> Void = { _, _ in }
    }

    private let shared: Shared
    private let broker: RPCServer
    private let indexer: RPCServer
    let endpoint: String
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// - Parameter isStatusBehind: Whether the status tells of journals as they were at the beginning.
    init(
        isStatusBehind: Bool = false,
        rule: @escaping @Sendable (Int, DocumentsPut.Params) throws -> Void = { _, _ in }
    ) throws {
        let shared = Shared()
        shared.state.withLock {
            $0.rule = rule
            $0.isStatusBehind = isStatusBehind
        }
        indexer = try RPCServer(
            binding: "tcp://127.0.0.1:*", handlers: Self.handlers(shared, indexer: nil), logger: Self.logger)
        broker = try RPCServer(
            binding: "tcp://127.0.0.1:*", handlers: Self.handlers(shared, indexer: indexer.endpoint),
            logger: Self.logger)
        endpoint = broker.endpoint
        self.shared = shared
    }

    private final class Shared: Sendable {
        let state = Mutex(State())
    }

    var stored: [String: Document] { shared.state.withLock { $0.documents } }
    var batches: [[String]] { shared.state.withLock { $0.batches } }
    var batchNames: [String] { shared.state.withLock { $0.names } }
    var directCount: Int { shared.state.withLock { $0.isDirect.count { $0 } } }

    /// Lets documents fail so many times, while the others of their batches are taken.
    func fail(_ ids: [String], times: Int) {
        shared.state.withLock { state in for id in ids { state.failures[id] = times } }
    }

    func shutdown() async {
        await broker.shutdown()
        await indexer.shutdown()
    }

    private static func handlers(_ shared: Shared, indexer: String?) -> RPCHandlers {
        var handlers = RPCHandlers()
        handlers.on(DocumentsPut.self) { params, _ in try put(params, shared, isDirect: indexer == nil) }
        guard let indexer else { return handlers }
        // Where members would connect to, nobody listens.
        handlers.on(ClusterHello.self) { _, _ in
            .init(broker: "b", instance: "i", cluster: "tcp://127.0.0.1:9", events: "tcp://127.0.0.1:9", shards: 1)
        }
        handlers.on(ClusterStatus.self) { _, _ in status(shared, indexer: indexer) }
        handlers.on(IndexGeneration.self) { _, _ in .init(shards: [shard(shared)]) }
        handlers.on(IndexCommit.self) { _, _ in .init(shards: [shard(shared)]) }
        return handlers
    }

    private static func put(
        _ params: DocumentsPut.Params, _ shared: Shared, isDirect: Bool
    ) throws -> DocumentsPut.Result {
        try shared.state.withLock { state in
            let number = state.batches.count
            state.batches.append(params.documents.map(\.document.id))
            state.names.append(params.batch ?? "")
            state.isDirect.append(isDirect)
            try state.rule(number, params)
            let outcomes = params.documents.enumerated().map { index, put in
                if let count = state.failures[put.document.id], count > 0 {
                    state.failures[put.document.id] = count - 1
                    return PutOutcome(
                        index: index, id: put.document.id, outcome: .failed, reason: "away", retryable: true)
                }
                let old = state.documents.updateValue(put.document, forKey: put.document.id)
                if old != put.document { state.sequence += 1 }
                let outcome: PutOutcome.Outcome = old == nil ? .created : old == put.document ? .unchanged : .updated
                return PutOutcome(id: put.document.id, outcome: outcome)
            }
            return .init(outcomes: outcomes, sequences: [ShardSequence(shard: 0, sequence: state.sequence)])
        }
    }

    private static func shard(_ shared: Shared) -> ShardState {
        let sequence = shared.state.withLock { $0.sequence }
        return ShardState(
            shard: 0, epoch: 1, generation: "1.1", through: sequence, acknowledged: sequence, documents: 0,
            segments: 1, byteCount: 1, folder: "", behind: [])
    }

    private static func status(_ shared: Shared, indexer: String) -> ClusterStatus.Result {
        var shard = shard(shared)
        if shared.state.withLock({ $0.isStatusBehind }) { shard.acknowledged = 0 }
        func member(_ role: MemberRole, _ endpoint: String?, _ state: MemberState) -> MemberStatus {
            let info = MemberInfo(
                name: role.rawValue, role: role, instance: "i", endpoint: endpoint, host: "h", processID: 1)
            return MemberStatus(member: info, state: state, lastSeenMilliseconds: 0, outstanding: 0)
        }
        let open = OpenGeneration(shard: 0, generation: "1.1", through: shard.through)
        return .init(
            broker: MemberInfo(name: "broker", role: .broker, instance: "i", host: "h", processID: 1),
            uptimeMilliseconds: 1, shards: 1,
            members: [
                member(.indexer, indexer, MemberState(owned: [shard])),
                member(.worker, nil, MemberState(open: [open])),
            ], cluster: ClusterState(shards: [shard]), waitingFor: [], counters: [:])
    }
}
