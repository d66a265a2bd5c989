import Synchronization

/// How long it took after each kill until a cluster acknowledged and answered again.
final class RecoveryTimes: Sendable {
    private let victim: String
    private let times = Mutex<(acknowledgements: [Duration], answers: [Duration])>(([], []))

    /// - Parameter victim: What was killed or stopped, for the report.
    init(of victim: String) { self.victim = victim }

    /// Kills, then at once writes a batch and searches, and takes the time of each from the kill to its answer.
    func measure(_ traffic: Traffic, kill: () -> Void) async throws {
        let start = ContinuousClock.now
        kill()
        async let acknowledgement = {
            try await traffic.write()
            return ContinuousClock.now - start
        }()
        async let answer = {
            try await traffic.search()
            return ContinuousClock.now - start
        }()
        let (first, second) = try await (acknowledgement, answer)
        add(acknowledgement: first, answer: second)
    }

    func add(acknowledgement: Duration, answer: Duration) {
        times.withLock { times in
            times.acknowledgements.append(acknowledgement)
            times.answers.append(answer)
        }
    }

    /// Prints a line with the median and the worst of both.
    func report() {
        let (acknowledgements, answers) = times.withLock { $0 }
        print(
            "stopped \(acknowledgements.count) times: \(victim);"
                + " next acknowledgement \(Self.text(acknowledgements)); next answer \(Self.text(answers))")
    }

    private static func text(_ times: [Duration]) -> String {
        guard let worst = times.max() else { return "not measured" }
        let median = times.sorted()[times.count / 2]
        return "median \(milliseconds(median)) ms, worst \(milliseconds(worst)) ms"
    }

    private static func milliseconds(_ time: Duration) -> Int { Int((time / .milliseconds(1)).rounded()) }
}
