import DocumentReading
import Foundation
import Logging
import Messaging
import Protocol
import ServiceSupport
import Synchronization

/// An ingest of folders that goes on until it is stopped, alone or together with others that share its state folder.
///
/// A reading thread looks at the folders and claims files, as many tasks as the window is wide send what is in them,
/// and a ticking task writes down which are done. What the cluster's absence holds up goes on when it is back.
final class WatchIngest: Sendable {
    private let plan: IngestPlan
    private let logger: Logger
    private let queue: BatchQueue
    private let isInterrupted = Atomic(false)
    private let reader = Mutex<WatchReader?>(nil)
    private let failure = Mutex<(any Error)?>(nil)
    private let started = ContinuousClock.now

    /// - Parameter plan: Its inputs are folders, and its files say in which folder the state is.
    init(_ plan: IngestPlan, logger: Logger) {
        self.plan = plan
        self.logger = logger
        queue = BatchQueue(
            batcher: Batcher(
                documentCountMax: plan.settings[IngestSettings.batch],
                byteCountMax: plan.settings[IngestSettings.batchBytes].bytes),
            capacity: 2)
    }

    /// Lets what is on its way be acknowledged and ends. Callable from any thread.
    func interrupt() {
        isInterrupted.store(true, ordering: .relaxed)
        reader.withLock { $0 }?.stop()
        queue.stop()
    }

    /// Runs until it is interrupted.
    ///
    /// - Throws: ``ProgramError`` for folders that cannot be watched together, and for what makes going on senseless.
    func run() async throws -> IngestReport {
        let folders = try WatchedFolders.resolve(plan.inputs)
        guard let link = try await connect() else { return report(IngestTotals()) }
        defer { link.shutdown() }
        guard let shards = try await shards(link) else { return report(IngestTotals()) }
        var stores: [(folder: String, store: WatchStore)] = []
        for folder in folders {
            stores.append((folder, try WatchStore(path: plan.files.watchPath(folder), shards: shards)))
        }
        let ledger = WatchLedger(stores: stores.map(\.store))
        let reader = WatchReader(
            stores: stores, ledger: ledger, queue: queue, settle: plan.settings[IngestSettings.watchSettle],
            interval: plan.settings[IngestSettings.watchInterval], options: plan.readerOptions, logger: logger,
            failed: { [weak self] error in self?.failure.withLock { $0 = error } })
        self.reader.withLock { $0 = reader }
        if isInterrupted.load(ordering: .relaxed) { return report(IngestTotals()) }
        reader.start()
        logger.notice("watching", metadata: ["folders": "\(folders.joined(separator: ", "))"])
        defer { reader.stop() }
        try await send(through: link, ledger)
        if let error = failure.withLock({ $0 }) { throw error }
        return report(ledger.runTotals)
    }

    private func send(through link: ClusterLink, _ ledger: WatchLedger) async throws {
        let member = IngestMember(brokers: plan.endpoints, name: plan.name, ledger: ledger, logger: logger)
        let loop = SendingLoop(
            queue: queue, sender: BatchSender(link: link, series: HostIdentity.randomInstance(), patience: nil),
            ledger: ledger, member: member, settings: plan.settings, logger: logger,
            display: ProgressDisplay(
                terminal: .errors, interval: plan.settings[IngestSettings.progressInterval], isQuiet: plan.isQuiet,
                isOnNewsOnly: true))
        do {
            try await loop.run()
        } catch {
            queue.stop()
            try? await ledger.save()
            await member.leave()
            // What was on its way when it was stopped and found no cluster is sent by whoever claims it next.
            guard error is CancellationError, isInterrupted.load(ordering: .relaxed) else { throw error }
            return
        }
        try await ledger.save()
        await member.leave()
    }

    /// Waits for a broker; nil when interrupted.
    private func connect() async throws -> ClusterLink? {
        try await waiting(for: "a broker") {
            try await ClusterLink(endpoints: plan.endpoints, firstAnswer: .seconds(1), logger: logger)
        }
    }

    /// How far the journals are, from those who write them: what the broker was told last may be behind what was
    /// acknowledged since, and look like a cluster that was begun anew. Nil when interrupted.
    private func shards(_ link: ClusterLink) async throws -> [ShardState]? {
        try await waiting(for: "the indexers") {
            let shards = try await link.broker.call(IndexGeneration.self, .init(), deadline: .seconds(2)).shards
            guard shards.count >= link.routes.shards else {
                throw RPCError(.unavailable, detail: "\(shards.count) of \(link.routes.shards) indexers answered")
            }
            return shards
        }
    }

    /// Asks again and again, for ever, saying so aloud; nil when interrupted.
    private func waiting<Value>(for what: String, _ body: () async throws -> Value) async throws -> Value? {
        var isSaid = false
        while !isInterrupted.load(ordering: .relaxed) {
            do {
                return try await body()
            } catch {
                guard SendRecovery.decide(on: error, documentCount: 1) == .sendAgain else { throw error }
                if !isSaid { logger.warning("waiting for \(what)", metadata: ["reason": "\(error)"]) }
                isSaid = true
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        return nil
    }

    private func report(_ totals: IngestTotals) -> IngestReport {
        IngestReport(run: totals, all: totals, elapsed: .now - started)
    }
}
