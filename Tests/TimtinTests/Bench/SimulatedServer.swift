@testable import timtin

/// A server without sockets or clock: answers what a ledger sends, each request at the time that a function says.
struct SimulatedServer {
    /// When a request that was sent at a time is answered; nil for never.
    var answer: (LoadLedger.Sending, Duration) -> Duration?
    var outcome = LoadOutcome.answered(isPartial: false)

    /// What was sent, with the time.
    private(set) var sent: [(sending: LoadLedger.Sending, at: Duration)] = []
    private var answers: [(id: UInt64, at: Duration)] = []

    init(_ answer: @escaping (LoadLedger.Sending, Duration) -> Duration?) { self.answer = answer }

    /// Runs a load to its end, in which time goes on from one event to the next.
    mutating func run(_ plan: LoadPlan) -> LoadLedger {
        var ledger = LoadLedger(plan)
        var now = Duration.zero
        while !ledger.isFinished(now) {
            while let sending = ledger.due(now) {
                sent.append((sending, now))
                if let time = answer(sending, now) { answers.append((sending.id, time)) }
            }
            now = max(now, min(answers.map(\.at).min() ?? ledger.wakeUp, ledger.wakeUp))
            for answer in answers where answer.at <= now { ledger.ended(answer.id, outcome, now) }
            answers.removeAll { $0.at <= now }
            ledger.check(now)
        }
        return ledger
    }
}

extension LoadPlan {
    /// A load of 100 requests a second, evenly spaced.
    static func open(
        rate: Double = 100, connections: Int = 1, warmUp: Duration = .zero, for duration: Duration = .seconds(3)
    ) -> LoadPlan {
        LoadPlan(
            mode: .open(ArrivalSchedule(rate: rate, spacing: .even, seed: 1)), connections: connections, warmUp: warmUp,
            end: .after(duration), timeout: .seconds(10), queryCount: 7)
    }

    static func closed(connections: Int = 1, warmUp: Duration = .zero, end: End = .after(.seconds(3))) -> LoadPlan {
        LoadPlan(
            mode: .closed, connections: connections, warmUp: warmUp, end: end, timeout: .seconds(10), queryCount: 7)
    }
}
