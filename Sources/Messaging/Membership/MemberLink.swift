public import Logging
public import Protocol
import Synchronization
import ZeroMQ

/// What a member holds to one broker: it finds the broker, registers, sends heartbeats, carries out what
/// the broker sends, and begins anew whenever the broker was lost, for ever.
///
/// Usable from any thread. A link is run once.
public final class MemberLink: Sendable {
    /// What a session needs of its link.
    struct Parts: Sendable {
        let member: MemberInfo
        let handlers: RPCHandlers
        let settings: MessagingSettings
        let logger: Logger
        let state: @Sendable () -> MemberState
        let cluster: ClusterView
        let events: EventQueue
        let status: ConnectionStatus
    }

    /// The broker's answer, and an address of its cluster endpoint; nil where the name of that is not known.
    private struct Found {
        let hello: ClusterHello.Result
        let address: String?
    }

    private struct State {
        var isStopping = false
        var isRunning = false
        /// The search for the broker that is under way, to be cancelled.
        var search: Task<Found, any Error>?
        var session: SocketThread<MemberSocket.Command>?
        /// Grows with each change of the member's state.
        var changeCount = 0
    }

    private let broker: String
    private let knowledge: ClusterKnowledge
    private let parts: Parts
    private let finder: BrokerFinder
    private let current = Mutex(State())
    private let end = Ending()

    /// Makes a link; nothing happens before ``run()`` or ``hello()``.
    ///
    /// - Parameters:
    ///   - broker: the broker's client endpoint.
    ///   - member: who this is.
    ///   - shards: how many shards the member believes the cluster to have; nil takes what the broker says.
    ///   - handlers: what is answered to the broker. Its logger and size limit are replaced by those given here.
    ///   - state: how the member stands, asked for at each heartbeat on the link's thread: it must not block.
    ///   - clusterChanged: told of each new state of the cluster, in order, on the link's thread: it must not block.
    public convenience init(
        broker: String, member: MemberInfo, shards: Int?, handlers: RPCHandlers, settings: MessagingSettings = .init(),
        logger: Logger, state: @escaping @Sendable () -> MemberState,
        clusterChanged: @escaping @Sendable (ClusterState) -> Void
    ) {
        self.init(
            broker: broker, member: member, knowledge: ClusterKnowledge(shards: shards, changed: clusterChanged),
            handlers: handlers, settings: settings, logger: logger, state: state)
    }

    /// Makes a link that shares what it learns with those to other brokers.
    init(
        broker: String, member: MemberInfo, knowledge: ClusterKnowledge, handlers: RPCHandlers,
        settings: MessagingSettings, logger: Logger, state: @escaping @Sendable () -> MemberState
    ) {
        var handlers = handlers
        handlers.logger = logger
        handlers.messageByteCountMax = settings.messageByteCountMax
        self.broker = broker
        self.knowledge = knowledge
        parts = Parts(
            member: member, handlers: handlers, settings: settings, logger: logger, state: state,
            cluster: knowledge.view, events: EventQueue(countMax: settings.eventCountMax), status: ConnectionStatus())
        finder = BrokerFinder(endpoint: broker, role: member.role, settings: settings, logger: logger)
    }

    /// Whether the broker has taken the member in and is heard of.
    public var isRegistered: Bool { parts.status.isConnected }

    /// Asks the broker where things are, and waits until it answers, saying aloud for whom and since when.
    ///
    /// - Throws: ``RPCError`` when the broker speaks another version of the messages, `ZeroMQError` for what is no
    ///   endpoint, `CancellationError`.
    public func hello() async throws -> ClusterHello.Result {
        try await finder.find().hello
    }

    /// Keeps the member in the cluster until ``shutdown()`` or cancellation; then returns, after the requests that run
    /// have been answered.
    ///
    /// - Throws: ``RPCError`` when the broker refuses the member: another number of shards, another version of the
    ///   messages; `ZeroMQError` for what is no endpoint.
    public func run() async throws {
        let mayRun = current.withLock { current in
            precondition(!current.isRunning, "a link is run once")
            current.isRunning = !current.isStopping
            return current.isRunning
        }
        guard mayRun else { return }
        defer { end.reach() }
        try await withTaskCancellationHandler {
            try await serve()
        } onCancel: {
            stop()
        }
    }

