import DocumentReading
import SearchIndex
import ServiceSupport

/// What a person sees of a build, on standard error: one line that changes on a terminal, and a summary at the end.
struct BuildDisplay {
    private let measure: InputMeasure
    private let terminal: Terminal
    private let start: ContinuousClock.Instant
    private var shown: ContinuousClock.Instant

    init(measure: InputMeasure, terminal: Terminal = .errors) {
        self.measure = measure
        self.terminal = terminal
        start = .now
        shown = start
    }

    /// Shows how far it is, a few times a second.
    mutating func show(_ progress: OfflineBuilder.Progress) {
        guard terminal.isInteractive, ContinuousClock.now - shown > .milliseconds(200) else { return }
        shown = .now
        let line = Self.progressLine(progress, measure: measure, elapsed: shown - start)
        StandardStream.errors.write("\r\(line.prefix(max(0, terminal.width - 1)))\u{1B}[K")
    }

    /// Makes room for another line.
    func clear() {
        if terminal.isInteractive { StandardStream.errors.write("\r\u{1B}[K") }
    }

    static func progressLine(
        _ progress: OfflineBuilder.Progress, measure: InputMeasure, elapsed: Duration
    ) -> String {
        var parts = ["\(HumanText.count(progress.documentCount)) documents", "\(rate(progress, elapsed))/s"]
        if !measure.isOpenEnded, measure.byteCount > 0, progress.consumedByteCount > 0 {
            let share = min(1, Double(progress.consumedByteCount) / Double(measure.byteCount))
            let left = elapsed * ((1 - share) / share)
            parts.append("\(HumanText.decimal(share * 100, digits: 0)) % read, \(HumanText.duration(left)) left")
        }
        if progress.quarantinedCount > 0 { parts.append("\(HumanText.count(progress.quarantinedCount)) quarantined") }
        return parts.joined(separator: ", ")
    }

    static func summary(
        _ progress: OfflineBuilder.Progress, generation: Generation?, output: String, elapsed: Duration
    ) -> String {
        let read =
            "read \(HumanText.count(progress.documentCount, "document")) in \(HumanText.duration(elapsed)) (\(rate(progress, elapsed))/s)"
        let quarantined = "\(HumanText.count(progress.quarantinedCount)) quarantined"
        guard let generation else { return "\(read), \(quarantined): nothing to index" }
        let index =
            "\(HumanText.count(generation.documentCount, "document")) in \(HumanText.count(generation.segmentCount, "segment")), \(HumanText.bytes(generation.byteCount))"
        return "\(read), \(quarantined); \(output) holds \(index)"
    }

    private static func rate(_ progress: OfflineBuilder.Progress, _ elapsed: Duration) -> String {
        HumanText.count(Int(Double(progress.documentCount) / max(0.001, elapsed / .seconds(1))))
    }
}
