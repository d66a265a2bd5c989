import Foundation

/// When requests are due whatever becomes of those before them: the heart of an open loop.
struct ArrivalSchedule: Hashable, Sendable {
    /// How far apart requests are.
    enum Spacing: String, CaseIterable, Sendable {
        /// As of many people who know nothing of one another: random gaps, exponentially distributed.
        case poisson
        /// All gaps alike.
        case even
    }

    /// When the next request is due, from the beginning of the load.
    private(set) var next: Duration
    private let spacing: Spacing
    private let gap: Duration
    private var generator: SeededGenerator
    private var count = 0

    /// - Parameter rate: Requests a second, more than zero.
    init(rate: Double, spacing: Spacing, seed: UInt64) {
        precondition(rate > 0, "a rate of \(rate) requests a second makes no schedule")
        self.spacing = spacing
        gap = .seconds(1) / rate
        generator = SeededGenerator(seed: seed)
        next = .zero
        if spacing == .poisson { advance() }
    }

    /// Goes on to the request after the next.
    mutating func advance() {
        count += 1
        switch spacing {
        // Counted from the beginning, so that roundings do not add up.
        case .even: next = gap * Double(count)
        case .poisson: next += gap * -log(1 - Double.random(in: 0..<1, using: &generator))
        }
    }
}
