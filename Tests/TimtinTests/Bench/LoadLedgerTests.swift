import Histogram
import Testing

@testable import timtin

@Suite struct ArrivalScheduleTests {
    private func times(_ spacing: ArrivalSchedule.Spacing, rate: Double, seed: UInt64, count: Int) -> [Duration] {
        var schedule = ArrivalSchedule(rate: rate, spacing: spacing, seed: seed)
        return (0..<count).map { _ in
            defer { schedule.advance() }
            return schedule.next
        }
    }

    @Test func `even arrivals begin at once and drift by nothing`() {
        let times = times(.even, rate: 3, seed: 1, count: 3001)
        #expect(times[0] == .zero)
        #expect(abs((times[3000] - .seconds(1000)) / .microseconds(1)) < 1)
    }

    @Test func `random arrivals keep the rate, differ from one another and follow from the seed`() {
        let times = times(.poisson, rate: 200, seed: 7, count: 20_001)
        #expect(abs(times[20_000] / .seconds(1) - 100) < 5)
        #expect(times == self.times(.poisson, rate: 200, seed: 7, count: 20_001))
        #expect(times != self.times(.poisson, rate: 200, seed: 8, count: 20_001))
        let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
        #expect(gaps.allSatisfy { $0 >= .zero })
        // Of exponential gaps, 1 - 1/e are shorter than the mean.
        let short = gaps.count { $0 < .milliseconds(5) }
        #expect((12_000...13_200).contains(short))
    }
}

@Suite struct LoadLedgerTests {
    private static func milliseconds(_ latencies: LoadTally.Latencies, _ percentile: Double) -> Double {
        Double(latencies.valueAtPercentile(percentile)) / 1_000_000
    }

    /// Answers after 1 ms, but holds everything from the first second to the second.
    private static func stalling(_ sending: LoadLedger.Sending, _ now: Duration) -> Duration? {
        let isHeld = now >= .seconds(1) && now < .seconds(2)
        return (isHeld ? .seconds(2) : now) + .milliseconds(1)
    }

    @Test func `in an open loop a stalled server holds up every request that was to be sent meanwhile`() {
        var server = SimulatedServer(Self.stalling)
        let tally = server.run(.open()).tally
        #expect(tally.answeredCount == 300)
        // The hundred of the second that was lost waited from 1 s down to 10 ms.
        let long = tally.fromIntended.count(within: 5_000_000...2_000_000_000)
        #expect(long == 100)
        #expect(abs(Self.milliseconds(tally.fromIntended, 100) - 1001) < 2)
        #expect(abs(Self.milliseconds(tally.fromIntended, 83.4) - 501) < 20)
    }

    @Test func `latencies count from the intended start where requests could not be sent`() {
        var ledger = LoadLedger(.open(for: .milliseconds(10)))
        let sending = ledger.due(.zero)
        #expect(sending == LoadLedger.Sending(id: 0, query: 0, connection: 0))
        ledger.unsent(0)
        // It is due again, before anything newer.
        #expect(ledger.due(.milliseconds(400))?.id == 0)
        ledger.ended(0, .answered(isPartial: false), .milliseconds(500))
        #expect(abs(Self.milliseconds(ledger.tally.fromIntended, 100) - 500) < 1)
        #expect(abs(Self.milliseconds(ledger.tally.fromSent, 100) - 100) < 1)
        #expect(abs(Self.milliseconds(ledger.tally.lateness, 100) - 400) < 1)
    }

    @Test func `a closed loop sees one long answer, and corrected as many as it kept from being asked`() {
        var server = SimulatedServer(Self.stalling)
        let tally = server.run(.closed()).tally
        #expect(tally.fromSent.count(within: 5_000_000...2_000_000_000) == 1)
        let corrected = tally.corrected(connections: 1)
        // 2000 answers in 3 s are one each 1.5 ms, of which a second has 667.
        let long = corrected.count(within: 5_000_000...2_000_000_000)
        #expect((655...675).contains(long))
        #expect(Self.milliseconds(corrected, 99) > 900 && Self.milliseconds(tally.fromSent, 99) < 2)
    }

