import Protocol
import Testing

@testable import QueryService

@Suite struct `Asking a second worker` {
    private func broker(_ workers: Int = 2, change: (inout BrokerConfiguration) -> Void = { _ in }) throws
        -> BrokerHarness
    {
        var broker = BrokerHarness {
            $0.dropAfter = .seconds(600)
            change(&$0)
        }
        for worker in 1...workers { try broker.join(worker: "w\(worker)") }
        return broker
    }

    @Test func `the first answer counts, the other is dropped`() throws {
        for isSecondFaster in [false, true] {
            var broker = try broker()
            broker.search(1)
            #expect(broker.core.nextWake == .milliseconds(500))
            broker.pass(.milliseconds(499))
            #expect(broker.requests.count == 1)
            broker.pass(.milliseconds(1))
            #expect(Set(broker.requests.map(\.member)) == ["w1", "w2"])
            #expect(broker.requests[0].text == broker.requests[1].text)
            try broker.answer(broker.requests[isSecondFaster ? 1 : 0])
            #expect(broker.replies.count == 1)
            #expect(broker.core.status.members.map(\.outstanding).sorted() == [0, 1])
            try broker.answer(broker.requests[isSecondFaster ? 0 : 1])
            #expect(broker.replies.count == 1)
            let counters = broker.core.status.counters
            #expect(counters["hedged"] == 1 && counters["hedgesWon"] == (isSecondFaster ? 1 : 0))
            #expect(counters["answeredLate"] == 1)
            #expect(broker.core.attempts.isEmpty)
        }
    }

    @Test func `nobody is asked twice where there is no other, or where it is switched off`() throws {
        var alone = try broker(1)
        alone.search(1)
        alone.pass(.seconds(1))
        #expect(alone.requests.count == 1)
        var never = try broker { $0.hedgePercent = 0 }
        never.search(1)
        never.pass(.seconds(1))
        #expect(never.requests.count == 1)
    }

    @Test func `the one that is left of two goes on, and where both die a third is asked`() throws {
        var broker = try broker(3)
        broker.search(1)
        broker.pass(.milliseconds(500))
        #expect(broker.requests.count == 2)
        broker.receive(.unreachable(BrokerHarness.address(broker.requests[0].member)))
        #expect(broker.requests.count == 2)
        broker.receive(.unreachable(BrokerHarness.address(broker.requests[1].member)))
        #expect(broker.requests.count == 3)
        try broker.answer(broker.requests[2])
        #expect(broker.replies.count == 1 && broker.core.isDrained)
    }

    @Test func `how long a worker is waited for follows what answers take`() throws {
        var broker = try broker {
            $0.hedgeFloor = .milliseconds(20)
            $0.hedgeFactor = 2
        }
        for id in 0..<100 {
            broker.search(id)
            broker.uptime += .milliseconds(100)
            try broker.answer(try #require(broker.requests.last))
        }
        // 100 ms, rounded up to a quarter of an octave, twice.
        let patience = broker.core.hedging.patience(.search)
        #expect(patience > .milliseconds(200) && patience < .milliseconds(260))
        #expect(broker.core.hedging.patience(.count) == .milliseconds(200))
        for _ in 0..<5000 { broker.core.hedging.answered(.search, after: .microseconds(300)) }
        #expect(broker.core.hedging.patience(.search) == .milliseconds(20))
    }

    @Test func `what a stalled worker says at last does not make others wait longer`() throws {
        var broker = try broker()
        for id in 0..<30 {
            broker.search(id)
            try broker.answer(try #require(broker.requests.last))
        }
        broker.search(30)
        let stalled = try #require(broker.requests.last)
        broker.pass(.milliseconds(50))
        try broker.answer(try #require(broker.requests.last))
        broker.pass(.seconds(20))
        for _ in 0..<3 { try broker.answer(stalled) }
        #expect(broker.core.hedging.patience(.search) == .milliseconds(50))
        #expect(broker.replies.count == 31 && broker.core.counters.answeredLate == 1)
    }

    @Test(arguments: [1, 3, 10, 100, 1000, 12_345, 1_000_000, 90_000_000])
    func `a percentile is at most a quarter above what it is of`(microseconds: Int) {
        var window = LatencyWindow()
        for _ in 0..<100 { window.add(.microseconds(microseconds)) }
        let found = window.percentile95 / .microseconds(1)
        #expect(found > Double(microseconds) && found <= max(5, Double(microseconds) * 1.25))
    }

    @Test func `only the slowest twentieth is above the percentile`() {
        var window = LatencyWindow()
        for number in 0..<1000 { window.add(number % 25 == 0 ? .seconds(1) : .milliseconds(2)) }
        #expect(window.percentile95 < .milliseconds(3))
        for _ in 0..<20 { window.add(.seconds(1)) }
        for _ in 0..<32 { window.add(.milliseconds(2)) }
        #expect(window.percentile95 > .seconds(1))
    }
}

/// Workers that take some milliseconds a request, one request after the other, in seeded random traffic.
@Suite struct `Asking a second worker, simulated` {
    @Test(arguments: 0..<3) func `what a stalled worker has is answered by others, within the budget`(seed: UInt64)
        throws
    {
        var farm = try WorkerFarm(workers: 4, seed: seed)
        try farm.run(for: .seconds(2), requestsPerSecond: 300)
        farm.stall(0)
        try farm.run(for: .seconds(4), requestsPerSecond: 300)
        #expect(farm.broker.core.counters.hedgesWon > 0)
        #expect(farm.slowest < .milliseconds(700))
        #expect(farm.failedCount == 0)
        farm.resume(0)
        try farm.run(for: .seconds(2), requestsPerSecond: 300)
        try farm.finish()
        #expect(farm.answeredTwice == 0 && farm.answerCount == farm.askedCount)
        let counters = farm.broker.core.counters
        #expect(Double(counters.hedged) <= Hedging.burst + Double(counters.requests) * 0.05)
        #expect(farm.broker.core.attempts.isEmpty)
    }

    @Test(arguments: 0..<2) func `an overloaded cluster does no less for asking twice`(seed: UInt64) throws {
        var answered: [Int] = []
        for percent in [0, 5] {
            var farm = try WorkerFarm(workers: 3, seed: seed) {
                $0.hedgePercent = percent
                $0.pendingCountMax = 400
            }
            // Three workers do 600 a second.
            try farm.run(for: .seconds(6), requestsPerSecond: 1_000)
            try farm.finish()
            #expect(farm.answeredTwice == 0 && farm.answerCount == farm.askedCount)
            let counters = farm.broker.core.counters
            #expect(counters.overloaded > 0)
            #expect(Double(counters.hedged) <= Hedging.burst + Double(counters.requests) * Double(percent) / 100)
            answered.append(farm.answerCount - farm.failedCount)
        }
        #expect(Double(answered[1]) > Double(answered[0]) * 0.93)
    }
}
