import Protocol
import Testing

@testable import QueryService

@Suite struct `Members` {
    @Test func `requests of a worker that falls silent go to another`() throws {
        var broker = BrokerHarness()
        for worker in ["w1", "w2"] { try broker.join(worker: worker) }
        for id in 0..<4 { broker.search(id) }
        let lost = broker.requests.filter { $0.member == "w1" }
        broker.uptime = .seconds(1)
        try broker.heartbeat("w2", MemberState(open: [OpenGeneration(shard: 0, generation: "1.1", through: 1)]))
        broker.pass(.milliseconds(250))
        let again = broker.requests.suffix(2)
        #expect(again.map(\.member) == ["w2", "w2"])
        #expect(again.map(\.text) == lost.map(\.text))
        // The one that was only slow answers after all: once is enough.
        try broker.answer(lost[0])
        try broker.answer(lost[0], from: "w2")
        for request in broker.requests where request.member == "w2" { try broker.answer(request) }
        #expect(broker.replies.count == 4)
        #expect(broker.core.status.counters["retried"] == 2)
        #expect(broker.core.status.members.map(\.member.name) == ["w2"])
    }

    @Test func `a connection that is gone is a member that is gone`() throws {
        var broker = BrokerHarness()
        for worker in ["w1", "w2"] { try broker.join(worker: worker) }
        broker.search(1)
        let first = broker.requests[0].member
        broker.receive(.unreachable(BrokerHarness.address(first)))
        #expect(broker.requests.count == 2)
        #expect(broker.requests[1].member != first)
    }

