import Logging
import Protocol
import Synchronization

/// Asks for the broker until it answers, and says aloud how long that takes.
///
/// Each search has a client of its own, so that nothing is left of a connection that may be cut without a sign.
final class BrokerFinder: Sendable {
    private struct State {
        /// The clients of the searches that are under way.
        var clients: [ObjectIdentifier: RPCClient] = [:]
        var isShutDown = false
    }

    private let endpoint: String
    private let role: MemberRole
    private let settings: MessagingSettings
    private let logger: Logger
    private let state = Mutex(State())

    init(endpoint: String, role: MemberRole, settings: MessagingSettings, logger: Logger) {
        self.endpoint = endpoint
        self.role = role
        self.settings = settings
        self.logger = logger
    }

    /// The broker's answer to a hello, however long it takes, and the endpoint that it came from, its host an address.
    ///
    /// - Throws: ``RPCError`` when the broker speaks another version of the messages, `ZeroMQError` for what is no
    ///   endpoint, `CancellationError` also after ``shutdown()``.
    func find() async throws -> (hello: ClusterHello.Result, address: String) {
        let client = try begin()
        defer { end(client) }
        var notice = WaitNotice(since: .now, interval: settings.waitingNoticeInterval)
        var refusalCount = 0
        while true {
            do {
                let hello = try await client.call(
                    ClusterHello.self, ClusterHello.Params(role: role), deadline: settings.helloDeadline)
                if notice.wasSaid { found(since: notice.since) }
                try Self.check(hello)
                return (hello, client.address ?? endpoint)
            } catch let error as WrongVersion {
                throw error.refusal
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                if state.withLock({ $0.isShutDown }) { throw CancellationError() }
                if let waited = notice.due(.now) { say(waited, error) }
                // Nobody's answer took its time already; only what was refused at once is worth a pause.
                guard !(error is NoAnswer) else { continue }
            }
            try await Task.sleep(for: settings.retry.delay(attempt: refusalCount))
            refusalCount += 1
        }
    }

    /// Ends what asks, and asks no more.
    func shutdown() {
        let clients = state.withLock { state in
            state.isShutDown = true
            return state.clients.values
        }
        for client in clients { client.shutdown() }
    }

    private func begin() throws -> RPCClient {
        try state.withLock { state in
            if state.isShutDown { throw CancellationError() }
            let client = try RPCClient(endpoint: endpoint, settings: settings, logger: logger)
            state.clients[ObjectIdentifier(client)] = client
            return client
        }
    }

    private func end(_ client: RPCClient) {
        _ = state.withLock { $0.clients.removeValue(forKey: ObjectIdentifier(client)) }
        client.shutdown()
    }

    private func say(_ waited: Duration, _ error: any Error) {
        logger.notice(
            "waiting for the broker",
            metadata: ["broker": "\(endpoint)", "since": "\(waited.logText) ago", "error": "\(error)"])
    }

    private func found(since: ContinuousClock.Instant) {
        let waited = ContinuousClock.now - since
        logger.notice("found the broker", metadata: ["broker": "\(endpoint)", "waited": "\(waited.logText)"])
    }

    private static func check(_ hello: ClusterHello.Result) throws(WrongVersion) {
        guard hello.wire == TimtinVersion.wire else {
            throw WrongVersion(
                refusal: RPCError(
                    .invalidRequest,
                    detail: "the broker \(hello.broker) speaks version \(hello.wire) of the messages and this process "
                        + "\(TimtinVersion.wire); run the same version of Timtin"))
        }
    }
}

/// Asking again will not help.
private struct WrongVersion: Error {
    let refusal: RPCError
}
