import Histogram

/// The account of a load: latencies and what became of the requests. Only what was measured, not the warm-up.
///
/// A request that nobody answered counts with the time that it was waited for: without the slowest, the rest would
/// look better than it was. One that failed at once counts as an error alone.
struct LoadTally: Sendable {
    typealias Latencies = Histogram<UInt64>

    /// From the moment when a request should have been sent to its answer, in nanoseconds.
    private(set) var fromIntended = Self.latencies()
    /// From the moment when it was sent.
    private(set) var fromSent = Self.latencies()
    /// How much later than intended requests were sent.
    private(set) var lateness = Self.latencies()
    private(set) var answeredCount = 0
    private(set) var partialCount = 0
    private(set) var timeoutCount = 0
    /// How many failed by the title of the error.
    private(set) var failures: [String: Int] = [:]
    /// How often a request was sent again.
    var resentCount = 0
    private let begin: Duration
    private var lastEnd: Duration

    /// - Parameter begin: When measuring begins.
    init(begin: Duration) {
        self.begin = begin
        lastEnd = begin
    }

    /// Requests that have ended.
    var count: Int { answeredCount + errorCount }
    var errorCount: Int { timeoutCount + failures.values.reduce(0, +) }
    /// From the end of the warm-up to the last answer.
    var elapsed: Duration { lastEnd - begin }
    /// Answers a second.
    var rate: Double { elapsed > .zero ? Double(answeredCount) / (elapsed / .seconds(1)) : 0 }

    mutating func add(_ outcome: LoadOutcome, intended: Duration, sent: Duration, _ now: Duration) {
        lastEnd = max(lastEnd, now)
        switch outcome {
        case .answered(let isPartial):
            answeredCount += 1
            if isPartial { partialCount += 1 }
            record(intended: intended, sent: sent, now)
        case .failed(let title, _): failures[title, default: 0] += 1
        }
    }

    mutating func addTimeout(intended: Duration, sent: Duration, _ now: Duration) {
        lastEnd = max(lastEnd, now)
        timeoutCount += 1
        record(intended: intended, sent: sent, now)
    }

    /// The latencies of a closed loop as they would have been had each connection gone on sending at its mean interval
    /// while an answer was waited for: for each long wait, the shorter ones that it kept from being measured.
    ///
    /// - Parameter connections: How many there were.
    func corrected(connections: Int) -> Latencies {
        var corrected = Self.latencies()
        let interval = count == 0 ? 0 : Self.nanoseconds(elapsed) / UInt64(count) * UInt64(connections)
        for step in fromSent.recordedValues() {
            corrected.recordCorrectedValue(step.value, count: step.count, expectedInterval: interval)
        }
        return corrected
    }

    private mutating func record(intended: Duration, sent: Duration, _ now: Duration) {
        fromIntended.record(Self.nanoseconds(now - intended))
        fromSent.record(Self.nanoseconds(now - sent))
        lateness.record(Self.nanoseconds(sent - intended))
    }

    /// Up to an hour, to three digits, in steps of a microsecond at least.
    private static func latencies() -> Latencies {
        Latencies(
            lowestDiscernibleValue: 1000, highestTrackableValue: 3_600_000_000_000,
            numberOfSignificantValueDigits: .three)
    }

    private static func nanoseconds(_ duration: Duration) -> UInt64 {
        let (seconds, attoseconds) = max(.zero, min(duration, .seconds(3600))).components
        return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
    }
}