    @Test func `in a closed loop each connection has one request on its way`() {
        var server = SimulatedServer { sending, now in now + .milliseconds(sending.connection == 0 ? 10 : 3) }
        let ledger = server.run(.closed(connections: 3, end: .requests(200)))
        #expect(ledger.tally.answeredCount == 200)
        for connection in 0..<3 {
            let times = server.sent.filter { $0.sending.connection == connection }.map(\.at)
            let gap = Duration.milliseconds(connection == 0 ? 10 : 3)
            #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 == gap })
        }
        #expect(server.sent.prefix(8).map(\.sending.query) == [0, 1, 2, 3, 4, 5, 6, 0])
    }

    @Test func `an open loop goes over its connections in turn and ends in time`() {
        var server = SimulatedServer { $1 + .milliseconds(1) }
        _ = server.run(.open(connections: 3, for: .milliseconds(60)))
        #expect(server.sent.map(\.sending.connection) == [0, 1, 2, 0, 1, 2])
        #expect(server.sent.last?.at == .milliseconds(50))
    }

    @Test func `the warm-up counts for nothing`() {
        var server = SimulatedServer { $1 + .milliseconds($1 < .seconds(1) ? 500 : 1) }
        let tally = server.run(.open(warmUp: .seconds(1), for: .seconds(1))).tally
        #expect(server.sent.count == 200)
        #expect(tally.answeredCount == 100)
        #expect(Self.milliseconds(tally.fromIntended, 100) < 2)
        #expect(abs(tally.rate - 100) < 2)
    }

    @Test func `what nobody answers counts with the time waited, and is an error`() {
        var server = SimulatedServer { sending, now in sending.id == 5 ? nil : now + .milliseconds(1) }
        let tally = server.run(.open(for: .milliseconds(100))).tally
        #expect((tally.answeredCount, tally.timeoutCount, tally.errorCount) == (9, 1, 1))
        #expect(Self.milliseconds(tally.fromIntended, 100) >= 10_000)
        // In a closed loop the connection goes on.
        let closed = server.run(.closed(end: .requests(8))).tally
        #expect((closed.answeredCount, closed.timeoutCount) == (7, 1))
    }

    @Test func `errors and partial answers are counted, errors without a latency`() {
        var tally = LoadTally(begin: .zero)
        tally.add(.failed("overloaded", isRetryable: true), intended: .zero, sent: .zero, .milliseconds(1))
        tally.add(.answered(isPartial: true), intended: .zero, sent: .zero, .milliseconds(4))
        #expect(tally.failures == ["overloaded": 1] && tally.partialCount == 1 && tally.count == 2)
        #expect(tally.fromIntended.totalCount == 1)
        #expect(tally.rate == 250)
    }

    @Test func `a load that is stopped waits for what is on its way`() {
        var ledger = LoadLedger(.open())
        #expect(ledger.due(.zero)?.id == 0)
        ledger.stop()
        #expect(ledger.due(.seconds(1)) == nil)
        #expect(!ledger.isFinished(.seconds(1)))
        ledger.ended(0, .answered(isPartial: false), .seconds(1))
        #expect(ledger.isFinished(.seconds(1)))
    }

    @Test func `an answer that comes twice or too late counts once`() {
        var ledger = LoadLedger(.closed(end: .requests(1)))
        _ = ledger.due(.zero)
        for _ in 0..<2 { ledger.ended(0, .answered(isPartial: false), .milliseconds(1)) }
        ledger.ended(17, .answered(isPartial: false), .milliseconds(1))
        #expect(ledger.tally.answeredCount == 1)
        #expect(ledger.isFinished(.milliseconds(1)))
    }

    @Test func `silent and refused requests are sent again where that is wished, over another connection`() {
        var plan = LoadPlan.open(connections: 2, for: .milliseconds(20))
        plan.resendAfter = .seconds(1)
        // Over the first connection nothing comes back; the second refuses what comes in the first second.
        var server = SimulatedServer { sending, now in sending.connection == 0 ? nil : now + .milliseconds(1) }
        let tally = server.run(plan).tally
        #expect((tally.answeredCount, tally.errorCount, tally.resentCount) == (2, 0, 1))
        #expect(Self.milliseconds(tally.fromIntended, 100) >= 1000)
        #expect(Self.milliseconds(tally.fromIntended, 100) < 1100)

        var ledger = LoadLedger(plan)
        _ = ledger.due(.zero)
        ledger.ended(0, .failed("overloaded", isRetryable: true), .milliseconds(1))
        #expect(ledger.count == 1)
        ledger.ended(0, .failed("invalid params", isRetryable: false), .milliseconds(2))
        #expect(ledger.tally.failures == ["invalid params": 1])
    }
}
