import ServiceSupport

/// How far an ingest is at one moment.
struct IngestProgress: Hashable {
    var totals: IngestTotals
    /// Bytes read, and how many there are where that is known.
    var readByteCount: UInt64
    var wholeByteCount: UInt64?
    var elapsed: Duration
    /// Documents and bytes a second over the last while.
    var rate: Double
    var byteRate: Double
    /// What goes wrong, in words.
    var trouble: String?

    /// The share that is read, from 0 to 1; nil where nobody knows.
    var share: Double? {
        guard let whole = wholeByteCount, whole > 0 else { return nil }
        return min(1, Double(readByteCount) / Double(whole))
    }

    /// How long it will take at the pace so far; nil while that cannot be told.
    var remaining: Duration? {
        guard let whole = wholeByteCount, whole > readByteCount, byteRate > 0, elapsed >= .seconds(2) else {
            return nil
        }
        return .seconds(max(1, (Double(whole - readByteCount) / byteRate).rounded(.up)))
    }

    /// One line: `12,345 documents  1,530/s  37 MiB of 75 MiB (49%)  24 s left  2 quarantined`.
    var line: String {
        var parts = [
            HumanText.count(totals.acknowledged, "document"), "\(HumanText.count(Int(rate.rounded())))/s",
        ]
        if let share, let wholeByteCount {
            let percent = Int((share * 100).rounded(.down))
            let read = HumanText.bytes(min(readByteCount, wholeByteCount))
            parts.append("\(read) of \(HumanText.bytes(wholeByteCount)) (\(percent)%)")
        } else {
            parts.append(HumanText.bytes(readByteCount))
        }
        if let remaining { parts.append("\(HumanText.duration(remaining)) left") }
        if totals.leftOut > 0 { parts.append("\(HumanText.count(totals.leftOut)) quarantined") }
        if let trouble { parts.append(trouble) }
        return parts.joined(separator: "  ")
    }

    /// The line cut to a terminal's width.
    func line(width: Int) -> String {
        let line = line
        return line.count < width ? line : line.prefix(max(0, width - 2)) + "…"
    }
}

/// What is counted a second, over the last few seconds.
struct RateMeter {
    private var samples: [(time: Duration, count: Int)] = []
    private let span: Duration

    init(span: Duration = .seconds(5)) { self.span = span }

    /// Takes the count at a time since the start, and gives the rate over the span before it.
    mutating func rate(at time: Duration, count: Int) -> Double {
        samples.append((time, count))
        while samples.count > 2, time - samples[1].time >= span { samples.removeFirst() }
        let seconds = (time - samples[0].time) / .seconds(1)
        if samples.count > 1, seconds > 0 { return Double(count - samples[0].count) / seconds }
        return time > .zero ? Double(count) / (time / .seconds(1)) : 0
    }
}
