import Protocol
import Testing

@testable import QueryService

@Suite struct `Questions for workers that hold some shards` {
    private let shards = FakeShards(shards: 3, documents: 40)

    /// Three shards, each open at workers of its own.
    private func broker(
        _ workers: [String: [Int]] = ["w0": [0], "w1": [1], "w2": [2]],
        change: (inout BrokerConfiguration) -> Void = { _ in }
    ) throws -> BrokerHarness {
        var broker = BrokerHarness(shards: 3) {
            $0.dropAfter = .seconds(600)
            $0.hedgePercent = 0
            change(&$0)
        }
        for (worker, open) in workers.sorted(by: { $0.key < $1.key }) { try broker.join(worker: worker, open: open) }
        return broker
    }

    private func open(_ broker: BrokerHarness, _ sent: BrokerHarness.Sent) -> [Int] {
        broker.member(sent.member)?.state.open?.map(\.shard) ?? []
    }

    /// Lets workers answer whatever they were sent, last things first, until nothing more comes.
    private func answerAll(_ broker: inout BrokerHarness, from start: Int = 0, except silent: Set<String> = []) throws {
        var done = Set<String>()
        while let request = broker.requests.dropFirst(start).last(where: {
            !done.contains($0.envelope.id) && !silent.contains($0.member)
        }) {
            done.insert(request.envelope.id)
            try broker.answer(request, try shards.reply(to: request.body, open: open(broker, request)))
        }
    }

    private func send<M: RPCMethod>(_ method: M.Type, _ params: M.Params, to broker: inout BrokerHarness) throws {
        let body = try WireCoder.encode(JSONRPCRequest(id: .string("q"), method: M.name, params: params))
        broker.client(String(decoding: body, as: UTF8.self))
    }

