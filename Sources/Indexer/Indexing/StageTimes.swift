import Synchronization

/// What the stages of an indexer's work took so far, and how long documents took from their acknowledgement to the
/// generation that holds them. Cheap enough to be noted with every batch; usable from any thread.
///
/// A stage's time is that of a thread at work on it, so that it gives the cost of a document; waiting is not in it. Stages
/// run beside one another.
final class StageTimes: Sendable {
    enum Stage: String, CaseIterable {
        /// Decoding requests.
        case read
        /// Encoding, hashing and compressing documents.
        case prepare
        /// Transactions, their syncs included.
        case journal
        /// From the end of a transaction until its batches are answered.
        case acknowledge
        /// Analysing, writing and publishing.
        case index
        /// Syncing the index, and moving the journal's mark.
        case sync
        case merge
    }

    enum Count: String, CaseIterable {
        /// Writes in transactions.
        case documents
        case transactions
        /// Batches that came again.
        case repeatedBatches
        case indexedDocuments
        case generations
    }

    private struct State {
        var nanoseconds = [Int](repeating: 0, count: Stage.allCases.count)
        var counts = [Int](repeating: 0, count: Count.allCases.count)
        var published: LatencyWindow
    }

    private let state: Mutex<State>

    init(now: ContinuousClock.Instant = .now) {
        state = Mutex(State(published: LatencyWindow(now: now)))
    }

    /// Adds the time since `start` to a stage.
    func note(_ stage: Stage, since start: ContinuousClock.Instant) { note(stage, ContinuousClock.now - start) }

    func note(_ stage: Stage, _ duration: Duration) {
        let nanoseconds = Int(duration / .nanoseconds(1))
        state.withLock { $0.nanoseconds[Self.index(of: stage)] += nanoseconds }
    }

    func count(_ what: Count, _ number: Int = 1) {
        state.withLock { $0.counts[Self.index(of: what)] += number }
    }

    /// Notes that documents were published, by how long ago they had been acknowledged.
    func published(_ ages: [(count: Int, age: Duration)], at now: ContinuousClock.Instant) {
        state.withLock { state in
            for (count, age) in ages { state.published.add(age, count: count, at: now) }
        }
    }

    /// All figures by name: counts, whole microseconds, and for the last minute at most the milliseconds from
    /// acknowledged to published, which are absent while nothing was published.
    func counters(at now: ContinuousClock.Instant = .now) -> [String: Int] {
        state.withLock { state in
            var counters: [String: Int] = [:]
            for stage in Stage.allCases {
                counters["\(stage.rawValue)Microseconds"] = state.nanoseconds[Self.index(of: stage)] / 1000
            }
            for count in Count.allCases { counters[count.rawValue] = state.counts[Self.index(of: count)] }
            for (name, share) in [("P50", 0.5), ("P99", 0.99)] {
                guard let age = state.published.percentile(share, at: now) else { continue }
                counters["acknowledgedToPublished\(name)Milliseconds"] = Int((age / .milliseconds(1)).rounded(.up))
            }
            return counters
        }
    }

    private static func index<Case: CaseIterable & Equatable>(of value: Case) -> Int {
        // Few enough that looking through them is as quick as a table.
        Case.allCases.enumerated().first { $0.element == value }?.offset ?? 0
    }
}
