import Protocol

/// The kinds of requests that are answered alike fast.
enum HedgeLane: Int, CaseIterable {
    case search
    case statistics
    case count
    case ping

    /// The lane of a method; nil for one that only one member can answer.
    init?(_ method: String) {
        switch method {
        case Search.name: self = .search
        case SearchStatistics.name: self = .statistics
        case Count.name: self = .count
        case WorkerPing.name: self = .ping
        default: return nil
        }
    }
}

/// When a request that a worker has not answered yet is to go to another worker too.
///
/// It is, after a multiple of what all but the slowest twentieth take, but only for a small part of all requests: where
/// every worker is slow, asking twice would make all of them slower.
struct Hedging {
    /// The least to wait for a worker, however fast they mostly are.
    let floor: Duration
    /// How many times the 95th percentile is waited for a worker.
    let factor: Int
    /// How many of a hundred requests may be asked twice; 0 for none.
    let percent: Int

    /// How many requests may be asked twice at once when few were for a while.
    static let burst = 16.0
    /// With fewer answers than these, percentiles say nothing.
    static let sampleMin = 20

    private var lanes = HedgeLane.allCases.map { _ in Lane() }
    private var tokens = burst

    private struct Lane {
        /// What was sent, oldest first, from `first` on. May name attempts that are answered.
        var sent: [(attempt: Int, at: Duration)] = []
        var first = 0
        var latencies = LatencyWindow()
    }

    init(floor: Duration, factor: Int, percent: Int) {
        self.floor = floor
        self.factor = factor
        self.percent = percent
    }

    /// Whether another request may be asked twice now.
    var hasToken: Bool { tokens >= 1 }

    /// For how long a worker's answer is waited for.
    func patience(_ lane: HedgeLane) -> Duration {
        let latencies = lanes[lane.rawValue].latencies
        guard latencies.count >= Self.sampleMin else { return floor * 10 }
        return max(floor, latencies.percentile95 * factor)
    }

    /// Notes a request that was sent.
    mutating func sent(_ attempt: Int, _ lane: HedgeLane, at uptime: Duration) {
        guard percent > 0 else { return }
        lanes[lane.rawValue].sent.append((attempt, uptime))
        tokens = min(Self.burst, tokens + Double(percent) / 100)
    }

    /// Notes how long an answer took.
    mutating func answered(_ lane: HedgeLane, after latency: Duration) {
        lanes[lane.rawValue].latencies.add(latency)
    }

    /// The oldest request of a lane, and when it is late.
    func oldest(_ lane: HedgeLane) -> (attempt: Int, lateAt: Duration)? {
        let sent = lanes[lane.rawValue]
        guard sent.first < sent.sent.count else { return nil }
        let oldest = sent.sent[sent.first]
        return (oldest.attempt, oldest.at + patience(lane))
    }

    /// Forgets the oldest request of a lane.
    mutating func dropOldest(_ lane: HedgeLane) {
        let index = lane.rawValue
        lanes[index].first += 1
        if lanes[index].first == lanes[index].sent.count || lanes[index].first > 1024 {
            lanes[index].sent.removeFirst(lanes[index].first)
            lanes[index].first = 0
        }
    }

    /// Pays for a request that is asked twice.
    mutating func spend() { tokens -= 1 }
}

/// How long the last some thousand answers took, in steps of a quarter of an octave.
struct LatencyWindow {
    private var counts = [Int](repeating: 0, count: 160)
    private(set) var count = 0
    private var sinceUpdate = 0
    /// What nineteen of twenty answers took at most, rounded up to a step.
    private(set) var percentile95: Duration = .zero

    mutating func add(_ latency: Duration) {
        counts[Self.step(latency)] += 1
        count += 1
        sinceUpdate += 1
        guard sinceUpdate >= 32 || count <= 32 else { return }
        sinceUpdate = 0
        percentile95 = Self.end(of: stepOfPercentile95)
        guard count >= 2048 else { return }
        // What is old counts ever less.
        for step in counts.indices { counts[step] /= 2 }
        count = counts.reduce(0, +)
    }

    private var stepOfPercentile95: Int {
        var above = 0
        for step in counts.indices.reversed() {
            above += counts[step]
            if above * 20 > count { return step }
        }
        return 0
    }

    private static func step(_ latency: Duration) -> Int {
        let microseconds = max(
            4,
            Int(
                clamping: latency.components.seconds * 1_000_000
                    + latency.components.attoseconds / 1_000_000_000_000))
        let octave = Int.bitWidth - 1 - microseconds.leadingZeroBitCount
        return min(159, (octave - 2) * 4 + (microseconds >> (octave - 2)) & 3)
    }

    private static func end(of step: Int) -> Duration {
        .microseconds((5 + step & 3) << (step / 4))
    }
}
