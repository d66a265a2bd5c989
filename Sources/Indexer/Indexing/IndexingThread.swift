import Dispatch
import Logging
import SearchIndex
import Synchronization

/// What the indexing thread does: takes up the index, then acts as the policy says until it is told to finish.
///
/// It alone touches the writer.
struct IndexingThread {
    let indexer: ShardIndexer
    let folder: IndexFolder
    let reports: ShardIndexer.Reports
    let syncQueue = DispatchQueue(label: "timtin.sync", qos: .utility)

    /// Changes taken to be published; kept until that succeeds.
    struct Work {
        var changes: [IndexChange]
        var through: UInt64
        var byteCount: Int
    }

    private enum Step {
        case publish(ChangeBuffer.Source)
        case install(Result<MergedSegment, any Error>)
        case sync(through: UInt64)
        case synced(SyncPlan?, Result<Void, any Error>)
        case clean
        case wait(until: ContinuousClock.Instant?)
        case finish
    }

    init(indexer: ShardIndexer, folder: IndexFolder, reports: ShardIndexer.Reports) {
        self.indexer = indexer
        self.folder = folder
        self.reports = reports
    }

    func run() {
        defer {
            awaitSync()
            end()
        }
        guard var opened = open() else { return }
        take(opened)
        var work: Work?
        while true {
            let step = nextStep(hasWork: work != nil)
            do {
                switch step {
                case .publish(let source):
                    let start = ContinuousClock.now
                    let current = try work ?? read(source)
                    work = current
                    let generation = try opened.writer.publish(current.changes, through: current.through)
                    indexer.times.note(.index, since: start)
                    indexer.times.count(.indexedDocuments, current.changes.count)
                    indexer.times.count(.generations)
                    announce(generation, work: current)
                    work = nil
                    planMerge(opened.writer)
                case .install(let result):
                    try install(try result.get(), writer: opened.writer)
                    planMerge(opened.writer)
                case .sync(let through):
                    startSync(opened.writer.planSync(), through: through)
                case .synced(let plan, let result):
                    try finishSync(plan, result, writer: opened.writer)
                case .clean:
                    try opened.writer.removeUnused(lease: lease)
                    handle(.cleaned)
                case .wait(let time): indexer.wait(until: time)
                case .finish: return
                }
            } catch let error as IndexError where error.meansRebuilding {
                awaitSync()
                guard
                    let rebuilt = attempt(
                        "rebuild the index", { try folder.rebuild(after: error, epoch: opened.epoch) })
                else { continue }
                opened = rebuilt
                work = nil
                take(opened)
            } catch {
                guard !isFinal(error) else { return reports.failed(error) }
                note(error, "the index could not be written; it is tried again")
            }
        }
    }

    private func nextStep(hasWork: Bool) -> Step {
        indexer.progress.withLock { progress in
            if case .done(let epoch, let result) = progress.merge {
                progress.merge = .none
                // A merge of an index that was given up meanwhile is of no use.
                if epoch == progress.epoch { return .install(result) }
            }
            if case .done(let plan, let result) = progress.sync {
                progress.sync = .none
                return .synced(plan, result)
            }
            switch progress.policy.next(at: .now) {
            case .publish:
                if hasWork { return .publish(.memory([])) }
                let limits = progress.policy.limits
                return .publish(
                    progress.buffer.next(
                        indexed: progress.policy.published, acknowledged: progress.policy.acknowledged,
                        documentCountMax: limits.documentCountMax, segmentByteCountMax: limits.byteCountMax))
            case .sync: return .sync(through: progress.policy.published)
            case .clean: return .clean
            case .wait(let time): return .wait(until: time)
            case .finish: return .finish
            }
        }
    }

    private func read(_ source: ChangeBuffer.Source) throws -> Work {
        switch source {
        case .memory(let changes):
            guard let last = changes.last else { preconditionFailure("nothing in memory was to be published") }
            return Work(
                changes: changes.map(\.change), through: last.sequence,
                byteCount: changes.reduce(0) { $0 + $1.byteCount })
        case .journal(let through):
            let (published, limits) = indexer.progress.withLock { ($0.policy.published, $0.policy.limits) }
            let found = try folder.journal.changes(
                after: published, limit: limits.documentCountMax, byteLimit: limits.byteCountMax / 4)
            let wanted = found.filter { $0.sequence <= through }
            // Fewer than asked for: the rest up to `through` was replaced by later changes.
            let isAll = wanted.count < found.count || found.isEmpty || found.last?.sequence == through
            return Work(
                changes: wanted.compactMap(indexChange),
                through: isAll ? through : found[found.count - 1].sequence,
                byteCount: wanted.reduce(0) { $0 + 4 * ($1.document?.count ?? 0) })
        }
    }

    /// A change read from the journal; nil for content that cannot be read, which must not stop all others.
    private func indexChange(_ change: JournalChange) -> IndexChange? {
        do {
            return try StoredDocument.indexChange(change)
        } catch {
            folder.logger.error("a document cannot be indexed", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    private func install(_ merged: MergedSegment, writer: IndexWriter) throws {
        guard let generation = try writer.install(merged) else { return }
        handle(.merged)
        tell(generation, changes: 0, age: nil)
    }
}
