import DocumentReading
import Foundation
import Protocol
import ServiceSupport
import Synchronization

/// Keeps count of what is done, and writes it down. Callable from any task; the disk is touched on a queue of its own.
final class Ledger: BatchLedger {
    private struct State {
        var order = AcknowledgementOrder()
        var checkpoint: Checkpoint
        /// What was acknowledged by this run, in any order: for people.
        var totals = IngestTotals()
        /// Lines that are not in the quarantine file yet.
        var pendingLines: [UInt8] = []
        var isChanged = false
    }

    private let files: StateFiles
    private let queue = DispatchQueue(label: "timtin.ledger")
    private let state: Mutex<State>

    /// Goes on from a checkpoint.
    init(files: StateFiles, checkpoint: Checkpoint) {
        self.files = files
        state = Mutex(State(checkpoint: checkpoint))
    }

    /// What this run has counted so far.
    var runTotals: IngestTotals { state.withLock { $0.totals } }
    /// What was counted before the checkpoint, earlier runs included.
    var allTotals: IngestTotals { state.withLock { $0.checkpoint.totals } }

    /// A batch is acknowledged.
    func finished(_ batch: FinishedBatch) throws {
        let done = state.withLock { state in
            state.totals.add(batch.totals)
            return state.order.finished(batch)
        }
        for batch in done { try pass(batch) }
    }

    private func pass(_ batch: FinishedBatch) throws {
        let lines = try batch.quarantined.flatMap { try WireCoder.encode($0) + [UInt8(ascii: "\n")] }
        state.withLock { state in
            state.checkpoint.pass(batch)
            state.checkpoint.quarantineByteCount += UInt64(lines.count)
            state.pendingLines += lines
            state.isChanged = true
        }
    }

    /// Writes down what has changed since the last time.
    func save() async throws {
        let files = files
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            queue.async {
                let changed = self.takeChanges()
                continuation.resume(
                    with: Result { if let changed { try files.save(changed.checkpoint, quarantined: changed.lines) } })
            }
        }
    }

    private func takeChanges() -> (checkpoint: Checkpoint, lines: [UInt8])? {
        state.withLock { state in
            guard state.isChanged else { return nil }
            defer {
                state.pendingLines = []
                state.isChanged = false
            }
            return (state.checkpoint, state.pendingLines)
        }
    }
}
