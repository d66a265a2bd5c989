import Dispatch
import DocumentReading
import Logging
import Messaging
import Protocol
import ServiceSupport
import Synchronization

/// What an ingest is asked to do.
struct IngestPlan: Sendable {
    /// The brokers' client endpoints, at least one.
    var endpoints: [String]
    /// The name of this process as a member of the cluster; its own when nil.
    var name: String?
    var inputs: [String]
    var readerOptions = ReaderOptions()
    var files: StateFiles
    var settings = SettingValues()
    /// Whether to return only when everything can be found on every live worker.
    var waitsUntilSearchable = false
    var isQuiet = false
}

/// How an ingest ended.
struct IngestReport: Sendable {
    /// What this run counted.
    var run: IngestTotals
    /// The same with the runs before that it went on from.
    var all: IngestTotals
    var elapsed: Duration
    var wentOn = false
    /// The workers on which all is searchable; nil where that was not waited for.
    var workerCount: Int?
    var isInterrupted = false
}

/// One ingest, from the first byte to the last acknowledgement.
///
/// A reading thread makes batches, as many tasks as the window is wide send them, and a ticking task saves the
/// checkpoint and shows progress.
final class Ingest: Sendable {
    private let plan: IngestPlan
    private let logger: Logger
    private let queue: BatchQueue
    private let isInterrupted = Atomic(false)
    private let measure = Mutex<InputMeasure?>(nil)
    private let started = ContinuousClock.now

    init(_ plan: IngestPlan, logger: Logger) {
        self.plan = plan
        self.logger = logger
        let settings = plan.settings
        queue = BatchQueue(
            batcher: Batcher(
                documentCountMax: settings[IngestSettings.batch],
                byteCountMax: settings[IngestSettings.batchBytes].bytes),
            capacity: 2)
    }

    /// Lets what is on its way be acknowledged and ends. Callable from any thread.
    func interrupt() {
        isInterrupted.store(true, ordering: .relaxed)
        queue.stop()
    }

    /// Runs to the end.
    ///
    /// - Throws: `InputError`, `NoAnswer` where nobody is there, ``ProgramError`` for anything that made it give up.
    ///   What was acknowledged until then is in the checkpoint.
    func run() async throws -> IngestReport {
        // A wrong path is told before anything is sent.
        _ = try DocumentReader(inputs: plan.inputs, options: plan.readerOptions)
        let link = try await ClusterLink(
            endpoints: plan.endpoints, firstAnswer: plan.settings[IngestSettings.firstAnswer], logger: logger)
        defer { link.shutdown() }
        let lock = try plan.files.lock()
        defer { withExtendedLifetime(lock) {} }
        let checkpoint = try await usableCheckpoint(link)
        plan.files.begin(at: checkpoint)
        let reader = try DocumentReader(
            inputs: plan.inputs, options: plan.readerOptions, resumingAt: checkpoint?.position)
        let ledger = Ledger(files: plan.files, checkpoint: checkpoint ?? Checkpoint(inputs: plan.inputs))
        if let position = checkpoint?.position { queue.begin(at: position) }
        queue.fill(from: reader)
        try await send(through: link, ledger)
        var report = IngestReport(run: ledger.runTotals, all: ledger.allTotals, elapsed: .now - started)
        report.wentOn = checkpoint != nil
        report.isInterrupted = isInterrupted.load(ordering: .relaxed)
        guard !report.isInterrupted else { return report }
        if plan.waitsUntilSearchable { report.workerCount = try await waitUntilSearchable(link) }
        plan.files.finish()
        report.elapsed = .now - started
        return report
    }

    /// The checkpoint of an earlier run where one may go on from it.
    private func usableCheckpoint(_ link: ClusterLink) async throws -> Checkpoint? {
        guard let checkpoint = try plan.files.loadCheckpoint() else { return nil }
        let shards = try await link.broker.call(
            IndexGeneration.self, .init(), deadline: plan.settings[IngestSettings.patience]
        ).shards
        guard checkpoint.canGoOn(inputs: plan.inputs, shards: shards) else {
            logger.notice("the checkpoint is of another cluster or other inputs: beginning anew")
            return nil
        }
        return checkpoint
    }

    private func send(through link: ClusterLink, _ ledger: Ledger) async throws {
        measureInputs()
        let member = IngestMember(brokers: plan.endpoints, name: plan.name, ledger: ledger, logger: logger)
        let loop = SendingLoop(
            queue: queue,
            sender: BatchSender(
                link: link, series: HostIdentity.randomInstance(), patience: plan.settings[IngestSettings.patience]),
            ledger: ledger, member: member, settings: plan.settings, logger: logger,
            display: ProgressDisplay(
                terminal: .errors, interval: plan.settings[IngestSettings.progressInterval], isQuiet: plan.isQuiet),
            wholeByteCount: { self.measure.withLock { $0.flatMap { $0.isOpenEnded ? nil : $0.byteCount } } })
        do {
            try await loop.run()
        } catch {
            queue.stop()
            try? await ledger.save()
            await member.leave()
            throw error
        }
        await member.leave()
        try await ledger.save()
    }

    /// Finds out beside the reading how much there is: large folders take a while to walk through.
    private func measureInputs() {
        DispatchQueue.global().async { [self] in
            let found = InputMeasure(inputs: plan.inputs)
            measure.withLock { $0 = found }
        }
    }

    /// Commits what is acknowledged and waits until every live worker has it open.
    ///
    /// - Returns: How many workers have.
    private func waitUntilSearchable(_ link: ClusterLink) async throws -> Int {
        let patience = plan.settings[IngestSettings.patience]
        let end = ContinuousClock.now + patience
        let committed = try await link.broker.call(IndexCommit.self, .init(), deadline: patience).shards
        let wanted = committed.map { ShardSequence(shard: $0.shard, sequence: $0.through) }
        while true {
            let status = try await link.broker.call(
                ClusterStatus.self, .init(), deadline: max(.seconds(1), end - .now))
            guard let missing = Searchability.missing(wanted, in: status) else {
                return Searchability.workerCount(in: status)
            }
            guard ContinuousClock.now < end, !isInterrupted.load(ordering: .relaxed) else {
                throw ProgramError.failed("all is acknowledged, but not yet searchable everywhere: \(missing)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
