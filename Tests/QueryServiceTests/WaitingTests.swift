import Protocol
import Testing

@testable import QueryService

@Suite struct `Waiting, deadlines and bounds` {
    @Test func `a request waits for a worker that comes`() throws {
        var broker = BrokerHarness()
        broker.search(1)
        #expect(broker.requests.isEmpty && broker.replies.isEmpty)
        broker.pass(.seconds(1))
        try broker.join(worker: "w1", open: [])
        #expect(broker.requests.isEmpty)
        try broker.heartbeat(
            "w1", MemberState(open: [OpenGeneration(shard: 0, generation: "1.1", through: 1)]))
        #expect(broker.requests.map(\.envelope.deadline) == [29_000])
        try broker.answer(broker.requests[0])
        #expect(broker.replies.count == 1)
    }

    @Test func `a request that waits in vain is answered unavailable`() throws {
        var broker = BrokerHarness { $0.memberWait = .seconds(2) }
        broker.search(1)
        #expect(broker.core.nextWake == .seconds(2))
        broker.pass(.milliseconds(1999))
        #expect(broker.replies.isEmpty)
        broker.pass(.milliseconds(1))
        let error = try #require(try broker.lastReply().error)
        #expect(error.knownCode == .unavailable && error.data.retryable)
        #expect(error.data.detail.contains("a worker"))
        #expect(broker.core.isDrained && broker.core.nextWake == nil)
    }

    @Test func `a deadline that passes is answered at once, and the late answer is dropped`() throws {
        var broker = BrokerHarness {
            $0.dropAfter = .seconds(60)
            $0.hedgePercent = 0
        }
        try broker.join(worker: "w1")
        broker.search(1, deadline: 300)
        broker.search(2, deadline: 900)
        #expect(broker.core.nextWake == .milliseconds(300))
        broker.pass(.milliseconds(300))
        #expect(broker.replies.count == 1)
        #expect(try broker.lastReply().error?.knownCode == .deadlineExceeded)
        #expect(broker.core.nextWake == .milliseconds(900))
        try broker.answer(broker.requests[0])
        #expect(broker.replies.count == 1)
        try broker.answer(broker.requests[1])
        #expect(try broker.lastReply().id == .integer(2))
        #expect(broker.core.status.counters["timedOut"] == 1)
    }

    @Test func `a deadline beyond all measure is taken`() throws {
        var broker = BrokerHarness()
        try broker.join(worker: "w1")
        broker.search(1, deadline: .max)
        #expect(broker.requests.count == 1)
    }

    @Test func `past the bound the answer is overloaded, at once`() throws {
        var broker = BrokerHarness { $0.pendingCountMax = 3 }
        try broker.join(worker: "w1")
        for id in 1...4 { broker.search(id) }
        #expect(broker.requests.count == 3)
        let error = try #require(try broker.lastReply().error)
        #expect(error.knownCode == .overloaded && error.data.retryable)
        #expect(try broker.lastReply().id == .integer(4))
        try broker.answer(broker.requests[0])
        broker.search(5)
        #expect(broker.requests.count == 4)
    }

    @Test func `past the bound of bytes the answer is overloaded, but one request always goes`() throws {
        var broker = BrokerHarness { $0.pendingByteCountMax = 10 }
        try broker.join(worker: "w1")
        broker.search(1)
        broker.search(2)
        #expect(broker.requests.count == 1)
        #expect(try broker.lastReply().error?.knownCode == .overloaded)
        try broker.answer(broker.requests[0])
        #expect(broker.core.pendingByteCount == 0)
    }

    @Test func `while requests wait too long for busy members the answer is overloaded, at once`() throws {
        var broker = BrokerHarness {
            $0.memberRequestsMax = 1
            $0.queueWaitMax = .seconds(1)
            $0.hedgePercent = 0
            $0.dropAfter = .seconds(60)
        }
        try broker.join(worker: "w1")
        for id in 1...3 { broker.search(id) }
        broker.pass(.milliseconds(999))
        broker.search(4)
        #expect(broker.requests.count == 1 && broker.replies.isEmpty)
        broker.pass(.milliseconds(1))
        broker.search(5)
        let error = try #require(try broker.lastReply().error)
        #expect(error.knownCode == .overloaded && error.data.retryable)
        #expect(try broker.lastReply().id == .integer(5))
        // Those who wait are answered in their turn, and then there is room again.
        for _ in 0..<3 { try broker.answer(try #require(broker.requests.last)) }
        broker.search(6)
        #expect(broker.requests.count == 4 && broker.replies.count == 4)
        try broker.answer(broker.requests[3])
        #expect(broker.requests.count == 5)
    }

    @Test func `who waits for a member that does not live yet holds nobody off`() throws {
        var broker = BrokerHarness { $0.queueWaitMax = .milliseconds(1) }
        broker.search(1)
        broker.pass(.seconds(1))
        broker.search(2)
        #expect(broker.replies.isEmpty)
        try broker.join(worker: "w1")
        #expect(broker.requests.count == 2)
    }

    @Test func `a broker that stops answers what it has and takes nothing new`() throws {
        var broker = BrokerHarness()
        try broker.join(worker: "w1")
        broker.search(1)
        broker.client(#"{"jsonrpc":"2.0","id":9,"method":"documents.get","params":{"ids":["a"]}}"#)
        broker.receive(.stop)
        #expect(try broker.lastReply().id == .integer(9))
        #expect(try broker.lastReply().error?.knownCode == .shuttingDown)
        broker.search(2)
        #expect(try broker.lastReply().error?.knownCode == .shuttingDown)
        #expect(!broker.core.isDrained)
        try broker.answer(broker.requests[0])
        #expect(try broker.lastReply().id == .integer(1))
        #expect(broker.core.isDrained)
    }

    @Test func `what runs when the time to stop is over is given up`() throws {
        var broker = BrokerHarness()
        try broker.join(worker: "w1")
        broker.search(1)
        broker.receive(.stop)
        broker.receive(.abandon)
        #expect(try broker.lastReply().error?.knownCode == .shuttingDown)
        #expect(broker.core.isDrained)
    }
}
