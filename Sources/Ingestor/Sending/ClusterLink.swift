import Logging
import Messaging
import Protocol
import Synchronization

/// The connections of an ingest: one to the broker and one to each indexer that owns a shard. Callable from any task.
final class ClusterLink: Sendable {
    private struct State {
        var routes: ShardRoutes
        var clients: [String: RPCClient] = [:]
        /// What goes wrong at the moment, and since when.
        var trouble: (what: String, since: ContinuousClock.Instant)?
        var lastSuccess = ContinuousClock.now
    }

    let broker: RPCClient
    private let logger: Logger
    private let state: Mutex<State>

    /// Connects and asks who owns which shard.
    ///
    /// - Throws: `NoAnswer` when no broker answers within `firstAnswer`.
    init(endpoints: [String], firstAnswer: Duration, logger: Logger) async throws {
        self.logger = logger
        broker = try RPCClient(endpoints: endpoints, logger: logger)
        do {
            let status = try await broker.call(ClusterStatus.self, .init(), deadline: firstAnswer)
            state = Mutex(State(routes: ShardRoutes(status, broker: broker.endpoint)))
        } catch {
            broker.shutdown()
            throw error
        }
    }

    var routes: ShardRoutes { state.withLock { $0.routes } }

    /// What goes wrong at the moment, in words; nil while batches are acknowledged.
    var trouble: String? {
        state.withLock { state in state.trouble.map { "\($0.what), for \(Self.seconds(since: $0.since)) s" } }
    }

    /// For how long nothing has been acknowledged.
    var silence: Duration { state.withLock { .now - $0.lastSuccess } }

    /// The client of a shard's owner, or the broker's where an attempt has to go through it.
    func client(shard: Int, attempt: Int) throws -> RPCClient {
        try state.withLock { state in
            let endpoint = state.routes.endpoints[shard]
            guard let endpoint, !SendRecovery.goesThroughBroker(attempt: attempt, knowsEndpoint: true) else {
                return broker
            }
            if let client = state.clients[endpoint] { return client }
            let client = try RPCClient(endpoint: endpoint, logger: logger)
            state.clients[endpoint] = client
            return client
        }
    }

    /// A batch was acknowledged.
    func succeeded() {
        state.withLock {
            $0.trouble = nil
            $0.lastSuccess = .now
        }
    }

    /// An attempt failed: notes it and asks the broker anew who owns what. Clients of owners that are gone are closed.
    func failed(_ what: String) async {
        state.withLock { state in
            if state.trouble == nil {
                logger.info("sending again", metadata: ["reason": "\(what)"])
            }
            state.trouble = (what, state.trouble?.since ?? .now)
        }
        guard let status = try? await broker.call(ClusterStatus.self, .init(), deadline: .seconds(2)) else { return }
        let gone = state.withLock { state in
            state.routes = ShardRoutes(status, broker: broker.endpoint)
            let known = Set(state.routes.endpoints.values)
            let gone = state.clients.filter { !known.contains($0.key) }
            for endpoint in gone.keys { state.clients.removeValue(forKey: endpoint) }
            return gone
        }
        for client in gone.values { client.shutdown() }
    }

    /// Closes all connections.
    func shutdown() {
        let clients = state.withLock { state in
            defer { state.clients = [:] }
            return state.clients.values
        }
        for client in clients { client.shutdown() }
        broker.shutdown()
    }

    private static func seconds(since start: ContinuousClock.Instant) -> Int {
        Int((ContinuousClock.now - start) / .seconds(1))
    }
}
