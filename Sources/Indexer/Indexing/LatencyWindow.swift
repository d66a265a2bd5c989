import Foundation

/// How long things took lately: a histogram over the last 30 to 60 seconds, precise to a tenth.
struct LatencyWindow: Sendable {
    typealias Instant = ContinuousClock.Instant

    static let length = Duration.seconds(30)
    /// Buckets a doubling, from a millisecond on.
    private static let bucketsPerDoubling = 8.0
    /// Up to some 18 hours; what takes longer counts as that.
    private static let bucketCount = 8 * 26

    private var start: Instant
    private var current = [Int](repeating: 0, count: bucketCount)
    private var previous = [Int](repeating: 0, count: bucketCount)

    init(now: Instant) { start = now }

    mutating func add(_ duration: Duration, count: Int, at now: Instant) {
        turn(now)
        current[Self.bucket(of: duration)] += count
    }

    /// The duration that this share of all did not exceed, rounded up to its bucket's end; nil when there was nothing.
    ///
    /// - Parameter share: 0…1.
    mutating func percentile(_ share: Double, at now: Instant) -> Duration? {
        turn(now)
        let total = current.reduce(0, +) + previous.reduce(0, +)
        guard total > 0 else { return nil }
        let rank = max(1, Int((Double(total) * share).rounded(.up)))
        var sum = 0
        for bucket in 0..<Self.bucketCount {
            sum += current[bucket] + previous[bucket]
            if sum >= rank { return Self.end(of: bucket) }
        }
        return Self.end(of: Self.bucketCount - 1)
    }

    private mutating func turn(_ now: Instant) {
        let age = now - start
        guard age >= Self.length else { return }
        previous = age < Self.length * 2 ? current : [Int](repeating: 0, count: Self.bucketCount)
        current = [Int](repeating: 0, count: Self.bucketCount)
        start = now
    }

    private static func bucket(of duration: Duration) -> Int {
        let milliseconds = duration / .milliseconds(1)
        guard milliseconds > 1 else { return 0 }
        return min(bucketCount - 1, Int((log2(milliseconds) * bucketsPerDoubling).rounded(.up)))
    }

    private static func end(of bucket: Int) -> Duration {
        .milliseconds(1) * exp2(Double(bucket) / bucketsPerDoubling)
    }
}