    /// Tells the broker at once how the member stands, instead of with the next heartbeat.
    public func stateChanged() {
        let session = current.withLock { current in
            current.changeCount += 1
            return current.session
        }
        session?.post(.stateChanged)
    }

    /// Gives the broker an event to publish. While there is no broker the newest
    /// ``MessagingSettings/eventCountMax`` are kept.
    public func publish(_ event: CloudEvent) {
        parts.events.append(event)
        current.withLock { $0.session }?.post(.eventsWait)
    }

    /// Leaves the cluster: new requests are answered by `shutting down`, those that run are answered first, at most for
    /// ``MessagingSettings/drainTimeout``. May be called more than once.
    public func shutdown() async {
        stop()
        if current.withLock({ $0.isRunning }) { await end.wait() }
        finder.shutdown()
    }

    private func stop() {
        let (search, session) = current.withLock { current in
            current.isStopping = true
            return (current.search, current.session)
        }
        search?.cancel()
        session?.post(.drain)
    }

    private func serve() async throws {
        defer { finder.shutdown() }
        var failureCount = 0
        var pause = Duration.zero
        while let found = try await search(after: pause, attempt: failureCount) {
            try knowledge.check(found.hello)
            guard knowledge.claim(found.hello.instance, for: broker) else {
                parts.logger.warning("another endpoint leads to the same broker", metadata: ["broker": "\(broker)"])
                pause = parts.settings.waitingNoticeInterval
                continue
            }
            defer { knowledge.release(found.hello.instance) }
            switch try await session(with: found) {
            case .drained: return
            case .refused(let error): throw error
            case .lost(let loss, let wasRegistered):
                parts.logger.warning("lost the broker", metadata: ["broker": "\(broker)", "reason": "\(loss.reason)"])
                failureCount = wasRegistered ? 0 : failureCount + 1
                pause = wasRegistered ? .zero : parts.settings.retry.delay(attempt: failureCount - 1)
            }
        }
    }

    /// Finds the broker after a pause; nil when the link is to stop.
    ///
    /// - Parameter attempt: chooses among several addresses.
    private func search(after pause: Duration, attempt: Int) async throws -> Found? {
        let search: Task<Found, any Error>? = current.withLock { current in
            guard !current.isStopping else { return nil }
            let search = Task { [finder] in
                try await Task.sleep(for: pause)
                let (hello, address) = try await finder.find()
                let cluster = try Endpoint(hello.cluster).reached(like: try Endpoint(address)).description
                let addresses = await NameResolver.shared.addresses(of: cluster)
                try Task.checkCancellation()
                return Found(hello: hello, address: addresses.isEmpty ? nil : addresses[attempt % addresses.count])
            }
            current.search = search
            return search
        }
        do {
            return try await search?.value
        } catch is CancellationError {
            return nil
        }
    }

    /// One session, from its registration to its end.
    private func session(with found: Found) async throws -> MemberSocket.Outcome {
        guard let address = found.address else { return .lost(.unresolved, wasRegistered: false) }
        let outcome = Handover<MemberSocket.Outcome>()
        let changeCount = current.withLock { $0.changeCount }
        let thread = try SocketThread(name: "member-link") { [parts] loop, mailbox in
            try MemberSocket(
                address: address, shards: found.hello.shards, link: parts, outcome: outcome, loop: loop,
                mailbox: mailbox)
        }
        let (isStopping, hasChanged) = current.withLock { current in
            current.session = thread
            return (current.isStopping, current.changeCount != changeCount)
        }
        if hasChanged { thread.post(.stateChanged) }
        if isStopping { thread.post(.drain) }
        await thread.ended()
        current.withLock { $0.session = nil }
        return outcome.take() ?? .lost(.silent, wasRegistered: false)
    }
}
