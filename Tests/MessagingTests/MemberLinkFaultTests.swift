import Logging
import Protocol
import Synchronization
import Testing

@testable import Messaging

extension `A member's link` {
    private func link(
        to broker: String, shards: Int? = nil, handlers: RPCHandlers = RPCHandlers(),
        settings: MessagingSettings = lively, logger: Logger = quiet
    ) -> MemberLink {
        MemberLink(
            broker: broker, member: Self.member, shards: shards, handlers: handlers, settings: settings,
            logger: logger, state: { MemberState() }, clusterChanged: { _ in })
    }

    @Test func `registers anew when the broker's heartbeats come from another instance`() async throws {
        let broker = try FakeBroker()
        let link = link(to: broker.client)
        async let run: Void = link.run()
        await broker.heartbeats.reach(1)
        broker.change { $0.instance = "two" }
        await broker.registrations.reach(2)
        await link.shutdown()
        try await run
    }

    @Test func `registers anew when the broker does not know it`() async throws {
        let broker = try FakeBroker()
        let link = link(to: broker.client)
        async let run: Void = link.run()
        await broker.heartbeats.reach(1)
        broker.change { $0.heartbeatError = RPCError(.notFound, detail: "who are you") }
        await broker.registrations.reach(2)
        broker.change { $0.heartbeatError = nil }
        let count = broker.heartbeats.value
        await broker.heartbeats.reach(count + 2)
        await link.shutdown()
        try await run
    }

    @Test func `registers anew when the broker is silent`() async throws {
        let broker = try FakeBroker()
        var settings = Self.lively
        settings.livenessFactor = 3
        let link = link(to: broker.client, settings: settings)
        async let run: Void = link.run()
        await broker.registrations.reach(1)
        broker.change { $0.isSilent = true }
        await broker.registrations.reach(2)
        broker.change { $0.isSilent = false }
        let count = broker.heartbeats.value
        await broker.heartbeats.reach(count + 1)
        await link.shutdown()
        try await run
    }

    @Test func `finds a broker that was started again elsewhere`() async throws {
        let endpoint = FreshEndpoint.make("ipc")
        let first = try FakeBroker(binding: endpoint)
        let link = link(to: first.client, settings: Self.patient)
        async let run: Void = link.run()
        await first.registrations.reach(1)
        await first.stop()
        let second = try FakeBroker(binding: endpoint)
        await second.registrations.reach(1)
        await link.shutdown()
        try await run
        await second.stop()
    }

    @Test func `registers anew over a new connection when the network is cut and healed`() async throws {
        let (first, second) = (try FakeBroker(), try FakeBroker())
        func port(_ endpoint: String) throws -> UInt16 { try #require(try Endpoint(endpoint).port) }
        let clients = TCPProxy(to: try port(first.client))
        let members = TCPProxy(to: try port(first.cluster))
        for broker in [first, second] { broker.change { $0.clusterEndpoint = members.endpoint } }
        var settings = Self.lively
        settings.livenessFactor = 10
        let link = link(to: clients.endpoint, settings: settings)
        async let run: Void = link.run()
        await first.heartbeats.reach(2)
        clients.cut()
        members.cut()
        // It looks for the broker again, in vain.
        let count = clients.connected.value
        await clients.connected.reach(count + 1)
        members.heal(to: try port(second.cluster))
        clients.heal(to: try port(second.client))
        await second.heartbeats.reach(2)
        await link.shutdown()
        try await run
        clients.stop()
        members.stop()
    }

    @Test func `waits aloud for a broker that comes later`() async throws {
        let endpoint = FreshEndpoint.make("ipc")
        let log = RecordedLog()
        var settings = Self.patient
        settings.helloDeadline = .milliseconds(20)
        let link = link(to: endpoint, settings: settings, logger: log.logger)
        async let run: Void = link.run()
        await log.saw("waiting for the broker")
        let broker = try FakeBroker(binding: endpoint)
        await broker.registrations.reach(1)
        await log.saw("registered with the broker")
        #expect(log.messages.filter { $0 == "waiting for the broker" }.count == 1)
        #expect(log.messages.contains("found the broker"))
        await link.shutdown()
        try await run
    }

    @Test func `is refused when it believes another number of shards`() async throws {
        let broker = try FakeBroker()
        let error = await #expect(throws: RPCError.self) { try await link(to: broker.client, shards: 3).run() }
        #expect(error?.knownCode == .shardMismatch)
        #expect(broker.registrations.value == 0)
    }

    @Test func `is refused when the broker speaks another version`() async throws {
        let broker = try FakeBroker()
        broker.change { $0.wire = TimtinVersion.wire + 1 }
        let error = await #expect(throws: RPCError.self) { try await link(to: broker.client).run() }
        #expect(error?.knownCode == .invalidRequest)
        #expect(error?.data.detail.contains("run the same version") == true)
    }

    @Test func `ends with the error by which the broker refuses it`() async throws {
        let broker = try FakeBroker()
        let refusal = RPCError(.shardMismatch, detail: "no")
        broker.change { $0.registrationError = refusal }
        await #expect(throws: refusal) { try await link(to: broker.client).run() }
    }

    @Test func `tries again when the broker cannot take it yet`() async throws {
        let broker = try FakeBroker()
        broker.change { $0.registrationError = RPCError(.overloaded, detail: "too many return") }
        let link = link(to: broker.client)
        async let run: Void = link.run()
        await broker.registrations.reach(2)
        broker.change { $0.registrationError = nil }
        await broker.heartbeats.reach(1)
        await link.shutdown()
        try await run
    }

    @Test(arguments: [false, true])
    func `answers what runs before it leaves, and refuses what comes`(isCancelled: Bool) async throws {
        let broker = try FakeBroker()
        let (started, gate) = (Counter(), Gate())
        var handlers = echoing()
        handlers.on(Once.self) { params, _ in
            started.increment()
            await gate.pass()
            return Echo.Result(text: params.text)
        }
        let link = link(to: broker.client, handlers: handlers, settings: Self.patient)
        let run = Task { try await link.run() }
        await broker.registrations.reach(1)
        func ask(_ id: String, _ method: String) {
            let params = Array(#"{"text":"x"}"#.utf8)
            broker.send(
                Envelope(kind: .request, id: id),
                RPCBytes.request(id: Array("1".utf8), method: method, params: params))
        }
        ask("slow", Once.name)
        await started.reach(1)
        let leaving = Task { if isCancelled { run.cancel() } else { await link.shutdown() } }
        // Until the link has taken note it still answers; its first refusal shows that it has.
        var replies = broker.replies.makeAsyncIterator()
        func next() async throws -> (String, JSONRPCResponse<Echo.Result>) {
            let reply = try #require(await replies.next())
            return (reply.envelope.id, try WireCoder.decode(JSONRPCResponse<Echo.Result>.self, from: reply.body))
        }
        var refusal: RPCError?
        while refusal == nil {
            ask("late", Echo.name)
            refusal = try await next().1.error
        }
        #expect(refusal?.knownCode == .shuttingDown)
        gate.open()
        let (id, response) = try await next()
        #expect(id == "slow")
        #expect(response.result?.text == "x")
        try await run.value
        await leaving.value
    }
}
