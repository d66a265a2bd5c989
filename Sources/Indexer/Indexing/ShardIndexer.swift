import Dispatch
import Foundation
import Logging
import Protocol
import SearchIndex
import Synchronization

/// Keeps the index of a shard up with its journal, on a thread of its own.
///
/// It is told of acknowledged changes and publishes, syncs, merges and cleans up as ``CommitPolicy`` decides. What it
/// tells others is in ``state()``. All methods may be called from any thread and none waits for the index, save those
/// that say so.
final class ShardIndexer: Sendable {
    /// What it tells the service.
    struct Reports: Sendable {
        /// A generation may be opened.
        var published: @Sendable (ShardState) -> Void
        /// The indexer cannot go on: another process owns the shard.
        var failed: @Sendable (any Error) -> Void
    }

    let progress: Mutex<ShardProgress>
    let times: StageTimes
    private let wake = DispatchSemaphore(value: 0)
    private let waiterNumber = Atomic<Int>(0)

    /// A shard whose journal was just taken over; call ``start(folder:reports:)`` next. Until the index is taken up,
    /// everything counts as not indexed.
    ///
    /// - Parameters:
    ///   - position: The journal's position before anything was written in this epoch.
    ///   - folder: The shard's folder as the cluster is told it.
    ///   - age: For how long the oldest change beyond the mark has been acknowledged.
    init(
        identity: ShardIdentity, folder: String, epoch: UInt64, position: JournalPosition, age: Duration = .zero,
        limits: CommitPolicy.Limits = .init(), bufferByteCountMax: Int = 64 << 20, times: StageTimes = StageTimes()
    ) {
        self.times = times
        let policy = CommitPolicy(
            limits: limits, acknowledged: position.acknowledged, published: 0, oldestPending: .now - age)
        progress = Mutex(
            ShardProgress(
                identity: identity, folder: folder, epoch: epoch, policy: policy,
                buffer: ChangeBuffer(byteCountMax: bufferByteCountMax, backlogThrough: position.acknowledged)))
    }

    /// Starts the thread, which takes up the index first.
    func start(folder: IndexFolder, reports: Reports) {
        let thread = Thread {
            IndexingThread(indexer: self, folder: folder, reports: reports).run()
        }
        thread.name = "timtin.indexing"
        thread.start()
    }

    /// Takes note of changes that just became durable, in the order of their sequences.
    func acknowledge(_ changes: [SequencedChange]) {
        guard !changes.isEmpty else { return }
        progress.withLock { $0.acknowledge(changes, at: .now) }
        wake.signal()
    }

    /// Returns when publishing keeps up with what is acknowledged, or after ``admissionDelayMax``: a document that is
    /// acknowledged a little later is searchable within its second, and the sender's window slows the sender down.
    func admit() async {
        let deadline = ContinuousClock.now + Self.admissionDelayMax
        while progress.withLock({ $0.policy.isLagging(at: .now) }), ContinuousClock.now < deadline {
            // Cancelled: whoever waited has gone, and the journal decides what becomes of the batch.
            guard (try? await Task.sleep(for: .milliseconds(5))) != nil else { return }
        }
    }

    /// Nobody is held up for longer: an acknowledgement depends on the journal alone.
    static let admissionDelayMax = Duration.milliseconds(500)

    /// Returns once everything acknowledged before the call is published.
    ///
    /// - Throws: `RPCError` `shuttingDown` when the process stops before, `CancellationError` when the task is cancelled.
    func commit() async throws {
        let number = waiterNumber.wrappingAdd(1, ordering: .relaxed).newValue
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (answer: CheckedContinuation<Void, any Error>) in
                switch wait(number, answer) {
                case .success(let isDone): if isDone { answer.resume() }
                case .failure(let error): answer.resume(throwing: error)
                }
                wake.signal()
            }
        } onCancel: {
            let waiter = progress.withLock { $0.removeWaiter(number) }
            waiter?.answer.resume(throwing: CancellationError())
        }
    }

    /// - Returns: Whether there is nothing to wait for.
    private func wait(
        _ number: Int, _ answer: CheckedContinuation<Void, any Error>
    ) -> Result<Bool, any Error> {
        progress.withLock { progress in
            let through = progress.policy.acknowledged
            if progress.policy.published >= through, progress.isOpen { return .success(true) }
            if progress.hasEnded { return .failure(Self.stopping) }
            // Whoever is cancelled from here on finds the waiter.
            if Task.isCancelled { return .failure(CancellationError()) }
            progress.waiters.append(ShardProgress.Waiter(number: number, through: through, answer: answer))
            progress.policy.handle(.requested(through: through), at: .now)
            return .success(false)
        }
    }

    /// The shard as the cluster is told of it.
    func state() -> ShardState { progress.withLock { $0.state(at: .now) } }

    /// Publishes and syncs what is acknowledged, then ends the thread; returns when that is done.
    func stop() async {
        await withCheckedContinuation { (answer: CheckedContinuation<Void, Never>) in
            let hasEnded = progress.withLock { progress in
                progress.policy.handle(.stopping, at: .now)
                if !progress.hasEnded { progress.endWaiters.append(answer) }
                return progress.hasEnded
            }
            if hasEnded { answer.resume() }
            wake.signal()
        }
    }

    /// Lets the thread look for something to do.
    func signal() { wake.signal() }

    /// Blocks the indexing thread until something happened, or until a time.
    func wait(until time: ContinuousClock.Instant?) {
        guard let time else { return wake.wait() }
        let seconds = max(0, (time - .now) / .seconds(1))
        _ = wake.wait(timeout: .now() + seconds)
    }

    static let stopping = RPCError(.shuttingDown, detail: "the indexer is stopping: ask again")
}
