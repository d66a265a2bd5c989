internal import Glibc

/// Keeps a merge from writing faster than it may, so that those who read from the same disk and caches hardly feel it.
struct MergePace {
    private let byteCountPerSecond: Double?
    private var start: ContinuousClock.Instant?
    private var nextByteCount = 0
    private static let stepByteCount = 1 << 20

    /// - Parameter byteCountPerSecond: How much may be written; nil for as much as the machine can.
    init(_ byteCountPerSecond: Int?) {
        self.byteCountPerSecond = byteCountPerSecond.map { Double(max(1, $0)) }
    }

    /// Sleeps as long as it is too early to have written so much.
    @inline(__always)
    mutating func reach(_ byteCount: Int) {
        guard byteCount >= nextByteCount else { return }
        let pause = pause(atByteCount: byteCount, now: .now)
        // Longer pauses are made up for at the next step.
        if pause > .zero { usleep(UInt32(min(1_000_000, pause / .microseconds(1)))) }
    }

    /// How long to wait once so much was written; the time begins to run with the first question.
    mutating func pause(atByteCount byteCount: Int, now: ContinuousClock.Instant) -> Duration {
        nextByteCount = byteCount + Self.stepByteCount
        guard let byteCountPerSecond else { return .zero }
        let begun = start ?? now
        start = begun
        return max(.zero, begun + .seconds(Double(byteCount) / byteCountPerSecond) - now)
    }
}
