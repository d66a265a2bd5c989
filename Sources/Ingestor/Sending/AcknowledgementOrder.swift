import DocumentReading
import Protocol

/// What became of a batch.
struct FinishedBatch: Sendable {
    var number: Int
    var next: ReadPosition
    /// What was not read or not taken, in the order of the input.
    var quarantined: [QuarantineEntry] = []
    /// The watched files that are done with it.
    var ended: [FileEnd] = []
    var totals = IngestTotals()
    /// Where the batch lies in the journals.
    var sequences: [ShardSequence] = []
}

/// Puts acknowledgements, which come in any order, into the order of the input: a checkpoint may only move over batches
/// that are all done.
struct AcknowledgementOrder {
    private var nextNumber = 0
    private var early: [Int: FinishedBatch] = [:]

    /// Batches that are done and wait for an earlier one.
    var waitingCount: Int { early.count }

    /// Takes a finished batch.
    ///
    /// - Returns: The batches that are now done without a gap before them, in order; empty while an earlier one is
    ///   under way.
    /// - Precondition: Each number comes once.
    mutating func finished(_ batch: FinishedBatch) -> [FinishedBatch] {
        precondition(
            batch.number >= nextNumber && early[batch.number] == nil, "batch \(batch.number) was finished before")
        early[batch.number] = batch
        var done: [FinishedBatch] = []
        while let batch = early.removeValue(forKey: nextNumber) {
            done.append(batch)
            nextNumber += 1
        }
        return done
    }
}