    @Test func `a request that kills whoever takes it does not kill them all`() throws {
        var broker = BrokerHarness { $0.attemptsMax = 3 }
        for worker in 0..<10 { try broker.join(worker: "w\(worker)") }
        broker.search(1)
        for _ in 0..<3 {
            broker.receive(.unreachable(BrokerHarness.address(try #require(broker.requests.last).member)))
        }
        #expect(broker.requests.count == 3)
        #expect(try broker.lastReply().error?.knownCode == .unavailable)
        #expect(broker.core.registry.members.count == 7)
    }

    @Test func `a write whose indexer dies goes to its successor`() throws {
        var broker = BrokerHarness()
        try broker.join(indexer: "i1", epoch: 1)
        let put = #"{"jsonrpc":"2.0","id":1,"method":"documents.put","params":{"documents":[]}}"#
        broker.client(put)
        broker.pass(.seconds(2))
        #expect(broker.replies.isEmpty)
        try broker.join(indexer: "i2", epoch: 2)
        #expect(broker.requests.map(\.member) == ["i1", "i2"])
        #expect(broker.requests.last?.text == put)
    }

    @Test func `what was asked of an owner goes to the one that took over, before the first is missed`() throws {
        var broker = BrokerHarness(shards: 2)
        try broker.join(indexer: "i1", owning: [0], epoch: 1)
        try broker.join(indexer: "i2", owning: [1], epoch: 1)
        try broker.join(indexer: "i3", owning: [])
        for shard in 0..<2 {
            broker.client(#"{"jsonrpc":"2.0","id":1,"method":"index.commit","params":{"shard":\#(shard)}}"#)
        }
        try broker.heartbeat("i3", BrokerHarness.state(owning: [0], epoch: 1))
        #expect(broker.requests.map(\.member) == ["i1", "i2"], "one that claims what another has is not believed")
        try broker.heartbeat("i3", BrokerHarness.state(owning: [0], epoch: 2))
        #expect(broker.requests.map(\.member) == ["i1", "i2", "i3"])
        #expect(broker.requests.last?.text == broker.requests.first?.text)
        try broker.heartbeat("i3", BrokerHarness.state(owning: [0], epoch: 2))
        #expect(broker.requests.count == 3)
    }

    @Test func `a member that says it stops gets nothing new, and another does what it refused`() throws {
        var broker = BrokerHarness()
        for worker in ["w1", "w2"] { try broker.join(worker: worker) }
        broker.search(1)
        let first = broker.requests[0]
        let error = try WireCoder.encode(JSONRPCResponse<JSONValue>(id: .integer(1), error: BrokerCore.stoppingError))
        try broker.answer(first, String(decoding: error, as: UTF8.self))
        #expect(broker.replies.isEmpty)
        broker.search(2)
        broker.search(3)
        #expect(Set(broker.requests.dropFirst().map(\.member)).count == 1)
        #expect(broker.requests.last?.member != first.member)
        // What it still had is its own to answer.
        for request in broker.requests.dropFirst() { try broker.answer(request) }
        #expect(broker.replies.count == 3)
    }

    @Test func `a member of another number of shards or another wire is refused`() throws {
        var broker = BrokerHarness(shards: 2)
        try broker.register("w1", .worker, MemberState(), shards: 1)
        #expect(try broker.lastReplyToMember().error?.knownCode == .shardMismatch)
        try broker.register("w1", .worker, MemberState(), wire: TimtinVersion.wire + 1)
        #expect(try broker.lastReplyToMember().error?.knownCode == .shardMismatch)
        #expect(broker.core.registry.members.isEmpty)
    }

    @Test func `a heartbeat of somebody unknown asks for a registration`() throws {
        var broker = BrokerHarness()
        try broker.heartbeat("w1", MemberState())
        #expect(try broker.lastReplyToMember().error?.knownCode == .notFound)
        try broker.join(worker: "w1")
        try broker.heartbeat("w1", MemberState())
        #expect(try broker.lastReplyToMember().error == nil)
    }

    @Test func `a new instance of a name takes the older one's place`() throws {
        var broker = BrokerHarness()
        try broker.register(
            "first", .worker, MemberState(open: [OpenGeneration(shard: 0, generation: "1.1", through: 1)]), as: "w")
        broker.search(1)
        try broker.register(
            "second", .worker, MemberState(open: [OpenGeneration(shard: 0, generation: "1.1", through: 1)]), as: "w")
        #expect(broker.requests.map(\.member) == ["first", "second"])
        #expect(broker.core.registry.members.values.map(\.info.instance) == ["second"])
    }

    @Test func `a member that comes back over a new connection is sent again what the old one may have lost`() throws {
        var broker = BrokerHarness()
        try broker.join(worker: "w1")
        broker.search(1)
        try broker.join(worker: "w1", address: "w1-again")
        #expect(broker.requests.map(\.member) == ["w1", "w1-again"])
        try broker.answer(broker.requests[1])
        #expect(broker.replies.count == 1)
        #expect(broker.events.count == 1, "it did not join twice")
    }

    @Test func `members hear at once of a changed shard, and not of the passing of time`() throws {
        var broker = BrokerHarness()
        try broker.join(worker: "w1")
        try broker.join(indexer: "i1")
        let notices = { (broker: BrokerHarness) in broker.sent.filter { $0.envelope.kind == .notification } }
        #expect(notices(broker).map(\.member) == ["w1"])
        try broker.heartbeat("i1", BrokerHarness.state(owning: [0]))
        #expect(notices(broker).count == 1)
        try broker.heartbeat("i1", BrokerHarness.state(owning: [0], generation: "1.2"))
        #expect(notices(broker).count == 2)
        let notice = try WireCoder.decode(
            JSONRPCRequest<ClusterStateChanged.Params>.self, from: try #require(notices(broker).last).body)
        #expect(notice.params.cluster.shards.map(\.generation) == ["1.2"])
    }

    @Test func `ages grow while they are passed on`() throws {
        var broker = BrokerHarness { $0.dropAfter = .seconds(60) }
        var state = BrokerHarness.state(owning: [0])
        state.owned?[0].behind = [GenerationAge(generation: "1.1", ageMilliseconds: 100)]
        try broker.register("i1", .indexer, state)
        broker.pass(.milliseconds(50))
        let behind = broker.core.status.cluster.shards[0].behind
        #expect(behind == [GenerationAge(generation: "1.1", ageMilliseconds: 150)])
    }

    @Test func `joining and leaving are events, numbered without gaps with those of members`() throws {
        var broker = BrokerHarness()
        try broker.join(worker: "w1")
        let event = CloudEvent(
            id: "x", source: "/cluster/i1", type: .generationCommitted, time: "2026-09-05T00:00:00Z", data: .null)
        let body = try WireCoder.encode(
            JSONRPCRequest(id: nil, method: ClusterEvent.name, params: ClusterEvent.Params(event: event)))
        broker.receive(
            .memberMessage(
                BrokerHarness.address("w1"), envelope: try WireCoder.encode(Envelope(kind: .notification, id: "")),
                body: body))
        broker.pass(.seconds(60))
        #expect(
            broker.events.map(\.type) == [EventType.memberJoined, .generationCommitted, .memberLost].map(\.rawValue))
        #expect(broker.events.map(\.sequence) == ["1", "2", "3"])
        #expect(broker.events[0].subject == "w1")
        #expect(broker.events[2].time == "1970-01-01T00:01:00.000Z")
        #expect(Set(broker.events.map(\.id)).count == 3)
    }

    @Test func `the broker says what the cluster waits for and since when`() throws {
        var broker = BrokerHarness()
        broker.pass(.seconds(3))
        #expect(
            broker.core.status.waitingFor == [
                Waiting(what: "a worker", sinceMilliseconds: 3000),
                Waiting(what: "an indexer of shard 0", sinceMilliseconds: 3000),
            ])
        try broker.join(worker: "w1", open: [])
        #expect(
            broker.core.status.waitingFor.last == Waiting(what: "a worker that has shard 0 open", sinceMilliseconds: 0))
        try broker.join(indexer: "i1")
        try broker.heartbeat("w1", MemberState(open: [OpenGeneration(shard: 0, generation: "1.1", through: 1)]))
        #expect(broker.core.status.waitingFor.isEmpty)
        #expect(broker.logs.contains("waiting for an indexer of shard 0"))
        #expect(broker.logs.contains("no longer waiting for an indexer of shard 0"))
    }

    @Test func `what a member should not send is survived`() throws {
        var broker = BrokerHarness()
        let address = BrokerHarness.address("x")
        let request = try WireCoder.encode(Envelope(kind: .request, id: "1"))
        for (envelope, body) in [
            (Array("no json".utf8), []), (request, []), (request, Array("[]".utf8)),
            (request, Array(#"{"jsonrpc":"2.0","id":1,"method":"search","params":{}}"#.utf8)),
            (request, Array(#"{"jsonrpc":"2.0","id":1,"method":"cluster.register","params":{"shards":"x"}}"#.utf8)),
            (try WireCoder.encode(Envelope(kind: .reply, id: "77")), Array("{}".utf8)),
            (try WireCoder.encode(Envelope(kind: .reply, id: "x")), Array("{}".utf8)),
            (try WireCoder.encode(Envelope(kind: .notification, id: "")), Array("{".utf8)),
        ] as [([UInt8], [UInt8])] {
            broker.receive(.memberMessage(address, envelope: envelope, body: body))
        }
        #expect(broker.sent.filter { $0.envelope.kind == .reply }.count == 4)
        #expect(broker.core.registry.members.isEmpty)
    }

    @Test func `whatever bytes come, the broker goes on`() throws {
        var random = SplitMix(state: 20_260_905)
        var broker = BrokerHarness()
        try broker.join(worker: "w1")
        let seeds = [
            #"{"jsonrpc":"2.0","id":1,"method":"search","params":{"query":"a","_meta":{"deadline":5}}}"#,
            #"[{"jsonrpc":"2.0","id":"x","method":"ping"},{"jsonrpc":"2.0","method":"documents.put","params":{}}]"#,
            #"{"kind":"reply","id":"3"}"#, #"{"kind":"request","id":"3","deadline":7}"#,
            #"{"jsonrpc":"2.0","id":1,"method":"cluster.heartbeat","params":{"name":"w1","instance":"w1"}}"#,
        ].map { Array($0.utf8) }
        for _ in 0..<3_000 {
            var messages = (0..<2).map { _ in seeds.randomElement(using: &random)! }
            for index in messages.indices where Bool.random(using: &random) {
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let place = messages[index].indices.randomElement(using: &random)!
                    messages[index][place] = UInt8.random(in: .min ... .max, using: &random)
                }
            }
            let client = ClientAddress(routingID: RoutingID([1]), delimiter: [[]])
            broker.receive(.clientMessage(client, body: messages[0]))
            broker.receive(.memberMessage(BrokerHarness.address("x"), envelope: messages[0], body: messages[1]))
        }
        broker.pass(.seconds(120))
        #expect(broker.core.isDrained && broker.core.jobs.isEmpty)
        let count = broker.replies.count
        broker.client(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#)
        #expect(broker.replies.count == count + 1)
    }
}