    private func result<M: RPCMethod>(_ method: M.Type, _ broker: BrokerHarness) throws -> M.Result {
        #expect(broker.replies.count == 1)
        let response = try WireCoder.decode(
            JSONRPCResponse<M.Result>.self, from: try #require(broker.replies.last).body)
        #expect(response.id == .string("q"))
        if let error = response.error { throw error }
        return try #require(response.result)
    }

    @Test(arguments: [
        Search.Params(query: "lúa"), .init(query: "lúa", from: 7, size: 12), .init(query: "lúa", size: 0),
        .init(query: "lúa", from: 38, size: 10), .init(query: "lúa", size: 10_000),
        .init(query: "lúa", shards: [2, 0]),
        .init(query: "lúa", snippets: false, documents: true, shards: [1]),
    ])
    func `an answer is that of one worker with everything, to the last bit`(params: Search.Params) throws {
        var broker = try broker()
        try send(Search.self, params, to: &broker)
        try answerAll(&broker)
        let found = try result(Search.self, broker)
        let expected = try shards.search(params, open: [0, 1, 2])
        #expect(found.hits == expected.hits)
        #expect(try WireCoder.encode(found.hits) == WireCoder.encode(expected.hits))
        #expect(found.total == expected.total)
        #expect(found.shards.asked == expected.shards.asked && found.shards.answered == expected.shards.answered)
        #expect(found.shards.generations == expected.shards.generations.sorted { $0.shard < $1.shard })
        #expect(found.freshness.ageMilliseconds == Double(params.shards?.max() ?? 2))
        #expect(broker.core.isDrained && broker.core.attempts.isEmpty)
    }

    @Test func `what is asked in the second round is asked of those who answered in the first`() throws {
        var broker = try broker(["a0": [0], "b0": [0], "a1": [1], "b1": [1], "a2": [2], "b2": [2]])
        for round in 1...3 {
            broker.client(#"{"jsonrpc":"2.0","id":\#(round),"method":"search","params":{"query":"a","size":5}}"#)
        }
        try answerAll(&broker)
        let methods = { (text: String) in text.contains(#""search.statistics""#) }
        let first = broker.requests.filter { methods($0.text) }
        let second = broker.requests.filter { !methods($0.text) }
        #expect(first.count == 9 && second.count == 9)
        #expect(first.map(\.member).sorted() == second.map(\.member).sorted())
        #expect(second.allSatisfy { $0.text.contains(#""statistics":{"#) && $0.text.contains(#""size":5"#) })
        #expect(broker.core.counters.fannedOut == 3)
    }

    @Test func `statistics that the client sends are taken as they are, in one round`() throws {
        var broker = try broker()
        let statistics = QueryStatistics(documents: 1000, lengthSum: 9, counts: [[1], [2, 3]])
        let params = Search.Params(query: "a", statistics: statistics)
        try send(Search.self, params, to: &broker)
        try answerAll(&broker)
        #expect(broker.requests.count == 3)
        #expect(try result(Search.self, broker).hits == shards.search(params, open: [0, 1, 2]).hits)
    }

    @Test func `counts and statistics are added up in one round`() throws {
        var broker = try broker()
        try send(Count.self, .init(query: "a"), to: &broker)
        try answerAll(&broker)
        #expect(broker.requests.count == 3)
        let count = try result(Count.self, broker)
        #expect(count.count == 40 && count.shards.asked == 3 && count.shards.answered == 3)
        broker.replies = []
        try send(SearchStatistics.self, .init(query: "a", shards: [0, 2]), to: &broker)
        try answerAll(&broker, from: 3)
        let statistics = try result(SearchStatistics.self, broker)
        #expect(statistics.statistics.documents == shards.ids[0].count + shards.ids[2].count)
        #expect(statistics.shards.generations.map(\.shard) == [0, 2])
    }

    @Test func `where a worker has everything it answers alone, though it has the most to do`() throws {
        var broker = try broker(["w0": [0], "w1": [1], "w2": [2], "all": [0, 1, 2]])
        for id in 0..<5 { broker.search(id) }
        #expect(Set(broker.requests.map(\.member)) == ["all"])
        #expect(broker.requests[0].text.contains("statistics") == false)
    }

    @Test func `a part whose worker dies goes to another holder, in either round`() throws {
        for round in 1...2 {
            var broker = try broker(["a0": [0], "b0": [0], "w1": [1], "w2": [2]])
            try send(Search.self, .init(query: "a"), to: &broker)
            var victim = try #require(broker.requests.first { $0.member.hasSuffix("0") }).member
            if round == 2 {
                for request in broker.requests {
                    try broker.answer(request, try shards.reply(to: request.body, open: open(broker, request)))
                }
                victim = try #require(broker.requests.last { $0.member.hasSuffix("0") }).member
            }
            broker.receive(.unreachable(BrokerHarness.address(victim)))
            #expect(broker.requests.last?.member == (victim == "a0" ? "b0" : "a0"))
            try answerAll(&broker, from: round == 2 ? 3 : 0, except: [victim])
            let expected = try shards.search(.init(query: "a"), open: [0, 1, 2])
            #expect(try result(Search.self, broker).hits == expected.hits)
        }
    }

    @Test func `a shard that nobody holds is waited for, and then is missing with a flag`() throws {
        var broker = try broker(["w0": [0], "w2": [2]]) { $0.memberWait = .seconds(2) }
        try send(Search.self, .init(query: "a"), to: &broker)
        try answerAll(&broker)
        broker.pass(.milliseconds(1_999))
        #expect(broker.replies.isEmpty)
        broker.pass(.milliseconds(1))
        try answerAll(&broker, from: 2)
        let found = try result(Search.self, broker)
        #expect(found.shards.asked == 3 && found.shards.answered == 2)
        #expect(found.shards.generations.map(\.shard) == [0, 2])
        #expect(found.total == TotalHits(value: shards.ids[0].count + shards.ids[2].count, relation: .atLeast))
        #expect(broker.core.counters.partial == 1)
        // It has been missing for long enough: the next one does not wait.
        broker.replies = []
        let count = broker.requests.count
        try send(Search.self, .init(query: "a"), to: &broker)
        try answerAll(&broker, from: count)
        #expect(try result(Search.self, broker).shards.answered == 2)
    }

    @Test func `a worker that comes in time makes the answer whole`() throws {
        var broker = try broker(["w0": [0], "w2": [2]])
        try send(Search.self, .init(query: "a"), to: &broker)
        try answerAll(&broker)
        broker.pass(.seconds(1))
        try broker.join(worker: "w1", open: [1])
        try answerAll(&broker, from: 2)
        #expect(try result(Search.self, broker).hits == shards.search(.init(query: "a"), open: [0, 1, 2]).hits)
    }

    @Test(arguments: [1, 2]) func `a worker that does not answer costs a flag, shortly before the deadline`(
        round: Int
    ) throws {
        var broker = try broker()
        let meta = RequestMeta(deadline: 2000)
        try send(Search.self, .init(query: "a", _meta: meta), to: &broker)
        if round == 2 {
            for request in broker.requests {
                try broker.answer(request, try shards.reply(to: request.body, open: open(broker, request)))
            }
        }
        try answerAll(&broker, from: round == 2 ? 3 : 0, except: ["w1"])
        broker.pass(.milliseconds(round == 2 ? 1_799 : 899))
        #expect(broker.replies.isEmpty)
        broker.pass(.milliseconds(2))
        try answerAll(&broker, from: 3, except: ["w1"])
        let found = try result(Search.self, broker)
        #expect(found.shards.answered == 2)
        #expect(!found.hits.isEmpty)
        // It is known by what it has not answered, and its late answer is dropped.
        #expect(broker.core.status.members.map(\.outstanding) == [0, 1, 0])
        let late = try #require(broker.requests.last { $0.member == "w1" })
        try broker.answer(late, try shards.reply(to: late.body, open: [1]))
        #expect(broker.replies.count == 1 && broker.core.attempts.isEmpty)
        #expect(broker.core.counters.answeredLate == 1)
    }

    @Test func `a broker that stops finishes both rounds`() throws {
        var broker = try broker()
        try send(Search.self, .init(query: "a"), to: &broker)
        broker.receive(.stop)
        #expect(!broker.core.isDrained)
        try answerAll(&broker)
        #expect(try result(Search.self, broker).hits == shards.search(.init(query: "a"), open: [0, 1, 2]).hits)
        #expect(broker.core.isDrained)
    }

    @Test func `a client's batch holds answers of several workers each`() throws {
        var broker = try broker()
        let request = { (id: Int) in #"{"jsonrpc":"2.0","id":\#(id),"method":"count","params":{"query":"a"}}"# }
        broker.client("[\(request(1)),\(request(2)),\(request(3))]")
        try answerAll(&broker)
        let body = try #require(broker.replies.first).body
        let replies = try WireCoder.decode([JSONRPCResponse<Count.Result>].self, from: body)
        #expect(replies.map(\.id) == [.integer(1), .integer(2), .integer(3)])
        #expect(replies.allSatisfy { $0.result?.count == 40 })
        #expect(broker.replies.count == 1 && broker.core.jobs.isEmpty)
    }

    @Test func `where no shard answers, the answer is an error`() throws {
        var broker = try broker()
        try send(Count.self, .init(query: "a", _meta: .init(deadline: 1000)), to: &broker)
        broker.pass(.milliseconds(900))
        #expect(try broker.lastReply().error?.knownCode == .deadlineExceeded)
        #expect(broker.core.isDrained)
    }

    @Test func `a worker that has a shard no more is not the last to be asked for it`() throws {
        var broker = try broker(["a0": [0], "b0": [0], "w1": [1], "w2": [2]])
        try send(Count.self, .init(query: "a"), to: &broker)
        let first = try #require(broker.requests.first { $0.member.hasSuffix("0") })
        let error = RPCError(.unavailable, detail: "no shard is open here")
        let text = try WireCoder.encode(JSONRPCResponse<JSONValue>(id: .integer(0), error: error))
        try broker.answer(first, String(decoding: text, as: UTF8.self))
        #expect(broker.requests.last?.member == (first.member == "a0" ? "b0" : "a0"))
        try answerAll(&broker)
        #expect(try result(Count.self, broker).count == 40)
    }

    @Test func `nothing is asked of a shard in which nothing is yet`() throws {
        var broker = try broker(["w0": [0], "w2": [2]])
        try broker.register("i1", .indexer, BrokerHarness.state(owning: [1], generation: nil))
        try send(Count.self, .init(query: "a"), to: &broker)
        try answerAll(&broker)
        let found = try result(Count.self, broker)
        #expect(found.shards.answered == 3 && found.shards.generations.map(\.shard) == [0, 2])
        #expect(broker.requests.count == 2)
    }

    @Test(arguments: [
        (#"{"query":1}"#, "/params/query"), (#"{"query":"a","size":-1}"#, "/params/size"),
        (#"{"query":"a","from":9999,"size":2}"#, "/params/size"),
        (#"{"query":"a","shards":[0,3]}"#, "/params/shards/1"),
    ])
    func `wrong parameters are pointed at`(params: String, pointer: String) throws {
        var broker = try broker()
        broker.client(#"{"jsonrpc":"2.0","id":"q","method":"search","params":\#(params)}"#)
        let error = try #require(try broker.lastReply().error)
        #expect(error.knownCode == .invalidParams && error.data.pointer == pointer)
        #expect(broker.requests.isEmpty && broker.core.isDrained)
    }
}
