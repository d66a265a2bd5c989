import Logging
import Messaging
import Protocol
import ServiceLifecycle
import ServiceSupport
import Synchronization

/// An indexer as a member of a cluster: takes a shard, or stands by until one is free, serves it, and leaves in order.
struct IndexerServer: Service {
    /// What it is started with.
    struct Configuration: Sendable {
        /// The brokers' client endpoints, at least one.
        var brokers: [String]
        /// The data folder.
        var data: String
        /// The shard to take; any that is free when nil.
        var shard: Int?
        var bind: String
        var advertise: String
        /// The member's name; `indexer-HOST` when nil.
        var name: String?
        /// How often the locks of the shards are tried while standing by.
        var standByInterval = Duration.milliseconds(20)
        var messaging = MessagingSettings()
        var service = ShardService.Options()
        var journalByteCountMax: Int?
    }

    let configuration: Configuration
    let logger: Logger

    /// Serves until a graceful shutdown.
    ///
    /// - Throws: ``ProgramError`` or `RPCError` for what waiting does not cure: another cluster's data folder, a damaged
    ///   journal.
    func run() async throws {
        let member = MemberInfo.thisProcess(role: .indexer, name: configuration.name)
        let place = Mutex<ShardSeat?>(nil)
        let handlers = RPCHandlers(indexer: member.name) {
            guard let seat = place.withLock({ $0 }) else { throw Self.starting }
            return try seat.service()
        }
        let server = try RPCServer(
            binding: configuration.bind, handlers: handlers, settings: configuration.messaging, logger: logger)
        do {
            let member = try advertised(member, bound: server.endpoint)
            let seat = ShardSeat(endpoint: member.endpoint)
            place.withLock { $0 = seat }
            try await serve(member, handlers, seat, server)
        } catch {
            await server.shutdown()
            throw error
        }
    }

    private func serve(
        _ member: MemberInfo, _ handlers: RPCHandlers, _ seat: ShardSeat, _ server: RPCServer
    ) async throws {
        guard let shards = try await untilShutdown({ try await clusterSize(member, handlers) }) else {
            return await server.shutdown()
        }
        try ClusterSize.check(shard: configuration.shard, of: shards)
        let link = Membership(
            brokers: configuration.brokers, member: member, shards: shards, handlers: handlers,
            settings: configuration.messaging, logger: logger, state: { seat.memberState },
            clusterChanged: { seat.clusterChanged($0) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await run(link, shards: shards) }
            group.addTask {
                let holder = ShardHolder(
                    configuration: configuration, shards: shards, member: member, link: link, seat: seat, logger: logger
                )
                try await holder.run()
                await server.shutdown()
                await link.shutdown()
            }
            // The link ends by itself only after its shutdown; whatever fails, the other is cancelled and waited for.
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private static let starting = RPCError(.unavailable, detail: "the indexer is starting: ask again")

    private func run(_ link: Membership, shards: Int) async throws {
        do {
            try await link.run()
        } catch let error as RPCError where error.knownCode == .shardMismatch {
            throw ProgramError.failed(
                "\(configuration.data) was created for \(shards) \(shards == 1 ? "shard" : "shards") (\(ClusterFile.path(in: configuration.data))), and the broker refuses that (\(error.data.detail)): start the broker with --shards \(shards), or name another --data"
            )
        }
    }

    private func advertised(_ member: MemberInfo, bound: String) throws(ProgramError) -> MemberInfo {
        var member = member
        let endpoint = try AdvertisedEndpoint.resolve(
            option: configuration.advertise, bound: bound, broker: configuration.brokers[0])
        member.endpoint = endpoint
        logger.info("listening", metadata: ["endpoint": "\(bound)", "advertised": "\(endpoint)"])
        return member
    }

    /// How many shards there are: what the data folder says, which for a new one is what the broker tells.
    private func clusterSize(_ member: MemberInfo, _ handlers: RPCHandlers) async throws -> Int {
        if let known = try ClusterSize.known(in: configuration.data) { return known }
        let link = Membership(
            brokers: configuration.brokers, member: member, shards: nil, handlers: handlers,
            settings: configuration.messaging, logger: logger, state: { MemberState(owned: []) },
            clusterChanged: { _ in })
        let hello: ClusterHello.Result
        do {
            hello = try await link.hello()
        } catch {
            await link.shutdown()
            throw error
        }
        await link.shutdown()
        try ClusterSize.check(shard: configuration.shard, of: hello.shards)
        try ClusterFile.establish(
            shards: hello.shards, saidBy: "the broker \(hello.broker)", in: configuration.data)
        return hello.shards
    }
}

/// Runs `body`, which waits for others, and gives up at a graceful shutdown or a cancellation: nil then.
func untilShutdown<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result? {
    do {
        return try await cancelWhenGracefulShutdown(body)
    } catch is CancellationError {
        return nil
    }
}
