import Protocol
import Testing

@testable import QueryService

@Suite struct `What a member has outstanding` {
    private func broker(_ workers: Int, max: Int) throws -> BrokerHarness {
        var broker = BrokerHarness {
            $0.memberRequestsMax = max
            $0.dropAfter = .seconds(600)
            $0.hedgePercent = 0
        }
        for worker in 1...workers { try broker.join(worker: "w\(worker)") }
        return broker
    }

    private func ids(_ requests: [BrokerHarness.Sent]) -> [String] { requests.map { BrokerHarness.id(of: $0.text) } }

    @Test func `what is beyond the bound waits in the broker, oldest first`() throws {
        var broker = try broker(2, max: 2)
        for id in 1...7 { broker.search(id) }
        #expect(ids(broker.requests) == ["1", "2", "3", "4"])
        #expect(broker.core.status.counters["waiting"] == 3)
        #expect(broker.core.status.members.map(\.outstanding) == [2, 2])
        for answered in [2, 0, 1] { try broker.answer(broker.requests[answered]) }
        #expect(ids(broker.requests) == ["1", "2", "3", "4", "5", "6", "7"])
        #expect(broker.requests[4].member == broker.requests[2].member)
        #expect(broker.core.waiting.isEmpty)
    }

    @Test func `a request that a member lost goes before younger ones that wait`() throws {
        var broker = try broker(2, max: 1)
        for id in 1...4 { broker.search(id) }
        broker.receive(.unreachable(BrokerHarness.address(broker.requests[0].member)))
        #expect(broker.requests.count == 2)
        try broker.answer(broker.requests[1])
        #expect(ids(broker.requests) == ["1", "2", "1"])
        try broker.answer(broker.requests[2])
        #expect(ids(broker.requests) == ["1", "2", "1", "3"])
    }

    @Test func `busy members are waited for until the deadline, and not only while nobody lives`() throws {
        var broker = try broker(1, max: 1)
        broker.search(1, deadline: 60_000)
        broker.search(2, deadline: 20_000)
        broker.pass(.milliseconds(19_999))
        #expect(broker.replies.isEmpty)
        broker.pass(.milliseconds(1))
        #expect(try broker.lastReply().error?.knownCode == .deadlineExceeded)
        #expect(try broker.lastReply().id == .integer(2))
        #expect(broker.core.waiting.isEmpty)
    }

    @Test func `busy members that die leave requests that wait for others as long as any`() throws {
        var broker = try broker(1, max: 1)
        broker.search(1)
        broker.search(2)
        broker.pass(.seconds(7))
        broker.receive(.unreachable(BrokerHarness.address("w1")))
        broker.pass(.milliseconds(4_999))
        #expect(broker.replies.isEmpty)
        broker.pass(.milliseconds(1))
        #expect(broker.replies.count == 2)
        #expect(try broker.lastReply().error?.knownCode == .unavailable)
    }

    @Test func `a worker that stalls is avoided, also once its requests are over`() throws {
        var broker = try broker(2, max: 10)
        broker.search(1, deadline: 100)
        broker.search(2, deadline: 100)
        try broker.answer(broker.requests[1])
        broker.pass(.milliseconds(100))
        #expect(broker.replies.count == 2)
        for id in 3..<9 {
            broker.search(id)
            #expect(broker.requests.last?.member == broker.requests[1].member)
            try broker.answer(try #require(broker.requests.last))
        }
        try broker.answer(broker.requests[0])
        #expect(broker.replies.count == 8)
        #expect(broker.core.status.members.map(\.outstanding) == [0, 0])
    }

    @Test func `what was never answered is forgotten long after its deadline`() throws {
        var broker = try broker(1, max: 1)
        broker.search(1, deadline: 100)
        broker.pass(.milliseconds(100))
        broker.search(2, deadline: 60_000)
        #expect(broker.requests.count == 1)
        broker.pass(BrokerConfiguration.forgetAfter)
        #expect(broker.requests.count == 2)
        #expect(broker.core.attempts.count == 1)
    }

    @Test func `an answer to an older broker is not taken for one to this one`() throws {
        var broker = try broker(2, max: 10)
        broker.search(1)
        let request = broker.requests[0]
        let other = request.member == "w1" ? "w2" : "w1"
        try broker.answer(request, from: other)
        #expect(broker.replies.isEmpty)
        let numbers = ["b1", "b2"].map { instance in
            var configuration = broker.core.configuration
            configuration.identity.instance = instance
            var core = BrokerCore(configuration)
            return core.newNumber()
        }
        #expect(abs(numbers[0] - numbers[1]) > 1 << 32)
    }
}
