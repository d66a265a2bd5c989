import Protocol
import Testing

@testable import QueryService

@Suite struct `Routing` {
    @Test func `a request goes to a worker as it came, and the worker's reply back unread`() throws {
        var broker = BrokerHarness()
        try broker.join(worker: "w1")
        let text = #" {"method":"search", "jsonrpc":"2.0","id": "m\u1ecd","params":{"query":"lúa", "more":[1,2]}}"#
        broker.client(text, as: "a")
        let request = try #require(broker.requests.first)
        #expect(request.text == text)
        #expect(request.member == "w1")
        #expect(request.envelope.deadline == 30_000)
        try broker.answer(request, "whatever the worker says")
        #expect(broker.replies.map(\.client) == ["a"])
        #expect(broker.replies.map { String(decoding: $0.body, as: UTF8.self) } == ["whatever the worker says"])
        #expect(broker.core.isDrained)
    }

    @Test func `the worker with the fewest requests is asked, and equals take turns`() throws {
        var broker = BrokerHarness()
        for worker in ["w1", "w2", "w3"] { try broker.join(worker: worker) }
        for id in 0..<6 { broker.search(id) }
        #expect(broker.requests.map(\.member).sorted() == ["w1", "w1", "w2", "w2", "w3", "w3"])
        let ofSecond = broker.requests.filter { $0.member == "w2" }
        for request in ofSecond { try broker.answer(request) }
        broker.search(6)
        broker.search(7)
        #expect(broker.requests.suffix(2).map(\.member) == ["w2", "w2"])
    }

    @Test func `a worker without the shard open is not asked while another has it`() throws {
        var broker = BrokerHarness()
        try broker.join(worker: "w1", open: [])
        try broker.join(worker: "w2")
        for id in 0..<4 { broker.search(id) }
        #expect(Set(broker.requests.map(\.member)) == ["w2"])
    }

    @Test func `a worker that holds all shards is preferred to one that holds some`() throws {
        var broker = BrokerHarness(shards: 2)
        try broker.join(worker: "w1", open: [0])
        try broker.join(worker: "w2", open: [0, 1])
        for id in 0..<4 { broker.search(id) }
        #expect(Set(broker.requests.map(\.member)) == ["w2"])
    }

    @Test func `any worker answers for a shard in which nothing is yet`() throws {
        var broker = BrokerHarness()
        try broker.register("i1", .indexer, BrokerHarness.state(owning: [0], generation: nil))
        try broker.join(worker: "w1", open: [])
        broker.search(1)
        #expect(broker.requests.map(\.member) == ["w1"])
    }

    @Test func `what is acknowledged and not published yet is waited for`() throws {
        var broker = BrokerHarness()
        var state = BrokerHarness.state(owning: [0], generation: nil)
        state.owned?[0].acknowledged = 3
        try broker.register("i1", .indexer, state)
        try broker.join(worker: "w1", open: [])
        broker.search(1)
        #expect(broker.requests.isEmpty && broker.replies.isEmpty)
        try broker.heartbeat("w1", MemberState(open: [OpenGeneration(shard: 0, generation: "1.1", through: 3)]))
        #expect(broker.requests.count == 1)
    }

