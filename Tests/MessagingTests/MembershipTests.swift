import Logging
import Protocol
import Synchronization
import Testing

@testable import Messaging

@Suite(.timeLimit(.minutes(2))) struct `A member of several brokers` {
    static let lively = `A member's link`.lively

    private func membership(
        _ brokers: [String], shards: Int? = nil, handlers: RPCHandlers = RPCHandlers(),
        settings: MessagingSettings = lively, clusterChanged: @escaping @Sendable (ClusterState) -> Void = { _ in }
    ) -> Membership {
        Membership(
            brokers: brokers, member: `A member's link`.member, shards: shards, handlers: handlers,
            settings: settings, logger: quiet, state: { MemberState() }, clusterChanged: clusterChanged)
    }

    @Test func `registers with each, and leaves each`() async throws {
        let brokers = [try FakeBroker(), try FakeBroker()]
        let membership = membership(brokers.map(\.client))
        async let run: Void = membership.run()
        for broker in brokers { await broker.heartbeats.reach(1) }
        #expect(membership.isRegistered)
        await membership.shutdown()
        try await run
        #expect(!membership.isRegistered)
    }

    @Test func `is not held up by one that is away, and registers with it when it comes`() async throws {
        let endpoint = FreshEndpoint.make("ipc")
        let first = try FakeBroker()
        let membership = membership([endpoint, first.client])
        #expect(try await membership.hello().broker == "fake")
        async let run: Void = membership.run()
        await first.heartbeats.reach(1)
        let late = try FakeBroker(binding: endpoint)
        await late.heartbeats.reach(1)
        await membership.shutdown()
        try await run
    }

    @Test func `has one session with a broker that two endpoints lead to`() async throws {
        let broker = try FakeBroker()
        let log = RecordedLog()
        let port = try #require(try Endpoint(broker.client).port)
        let membership = Membership(
            brokers: [broker.client, "tcp://localhost:\(port)"], member: `A member's link`.member, shards: nil,
            handlers: RPCHandlers(), settings: Self.lively, logger: log.logger, state: { MemberState() },
            clusterChanged: { _ in })
        async let run: Void = membership.run()
        await log.saw("another endpoint leads to the same broker")
        await broker.heartbeats.reach(3)
        #expect(broker.registrations.value == 1)
        await membership.shutdown()
        try await run
    }

    @Test func `stays with the others when one dies`() async throws {
        let brokers = [try FakeBroker(), try FakeBroker()]
        let membership = membership(brokers.map(\.client))
        async let run: Void = membership.run()
        for broker in brokers { await broker.heartbeats.reach(1) }
        await brokers[0].stop()
        let count = brokers[1].heartbeats.value
        await brokers[1].heartbeats.reach(count + 2)
        #expect(membership.isRegistered)
        #expect(brokers[1].registrations.value == 1)
        await membership.shutdown()
        try await run
    }

    @Test func `ends with the reason when one has another number of shards`() async throws {
        let brokers = [try FakeBroker(), try FakeBroker()]
        brokers[1].change { $0.shards = 3 }
        let error = await #expect(throws: RPCError.self) { try await membership(brokers.map(\.client)).run() }
        #expect(error?.knownCode == .shardMismatch)
        #expect(error?.data.detail.contains("3 shards") == true || error?.data.detail.contains("2 shards") == true)
    }

    @Test func `ends with the reason when one speaks another version`() async throws {
        let brokers = [try FakeBroker(), try FakeBroker()]
        brokers[1].change { $0.wire = TimtinVersion.wire + 1 }
        let error = await #expect(throws: RPCError.self) { try await membership(brokers.map(\.client)).run() }
        #expect(error?.data.detail.contains("run the same version") == true)
    }

    @Test func `publishes through each broker that is there`() async throws {
        let brokers = [try FakeBroker(), try FakeBroker()]
        let membership = membership(brokers.map(\.client))
        async let run: Void = membership.run()
        membership.publish(
            CloudEvent(id: "e", source: "/cluster/worker-a", type: .memberJoined, time: "", data: .null))
        for broker in brokers {
            var notifications = broker.notifications.makeAsyncIterator()
            let body = try #require(await notifications.next())
            let request = try WireCoder.decode(JSONRPCRequest<ClusterEvent.Params>.self, from: body)
            #expect(request.params.event.id == "e")
        }
        await membership.shutdown()
        try await run
    }

    @Test func `carries out requests of each, and answers each before it leaves`() async throws {
        let brokers = [try FakeBroker(), try FakeBroker()]
        let (started, gate) = (Counter(), Gate())
        var handlers = RPCHandlers()
        handlers.on(Once.self) { params, _ in
            started.increment()
            await gate.pass()
            return Echo.Result(text: params.text)
        }
        let membership = membership(brokers.map(\.client), handlers: handlers)
        async let run: Void = membership.run()
        for (number, broker) in brokers.enumerated() {
            await broker.registrations.reach(1)
            let params = Array(#"{"text":"\#(number)"}"#.utf8)
            broker.send(
                Envelope(kind: .request, id: "slow"),
                RPCBytes.request(id: Array("1".utf8), method: Once.name, params: params))
        }
        await started.reach(2)
        async let left: Void = membership.shutdown()
        gate.open()
        for (number, broker) in brokers.enumerated() {
            var replies = broker.replies.makeAsyncIterator()
            let reply = try #require(await replies.next())
            let response = try WireCoder.decode(JSONRPCResponse<Echo.Result>.self, from: reply.body)
            #expect(response.result?.text == "\(number)")
        }
        try await run
        await left
    }
}

@Suite struct `What several brokers tell of the cluster` {
    private func state(
        _ shard: Int = 0, epoch: UInt64 = 1, _ generation: String? = nil, through: UInt64 = 0,
        acknowledged: UInt64 = 0, age: Double? = nil
    ) -> ShardState {
        ShardState(
            shard: shard, epoch: epoch, generation: generation, through: through, acknowledged: acknowledged,
            documents: 0, segments: 0, byteCount: 0, folder: "shards/0000",
            behind: age.map { [GenerationAge(generation: generation ?? "", ageMilliseconds: $0)] } ?? [])
    }

    @Test func `adds up over shards`() {
        let (first, second) = (state(0), state(1))
        #expect(ClusterState(shards: [second]).merged(with: ClusterState(shards: [first])).shards == [first, second])
        #expect(ClusterState(shards: [first]).merged(with: ClusterState()).shards == [first])
    }

    @Test func `counts by epoch, then generation, then what is acknowledged, whoever tells it`() {
        let inOrder = [
            state(epoch: 1), state(epoch: 1, "1.9", through: 9), state(epoch: 1, "1.10", through: 9),
            state(epoch: 2, "1.10", through: 9), state(epoch: 2, "2.1", through: 9),
            state(epoch: 2, "2.1", through: 9, acknowledged: 12),
        ]
        for (older, newer) in zip(inOrder, inOrder.dropFirst()) {
            let (older, newer) = (ClusterState(shards: [older]), ClusterState(shards: [newer]))
            #expect(older.merged(with: newer) == newer)
            #expect(newer.merged(with: older) == newer)
        }
    }

    @Test func `is the later word where neither is newer`() {
        let (earlier, later) = (state(epoch: 1, "1.1", age: 5), state(epoch: 1, "1.1", age: 3))
        #expect(ClusterState(shards: [earlier]).merged(with: ClusterState(shards: [later])).shards == [later])
    }

    @Test func `is told on only where it is news`() {
        let told = Mutex<[ClusterState]>([])
        let view = ClusterView { state in told.withLock { $0.append(state) } }
        let (old, new) = (ClusterState(shards: [state(epoch: 1)]), ClusterState(shards: [state(epoch: 2)]))
        for state in [ClusterState(), new, old, new, ClusterState()] { view.put(state) }
        #expect(told.withLock { $0 } == [ClusterState(), new])
    }
}
