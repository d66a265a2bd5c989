import Foundation
import Logging
import Messaging
import Protocol
import ServiceSupport

/// Sees to it that an indexer has a shard whenever one is free: waits for a lock, takes the shard over, and begins anew
/// when it is lost.
struct ShardHolder: Sendable {
    let configuration: IndexerServer.Configuration
    /// How many shards the cluster has.
    let shards: Int
    let member: MemberInfo
    let link: Membership
    let seat: ShardSeat
    let logger: Logger

    /// Holds shards until a graceful shutdown or cancellation; what is acknowledged is published and synced then.
    ///
    /// - Throws: What waiting does not cure, such as a damaged journal.
    func run() async throws {
        var standBy = StandBy(shard: configuration.shard, of: shards)
        while true {
            let current = standBy
            guard let held = try await untilShutdown({ try await take(current) }) else { return }
            seat.take(held)
            link.stateChanged()
            let loss = try await untilShutdown { try await held.loss() }
            // New writes are refused from here on; those that wait are committed and answered.
            await held.service.stop()
            guard let loss else { return link.stateChanged() }
            seat.vacate(waitingFor: standBy.description)
            link.stateChanged()
            lose(held, because: loss, &standBy)
        }
    }

    /// Decides when the shard may be taken again, and says why it was lost.
    private func lose(_ held: HeldShard, because loss: any Error, _ standBy: inout StandBy) {
        let folder = held.lock.folder
        guard loss is RivalOwner, held.service.isInItsEpoch else {
            let pause = standBy.lost(folder.shard, at: .now)
            return logger.error(
                "lost the shard although its lock is held: can the file system be trusted with locks?",
                metadata: [
                    "shard": "\(folder.shard)", "folder": "\(folder.path)",
                    "left alone for": "\(HumanText.duration(pause))", "reason": "\(loss)",
                ])
        }
        standBy.abandon(folder.shard)
        logger.error(
            "gave up the shard: the cluster's is in another data folder; start all indexers on the same --data, or each with a --shard of its own, and where that other one is gone for good, restart brokers and indexers",
            metadata: ["shard": "\(folder.shard)", "folder": "\(folder.path)", "reason": "\(loss)"])
    }

    /// Waits for a shard and takes it over.
    private func take(_ standBy: StandBy) async throws -> HeldShard {
        let lock = try await lock(standBy)
        let identity = ShardIdentity(shard: lock.folder.shard, shards: shards)
        let losses = ShardLosses()
        let events = GenerationEvents(member: member)
        let service = try await whenWritable {
            let journal = try SQLiteJournal(
                path: lock.folder.journal, byteCountMax: configuration.journalByteCountMax,
                batchLimits: configuration.service.batches)
            try journal.establish(identity)
            return try ShardService(
                folder: lock.folder, identity: identity, journal: journal, options: configuration.service,
                logger: logger, wallClock: Int64(Date().timeIntervalSince1970 * 1000),
                reports: ShardIndexer.Reports(
                    published: { state in
                        link.stateChanged()
                        link.publish(events.event(of: state, time: Date()))
                    }, failed: { losses.report($0) }))
        }
        return HeldShard(lock: lock, service: service, losses: losses)
    }

    /// The lock of a shard, as soon as one is free.
    private func lock(_ standBy: StandBy) async throws -> ShardLock {
        let begin = ContinuousClock.now
        var isSaid = false
        while true {
            for shard in standBy.candidates(at: .now) {
                guard let lock = try ShardLock.take(ShardFolder(data: configuration.data, shard: shard)) else {
                    continue
                }
                if isSaid {
                    let waited = HumanText.duration(.now - begin)
                    logger.notice("a shard is free", metadata: ["shard": "\(shard)", "waited": "\(waited)"])
                }
                return lock
            }
            if !isSaid { say(standBy) }
            isSaid = true
            // A lock tells nobody when it is let go; trying it is cheaper than a heartbeat.
            try await Task.sleep(for: configuration.standByInterval)
        }
    }

    private func say(_ standBy: StandBy) {
        seat.vacate(waitingFor: standBy.description)
        let holders = standBy.shards.prefix(4).map { shard in
            "shard \(shard): \(ShardLock.holder(of: ShardFolder(data: configuration.data, shard: shard)))"
        }
        logger.notice(
            "standing by",
            metadata: [
                "waiting for": "\(standBy.description)", "in": "\(configuration.data)",
                "held by": "\(holders.joined(separator: "; "))\(standBy.shards.count > 4 ? "; …" : "")",
            ])
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
