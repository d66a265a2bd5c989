import Logging
import Protocol
import Synchronization
import Testing

@testable import Messaging

@Suite(.timeLimit(.minutes(2))) struct `A member's link` {
    /// Heartbeats that come only when asked for, and silence that never ends a session.
    static var patient: MessagingSettings {
        var settings = MessagingSettings()
        settings.heartbeatInterval = .seconds(3600)
        return settings
    }

    /// Many heartbeats a second; a broker silent for a second is lost.
    static var lively: MessagingSettings {
        var settings = MessagingSettings()
        settings.heartbeatInterval = .milliseconds(20)
        settings.livenessFactor = 50
        return settings
    }

    static let member = MemberInfo(name: "worker-a", role: .worker, instance: "i", host: "h", processID: 1)

    private func link(
        to broker: FakeBroker, shards: Int? = nil, handlers: RPCHandlers = RPCHandlers(),
        settings: MessagingSettings = lively, logger: Logger = quiet,
        clusterChanged: @escaping @Sendable (ClusterState) -> Void = { _ in }
    ) -> MemberLink {
        MemberLink(
            broker: broker.client, member: Self.member, shards: shards, handlers: handlers, settings: settings,
            logger: logger, state: { MemberState(outstanding: 7) }, clusterChanged: clusterChanged)
    }

    @Test func `registers and sends heartbeats`() async throws {
        let broker = try FakeBroker()
        let link = link(to: broker)
        async let run: Void = link.run()
        await broker.registrations.reach(1)
        await broker.heartbeats.reach(3)
        #expect(link.isRegistered)
        #expect(broker.lastState.withLock { $0 }?.outstanding == 7)
        await link.shutdown()
        try await run
        #expect(!link.isRegistered)
    }

    @Test func `says hello before it runs`() async throws {
        let broker = try FakeBroker()
        let link = link(to: broker)
        #expect(try await link.hello().shards == 2)
        await link.shutdown()
    }

    @Test func `reaches a wildcard host by the host of the broker`() async throws {
        let broker = try FakeBroker()
        broker.change { $0.clusterHost = "0.0.0.0" }
        let link = link(to: broker)
        async let run: Void = link.run()
        await broker.registrations.reach(1)
        await link.shutdown()
        try await run
    }

    @Test func `carries out the broker's requests and answers under their id`() async throws {
        let broker = try FakeBroker()
        let seen = Handover<RPCContext>()
        var handlers = RPCHandlers()
        handlers.on(Echo.self) { params, context in
            seen.put(context)
            return Echo.Result(text: params.text)
        }
        let link = link(to: broker, handlers: handlers, settings: Self.patient)
        async let run: Void = link.run()
        await broker.registrations.reach(1)
        let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let body = RPCBytes.request(id: Array("5".utf8), method: Echo.name, params: Array(#"{"text":"hòa"}"#.utf8))
        broker.send(Envelope(kind: .request, id: "e1", deadline: 60_000, shard: 1, traceparent: trace), body)
        var replies = broker.replies.makeAsyncIterator()
        let reply = try #require(await replies.next())
        #expect(reply.envelope.id == "e1")
        #expect(reply.envelope.from == "worker-a")
        let response = try WireCoder.decode(JSONRPCResponse<Echo.Result>.self, from: reply.body)
        #expect(response.id == .integer(5))
        #expect(response.result?.text == "hòa")
        let context = try #require(seen.take())
        #expect(context.shard == 1)
        #expect(context.traceparent == trace)
        #expect(context.deadline.map { $0 > .now } == true)
        await link.shutdown()
        try await run
    }

    @Test func `settles a notification that came as a request by an empty reply`() async throws {
        let broker = try FakeBroker()
        let link = link(to: broker, handlers: echoing(), settings: Self.patient)
        async let run: Void = link.run()
        await broker.registrations.reach(1)
        broker.send(
            Envelope(kind: .request, id: "e1"),
            RPCBytes.request(id: nil, method: Echo.name, params: Array(#"{"text":"x"}"#.utf8)))
        var replies = broker.replies.makeAsyncIterator()
        #expect(await replies.next()?.body == [])
        await link.shutdown()
        try await run
    }

    @Test func `tells a changed state at once`() async throws {
        let broker = try FakeBroker()
        let link = link(to: broker, settings: Self.patient)
        async let run: Void = link.run()
        await broker.registrations.reach(1)
        link.stateChanged()
        await broker.heartbeats.reach(1)
        await link.shutdown()
        try await run
    }

    @Test func `tells of each new state of the cluster, in order`() async throws {
        let broker = try FakeBroker()
        let (states, told) = AsyncStream.makeStream(of: ClusterState.self)
        let link = link(to: broker, settings: Self.patient) { told.yield($0) }
        async let run: Void = link.run()
        var iterator = states.makeAsyncIterator()
        #expect(await iterator.next() == ClusterState())
        let state = ShardState(
            shard: 0, epoch: 1, generation: "1.1", through: 5, acknowledged: 6, documents: 5, segments: 1,
            byteCount: 100, folder: "shards/0000", behind: [])
        for number in 1...3 {
            var next = state
            next.through = UInt64(number)
            let params = try WireCoder.encode(ClusterStateChanged.Params(cluster: ClusterState(shards: [next])))
            let body = RPCBytes.request(id: nil, method: ClusterStateChanged.name, params: params)
            broker.send(Envelope(kind: .notification, id: ""), body)
        }
        for number in 1...3 { #expect(await iterator.next()?.shards.first?.through == UInt64(number)) }
        await link.shutdown()
        try await run
    }

    @Test func `hands the broker its events, also those from before it was registered`() async throws {
        let broker = try FakeBroker()
        let link = link(to: broker, settings: Self.patient)
        func event(_ id: String) -> CloudEvent {
            CloudEvent(id: id, source: "/cluster/worker-a", type: .memberJoined, time: "", data: .null)
        }
        link.publish(event("early"))
        async let run: Void = link.run()
        var notifications = broker.notifications.makeAsyncIterator()
        for id in ["early", "late"] {
            if id == "late" { link.publish(event("late")) }
            let body = try #require(await notifications.next())
            let request = try WireCoder.decode(JSONRPCRequest<ClusterEvent.Params>.self, from: body)
            #expect(request.params.event.id == id)
        }
        await link.shutdown()
        try await run
    }
}
