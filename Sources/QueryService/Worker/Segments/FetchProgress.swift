import SearchIndex
import ServiceSupport

/// What is told of the fetching of a generation, for the log.
struct FetchProgress {
    /// What was told when a generation was whole.
    struct Report {
        var text: String
        /// Whether it is worth a line of its own in every log.
        var isNotable: Bool
    }

    var fileCount = 0
    var byteCount: UInt64 = 0
    private var begin: ContinuousClock.Instant?
    private var complaint: String?
    private var hasReported = false

    /// A generation is asked for; one that is asked for again goes on.
    mutating func begin(at now: ContinuousClock.Instant = .now) {
        begin = begin ?? now
    }

    /// Whether a reason was not told yet; it is from now on.
    mutating func isNew(_ reason: String) -> Bool {
        defer { complaint = reason }
        return complaint != reason
    }

    /// Ends the generation: `fetched 3.17: 2 files, 56 MiB in 0.9 s`. The first one is notable, and one after trouble.
    mutating func report(on generation: Generation, at now: ContinuousClock.Instant = .now) -> Report {
        let duration = begin.map { now - $0 } ?? .zero
        let report = Report(
            text: "fetched \(generation.name): \(HumanText.count(generation.documentCount, "document")), "
                + "\(HumanText.count(fileCount, "file")) with \(HumanText.bytes(byteCount)) "
                + "in \(HumanText.duration(duration))",
            isNotable: !hasReported || complaint != nil)
        self = FetchProgress()
        hasReported = true
        return report
    }
}
