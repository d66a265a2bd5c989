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
        nextByteCount = byteCount + Self.stepByteCount
        wait(byteCount)
    }

    private mutating func wait(_ byteCount: Int) {
        guard let byteCountPerSecond else { return }
        let now = ContinuousClock.now
        let begun = start ?? now
        start = begun
        let early = begun + .seconds(Double(byteCount) / byteCountPerSecond) - now
        if early > .zero { usleep(UInt32(min(1_000_000, early / .microseconds(1)))) }
    }
}
