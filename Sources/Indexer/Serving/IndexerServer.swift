import Foundation
import Logging
import Messaging
import Protocol
import ServiceLifecycle
import ServiceSupport

/// An indexer as a member of a cluster: takes a shard's folder, serves it, and leaves in order.
struct IndexerServer: Service {
    /// What it is started with.
    struct Configuration: Sendable {
        /// The brokers' client endpoints, at least one.
        var brokers: [String]
        var folder: ShardFolder
        var bind: String
        var advertise: String
        /// The member's name; `indexer-HOST` when nil.
        var name: String?
        var messaging = MessagingSettings()
        var service = ShardService.Options()
        var journalByteCountMax: Int?
    }

    let configuration: Configuration
    let logger: Logger

    /// Serves until a graceful shutdown, or until the shard is lost to another process.
    func run() async throws {
        let lock = try ShardLock(configuration.folder)
        // The lock is let go of last of all.
        defer { withExtendedLifetime(lock) {} }
        let taken = TakenShard()
        let member = MemberInfo.thisProcess(role: .indexer, name: configuration.name)
        let handlers = RPCHandlers(indexer: member.name) { try taken.service() }
        let server = try RPCServer(
            binding: configuration.bind, handlers: handlers, settings: configuration.messaging, logger: logger)
        do {
            try await serve(member, handlers, server, taken)
        } catch {
            await server.shutdown()
            throw error
        }
    }

    private func serve(
        _ member: MemberInfo, _ handlers: RPCHandlers, _ server: RPCServer, _ taken: TakenShard
    ) async throws {
        let member = try advertised(member, bound: server.endpoint)
        guard let journal = try await untilShutdown({ try await openJournal() }) else { return }
        let link = Membership(
            brokers: configuration.brokers, member: member, shards: try journal.identity()?.shards, handlers: handlers,
            settings: configuration.messaging, logger: logger,
            state: { (try? taken.service().memberState) ?? MemberState(owned: []) }, clusterChanged: { _ in })
        guard let service = try await untilShutdown({ try await take(journal, link, member, taken) }) else {
            return await link.shutdown()
        }
        taken.set(service)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await link.run() }
            group.addTask { try await taken.failure() }
            group.addTask {
                try await gracefulShutdown()
                // New writes are refused from here on; those that wait are committed and answered.
                await service.stop()
                link.stateChanged()
                await server.shutdown()
                await link.shutdown()
            }
            defer { group.cancelAll() }
            // The link ends by itself only after its shutdown.
            try await group.next()
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

    /// Runs `body`, which waits for others, and gives up at a graceful shutdown: nil then.
    private func untilShutdown<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result? {
        do {
            return try await cancelWhenGracefulShutdown(body)
        } catch is CancellationError {
            return nil
        }
    }

    /// Opens the journal; on a disk that is full it waits for room.
    private func openJournal() async throws -> SQLiteJournal {
        try await whenWritable {
            try SQLiteJournal(
                path: configuration.folder.journal, byteCountMax: configuration.journalByteCountMax)
        }
    }

    /// Takes the journal over. A new one becomes that of a shard of the cluster, whose size the broker tells.
    private func take(
        _ journal: SQLiteJournal, _ link: Membership, _ member: MemberInfo, _ taken: TakenShard
    ) async throws -> ShardService {
        let shard = configuration.folder.shard
        let shards: Int
        if let known = try journal.identity() { shards = known.shards } else { shards = try await link.hello().shards }
        guard shard < shards else {
            throw ProgramError.usage("--shard \(shard): the cluster has \(shards) shards, the last is \(shards - 1)")
        }
        let identity = ShardIdentity(shard: shard, shards: shards)
        let events = GenerationEvents(member: member)
        return try await whenWritable {
            try journal.establish(identity)
            return try ShardService(
                folder: configuration.folder, identity: identity, journal: journal, options: configuration.service,
                logger: logger, wallClock: Int64(Date().timeIntervalSince1970 * 1000),
                reports: ShardIndexer.Reports(
                    published: { state in
                        link.stateChanged()
                        link.publish(events.event(of: state, time: Date()))
                    }, failed: { taken.fail($0) }))
        }
    }

    /// Tries as long as the journal is read-only.
    private func whenWritable<Result>(_ body: () throws -> Result) async throws -> Result {
        while true {
            do {
                return try body()
            } catch let error as RPCError where error.knownCode == .readOnly {
                logger.error("waiting until the journal can be written", metadata: ["reason": "\(error.data.detail)"])
                try await Task.sleep(for: configuration.service.limits.retryDelay)
            }
        }
    }
}
