import Protocol
import ServiceSupport

/// What became of the documents and items of an ingest.
struct IngestTotals: Codable, Hashable, Sendable {
    var created = 0
    var updated = 0
    var unchanged = 0
    var refused = 0
    var quarantined = 0
    var skipped = 0

    /// Documents that were acknowledged.
    var acknowledged: Int { created + updated + unchanged }
    /// What did not get in and stands in the quarantine file.
    var leftOut: Int { refused + quarantined }

    mutating func count(_ outcome: PutOutcome.Outcome) {
        switch outcome {
        case .created: created += 1
        case .updated: updated += 1
        case .unchanged: unchanged += 1
        case .refused: refused += 1
        // Sent again until it is something else.
        case .failed: break
        }
    }

    mutating func add(_ other: IngestTotals) {
        created += other.created
        updated += other.updated
        unchanged += other.unchanged
        refused += other.refused
        quarantined += other.quarantined
        skipped += other.skipped
    }

    /// The summary of a run that took so long: `20,000 documents in 12 s (1,640/s): 19,990 new, 10 unchanged`.
    func summary(elapsed: Duration) -> String {
        let seconds = max(elapsed / .seconds(1), 0.001)
        let rate = HumanText.count(Int((Double(acknowledged) / seconds).rounded()))
        let parts = [(created, "new"), (updated, "replaced"), (unchanged, "unchanged")]
            .filter { $0.0 > 0 }.map { "\(HumanText.count($0.0)) \($0.1)" }
        var text = "\(HumanText.count(acknowledged, "document")) in \(HumanText.duration(elapsed))"
        if !parts.isEmpty { text += " (\(rate)/s): \(parts.joined(separator: ", "))" }
        if skipped > 0 { text += "; \(HumanText.count(skipped, "file")) of other kinds left alone" }
        return text
    }
}
