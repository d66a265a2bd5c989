public import Logging
public import Protocol

/// What a member holds to all brokers of its cluster: a ``MemberLink`` to each.
///
/// The brokers are equal. The member is registered with each that is there, carries out what any of them sends, and is held
/// up by none that is away. Usable from any thread. Run once.
public final class Membership: Sendable {
    private let links: [MemberLink]

    /// Makes the links; nothing happens before ``run()`` or ``hello()``.
    ///
    /// - Parameters:
    ///   - brokers: the brokers' client endpoints, at least one, each once.
    ///   - member: who this is.
    ///   - shards: how many shards the member believes the cluster to have; nil takes what the first broker says.
    ///   - handlers: what is answered to the brokers. Its logger and size limit are replaced by those given here.
    ///   - settings: the bounds hold for each broker by itself.
    ///   - state: how the member stands, asked for at each heartbeat on a link's thread: it must not block.
    ///   - clusterChanged: told of the newest state of the cluster that any broker told, in order, on a link's thread: it
    ///     must not block.
    public init(
        brokers: [String], member: MemberInfo, shards: Int?, handlers: RPCHandlers,
        settings: MessagingSettings = .init(), logger: Logger, state: @escaping @Sendable () -> MemberState,
        clusterChanged: @escaping @Sendable (ClusterState) -> Void
    ) {
        precondition(!brokers.isEmpty, "a member needs a broker")
        let knowledge = ClusterKnowledge(shards: shards, changed: clusterChanged)
        links = brokers.map { broker in
            MemberLink(
                broker: broker, member: member, knowledge: knowledge, handlers: handlers, settings: settings,
                logger: logger, state: state)
        }
    }

    /// Whether any broker has taken the member in and is heard of.
    public var isRegistered: Bool { links.contains { $0.isRegistered } }

    /// Asks the brokers where things are, and waits until the first answers, saying aloud for whom and since when.
    ///
    /// - Throws: ``RPCError`` when it speaks another version of the messages, `ZeroMQError` for what is no endpoint,
    ///   `CancellationError`.
    public func hello() async throws -> ClusterHello.Result {
        try await withThrowingTaskGroup(of: ClusterHello.Result.self) { group in
            for link in links { group.addTask { try await link.hello() } }
            guard let first = try await group.next() else { throw CancellationError() }
            group.cancelAll()
            return first
        }
    }

    /// Keeps the member in the cluster until ``shutdown()`` or cancellation; then returns, after the requests that run
    /// have been answered.
    ///
    /// - Throws: ``RPCError`` when any broker refuses the member: another number of shards, another version of the
    ///   messages; `ZeroMQError` for what is no endpoint. The member has left the other brokers then.
    public func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for link in links { group.addTask { try await link.run() } }
            for try await _ in group {}
        }
    }

    /// Tells all brokers at once how the member stands, instead of with the next heartbeat.
    public func stateChanged() {
        for link in links { link.stateChanged() }
    }

    /// Gives an event to all brokers to publish. For one that is away the newest
    /// ``MessagingSettings/eventCountMax`` are kept.
    public func publish(_ event: CloudEvent) {
        for link in links { link.publish(event) }
    }

    /// Leaves the cluster: new requests are answered by `shutting down`, those that run are answered first, at most for
    /// ``MessagingSettings/drainTimeout``. May be called more than once.
    public func shutdown() async {
        await withTaskGroup(of: Void.self) { group in
            for link in links { group.addTask { await link.shutdown() } }
        }
    }
}