    @Test func `writes go to the indexer of the greater epoch`() throws {
        var broker = BrokerHarness()
        try broker.join(indexer: "new", epoch: 7)
        try broker.join(indexer: "old", epoch: 6)
        broker.client(#"{"jsonrpc":"2.0","id":1,"method":"documents.put","params":{"documents":[]}}"#)
        #expect(broker.requests.map(\.member) == ["new"])
        #expect(broker.requests.first?.envelope.shard == 0)
    }

    @Test func `the broker answers for itself`() throws {
        var broker = BrokerHarness()
        for method in ["ping", "cluster.hello", "cluster.status", "rpc.discover"] {
            broker.client(#"{"jsonrpc":"2.0","id":"x","method":"\#(method)"}"#)
            let reply = try broker.lastReply()
            #expect(reply.id == .string("x"))
            #expect(reply.error == nil, "\(method)")
        }
        #expect(broker.replies.count == 4)
    }

    @Test(arguments: [
        ("{\"jsonrpc\":", RPCErrorCode.parseError), ("", .parseError), ("7", .invalidRequest), ("[]", .invalidRequest),
        (#"{"jsonrpc":"2.0","id":1,"method":"no.such"}"#, .methodNotFound),
        (#"{"jsonrpc":"2.0","id":1,"method":"cluster.register","params":{}}"#, .methodNotFound),
        (#"{"jsonrpc":"2.0","id":1,"method":"index.manifest","params":{"shard":0}}"#, .methodNotFound),
        (
            #"{"jsonrpc":"2.0","id":1,"method":"search","params":{"query":"a","_meta":{"deadline":0}}}"#,
            .deadlineExceeded
        ),
        (
            #"{"jsonrpc":"2.0","id":1,"method":"search","params":{"query":"a","_meta":{"deadline":-5}}}"#,
            .deadlineExceeded
        ),
    ])
    func `what cannot be done is answered by an error, and the next request by its answer`(
        text: String, code: RPCErrorCode
    ) throws {
        var broker = BrokerHarness()
        try broker.join(worker: "w1")
        broker.client(text)
        let reply = try broker.lastReply()
        #expect(reply.error?.knownCode == code)
        #expect(reply.error?.data.detail.isEmpty == false)
        broker.search(2)
        try broker.answer(try #require(broker.requests.last))
        #expect(broker.replies.count == 2)
    }

    @Test func `too large a message is refused by name`() throws {
        var broker = BrokerHarness { $0.messageByteCountMax = 100 }
        broker.client(String(repeating: " ", count: 101))
        #expect(try broker.lastReply().error?.knownCode == .messageTooLarge)
    }

    @Test func `a notification is handed on and not answered`() throws {
        var broker = BrokerHarness()
        try broker.join(worker: "w1")
        broker.client(#"{"jsonrpc":"2.0","method":"search","params":{"query":"a"}}"#)
        broker.client(#"{"jsonrpc":"2.0","method":"ping"}"#)
        broker.client(#"{"jsonrpc":"2.0","method":"no.such"}"#)
        #expect(broker.replies.isEmpty)
        #expect(broker.sent.last?.envelope.kind == .notification)
        #expect(broker.sent.last?.member == "w1")
        #expect(broker.core.isDrained)
        #expect(broker.core.jobs.isEmpty)
    }

    @Test func `the requests of a batch are routed each by itself and answered by one array`() throws {
        var broker = BrokerHarness()
        for worker in ["w1", "w2"] { try broker.join(worker: worker) }
        broker.client(
            """
            [{"jsonrpc":"2.0","id":"a","method":"search","params":{"query":"a"}},
             {"jsonrpc":"2.0","method":"ping"}, 5,
             {"jsonrpc":"2.0","id":"b","method":"search","params":{"query":"b"}},
             {"jsonrpc":"2.0","id":"c","method":"ping"}]
            """)
        #expect(Set(broker.requests.map(\.member)) == ["w1", "w2"])
        for request in broker.requests.reversed() {
            #expect(broker.replies.isEmpty)
            try broker.answer(request)
        }
        let replies = try WireCoder.decode([JSONRPCResponse<JSONValue>].self, from: broker.replies[0].body)
        #expect(replies.map(\.id) == [.string("a"), .null, .string("b"), .string("c")])
        #expect(broker.replies.count == 1)
    }

    @Test func `a batch of notifications alone is not answered`() {
        var broker = BrokerHarness()
        broker.client(#"[{"jsonrpc":"2.0","method":"ping"},{"jsonrpc":"2.0","method":"ping"}]"#)
        #expect(broker.replies.isEmpty)
        #expect(broker.core.jobs.isEmpty)
    }
}
