import Dispatch
import Foundation
import SearchIndex
import Synchronization

/// What runs beside the thread, so that publishing waits neither for a merge nor for the disk: each by itself, one of
/// either at a time, its end told by a signal.
extension IndexingThread {
    func planMerge(_ writer: IndexWriter) {
        let (isFree, epoch) = indexer.progress.withLock { progress in
            if case .none = progress.merge { (true, progress.epoch) } else { (false, progress.epoch) }
        }
        guard isFree, let plan = writer.planMerge() else { return }
        indexer.progress.withLock { $0.merge = .running }
        let thread = Thread { [indexer] in
            // Who asks or publishes at the same time comes first. Linux takes 0 for the thread that calls.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.mergeNiceness)
            let start = ContinuousClock.now
            let result = Result { try plan.run() }
            indexer.times.note(.merge, since: start)
            indexer.progress.withLock { $0.merge = .done(epoch: epoch, result) }
            indexer.signal()
        }
        thread.name = "timtin.merge"
        thread.start()
    }

    /// How much the thread of a merge stands back, from 0 to 19.
    private static let mergeNiceness: Int32 = 10

    /// Brings what is published onto the disk, then lets the journal's mark follow.
    func startSync(_ plan: SyncPlan?, through: UInt64) {
        let isWhole = indexer.progress.withLock { progress in
            progress.policy.handle(.syncBegan, at: .now)
            progress.sync = .running
            return through >= progress.announcedFrom
        }
        syncQueue.async { [indexer, folder] in
            let start = ContinuousClock.now
            let result = Result {
                try plan?.run()
                try folder.journal.markIndexed(through: through)
                if isWhole { folder.removeSetAside() }
            }
            indexer.times.note(.sync, since: start)
            indexer.progress.withLock { $0.sync = .done(plan, result) }
            indexer.signal()
        }
    }

    /// - Throws: What the sync threw.
    func finishSync(_ plan: SyncPlan?, _ result: Result<Void, any Error>, writer: IndexWriter) throws {
        do {
            try result.get()
        } catch {
            handle(.syncFailed)
            throw error
        }
        if let plan { writer.finish(plan) }
        handle(.synced)
    }

    /// Waits for a sync that runs, whose outcome is of no use any more.
    func awaitSync() {
        while indexer.progress.withLock({ if case .running = $0.sync { true } else { false } }) {
            indexer.wait(until: nil)
        }
        indexer.progress.withLock { $0.sync = .none }
    }
}
