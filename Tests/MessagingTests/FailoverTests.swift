import Foundation
import Logging
import Protocol
import Synchronization
import Testing
import ZeroMQ

@testable import Messaging

@Suite(.timeLimit(.minutes(2))) struct `A client of several servers` {
    /// Goes on only when it is told, never because somebody is slow.
    private static var calm: MessagingSettings {
        var settings = MessagingSettings()
        settings.probeAfter = patience
        settings.connectTimeout = patience
        return settings
    }

    /// Finds out soon that a server is silent.
    private static var hasty: MessagingSettings {
        var settings = calm
        settings.probeAfter = .milliseconds(50)
        settings.heartbeatInterval = .milliseconds(50)
        return settings
    }

    /// Finds out soon that a connection does not come about.
    private static var eager: MessagingSettings {
        var settings = calm
        settings.connectTimeout = .milliseconds(200)
        return settings
    }

    private func server(
        _ name: String, _ endpoint: String = "tcp://127.0.0.1:*", drainTimeout: Duration = .zero,
        whenAskedSlowly: @escaping @Sendable () async -> Void = {}
    ) throws -> RPCServer {
        var handlers = RPCHandlers()
        for method in [Echo.self, Once.self] as [any EchoMethod.Type] {
            method.handle(in: &handlers) { text in
                if text == "slowly" { await whenAskedSlowly() }
                return name
            }
        }
        var settings = MessagingSettings()
        settings.drainTimeout = drainTimeout
        return try RPCServer(binding: endpoint, handlers: handlers, settings: settings, logger: quiet)
    }

    private func client(
        _ endpoints: [String], _ settings: MessagingSettings = calm, resolver: NameResolver = .shared
    ) throws -> RPCClient {
        try RPCClient(endpoints: endpoints, settings: settings, logger: quiet, resolver: resolver)
    }

    private func ask(_ client: RPCClient, _ how: String = "quickly") async throws -> String {
        try await client.call(Echo.self, Echo.Params(how), deadline: patience).text
    }

    private func port(_ endpoint: String) throws -> UInt16 { try #require(try Endpoint(endpoint).port) }

    @Test func `asks the next when the first dies, with what was under way`() async throws {
        let (started, gate) = (Counter(), Gate())
        let first = try server("first") {
            started.increment()
            await gate.pass()
        }
        let second = try server("second")
        let client = try client([first.endpoint, second.endpoint])
        async let answer = ask(client, "slowly")
        await started.reach(1)
        #expect(client.endpoint == first.endpoint)
        await first.shutdown()
        #expect(try await answer == "second")
        #expect(client.endpoint == second.endpoint)
        gate.open()
    }

    @Test func `says of a call that must not be sent twice who left it in doubt, and goes on`() async throws {
        let (started, gate) = (Counter(), Gate())
        let first = try server("first") {
            started.increment()
            await gate.pass()
        }
        let second = try server("second")
        let client = try client([first.endpoint, second.endpoint])
        async let answer = client.call(Once.self, Once.Params("slowly"), deadline: patience)
        await started.reach(1)
        await first.shutdown()
        do {
            _ = try await answer
            Issue.record("it was sent twice")
        } catch let error as NoAnswer {
            #expect(error.endpoint == first.endpoint)
        }
        #expect(try await client.call(Once.self, Once.Params("x"), deadline: patience).text == "second")
        gate.open()
    }

    @Test func `does not turn back when the first returns`() async throws {
        let endpoint = FreshEndpoint.make("ipc")
        let first = try server("first", endpoint)
        let second = try server("second")
        let client = try client([endpoint, second.endpoint])
        #expect(try await ask(client) == "first")
        await first.shutdown()
        #expect(try await ask(client) == "second")
        let returned = try server("returned", endpoint)
        for _ in 0..<20 { #expect(try await ask(client) == "second") }
        await second.shutdown()
        #expect(try await ask(client) == "returned")
        await returned.shutdown()
    }

    @Test(arguments: [
        "tcp://127.0.0.1:9", "ipc:///nowhere/at-all.sock", "tcp://no-such-host.invalid:5570", "tcp://no-port.invalid:*",
    ])
    func `passes over one that is nowhere`(nowhere: String) async throws {
        let second = try server("second")
        #expect(try await ask(try client([nowhere, second.endpoint])) == "second")
    }

    @Test func `passes over one that accepts connections and says nothing`() async throws {
        let proxy = TCPProxy(to: 9)
        proxy.cut()
        let second = try server("second")
        #expect(try await ask(try client([proxy.endpoint, second.endpoint], Self.eager)) == "second")
        #expect(proxy.connected.value > 0)
        proxy.stop()
    }

    @Test func `leaves one that takes requests and never answers`() async throws {
        let mute = try SocketThread(name: "mute") { loop, _ in try Mute(loop) }
        defer { mute.stop() }
        let endpoint = try #require(Mute.endpoint.take())
        let second = try server("second")
        let client = try client([endpoint, second.endpoint], Self.hasty)
        async let answer = ask(client)
        await Mute.taken.reach(1)
        #expect(try await answer == "second")
    }

    @Test func `stays with one that is slow but lives`() async throws {
        let (started, pings, gate) = (Counter(), Counter(), Gate())
        var handlers = RPCHandlers()
        handlers.on(Echo.self) { _, _ in
            started.increment()
            await gate.pass()
            return Echo.Result(text: "slow")
        }
        handlers.on(Ping.self) { _, _ in
            pings.increment()
            throw RPCError(.overloaded, detail: "any answer is a sign of life")
        }
        let slow = try RPCServer(binding: "tcp://127.0.0.1:*", handlers: handlers, logger: quiet)
        let second = try server("second")
        var settings = Self.hasty
        settings.livenessFactor = 600
        let client = try client([slow.endpoint, second.endpoint], settings)
        async let answer = ask(client)
        await pings.reach(10)
        gate.open()
        #expect(try await answer == "slow")
        #expect(started.value == 1)
        await slow.shutdown()
    }

    @Test func `leaves one that shuts down, and takes the answers that it owes`() async throws {
        let (started, gate) = (Counter(), Gate())
        let first = try server("first", drainTimeout: patience) {
            started.increment()
            await gate.pass()
        }
        let second = try server("second")
        let client = try client([first.endpoint, second.endpoint])
        async let owed = client.call(Once.self, Once.Params("slowly"), deadline: patience)
        await started.reach(1)
        async let stopped: Void = first.shutdown()
        var answer = ""
        while answer != "second" { answer = try await ask(client) }
        gate.open()
        #expect(try await owed.text == "first")
        await stopped
    }

    @Test func `makes a connection anew that was cut without a sign`() async throws {
        let (started, gate) = (Counter(), Gate())
        let first = try server("first") {
            started.increment()
            await gate.pass()
        }
        let second = try server("second")
        let proxy = TCPProxy(to: try port(first.endpoint))
        var settings = Self.hasty
        settings.connectTimeout = Self.eager.connectTimeout
        let client = try client([proxy.endpoint], settings)
        #expect(try await ask(client) == "first")
        async let answer = ask(client, "slowly")
        await started.reach(1)
        let connected = proxy.connected.value
        proxy.cut()
        gate.open()
        // Nothing comes through until the network leads elsewhere.
        await proxy.connected.reach(connected + 1)
        proxy.heal(to: try port(second.endpoint))
        #expect(try await answer == "second")
        proxy.stop()
    }

    @Test func `finds a server that comes back at another address`() async throws {
        let address = Mutex("127.0.0.2")
        let resolver = NameResolver { _ in [address.withLock { $0 }] }
        let first = try server("first", "tcp://127.0.0.2:*")
        let port = try port(first.endpoint)
        let client = try client(["tcp://broker:\(port)"], resolver: resolver)
        #expect(try await ask(client) == "first")
        await first.shutdown()
        let second = try server("second", "tcp://127.0.0.3:\(port)")
        address.withLock { $0 = "127.0.0.3" }
        #expect(try await ask(client) == "second")
        #expect(client.address == "tcp://127.0.0.3:\(port)")
        await second.shutdown()
    }

    @Test func `tries every address of a name`() async throws {
        let server = try server("second", "tcp://127.0.0.2:*")
        let resolver = NameResolver { _ in ["127.0.0.4", "::1", "127.0.0.2"] }
        let client = try client(["tcp://broker:\(try port(server.endpoint))"], resolver: resolver)
        #expect(try await ask(client) == "second")
    }

    @Test func `is not held up by a name server that is silent`() async throws {
        let answered = DispatchSemaphore(value: 0)
        let resolver = NameResolver { _ in
            answered.wait()
            return []
        }
        let second = try server("second")
        #expect(
            try await ask(try client(["tcp://broker:5570", second.endpoint], Self.eager, resolver: resolver))
                == "second")
        answered.signal()
    }
}

@Suite(.timeLimit(.minutes(1))) struct `Names of hosts` {
    @Test(arguments: [
        "tcp://127.0.0.1:5570", "tcp://[::1]:5570", "ipc:///run/x", "inproc://x", "tcp://[fe80::1%eth0]:1",
    ])
    func `are not looked up where there is none`(endpoint: String) {
        #expect(NameResolver.addressWithoutLookup(endpoint) == endpoint)
    }

    @Test func `are looked up once for all who ask at the same time`() async {
        let (lookups, asked, gate) = (Counter(), Counter(), DispatchSemaphore(value: 0))
        let resolver = NameResolver { host in
            lookups.increment()
            gate.wait()
            return ["\(host)-address"]
        }
        let (answers, answered) = AsyncStream.makeStream(of: [String].self)
        for port in 1...3 {
            resolver.lookUp("tcp://host:\(port)") { answered.yield($0) }
            asked.increment()
        }
        await asked.reach(3)
        gate.signal()
        var iterator = answers.makeAsyncIterator()
        for port in 1...3 { #expect(await iterator.next() == ["tcp://host-address:\(port)"]) }
        #expect(lookups.value == 1)
    }

    @Test func `lead to addresses of this machine`() async {
        let addresses = await NameResolver.shared.addresses(of: "tcp://localhost:5570")
        #expect(addresses.contains("tcp://127.0.0.1:5570") || addresses.contains("tcp://[::1]:5570"))
        #expect(await NameResolver.shared.addresses(of: "tcp://no-such-host.invalid:5570") == [])
    }
}

/// The test methods, so that both get the same handler.
private protocol EchoMethod: RPCMethod where Params == Echo.Params, Result == Echo.Result {}
extension Echo: EchoMethod {}
extension Once: EchoMethod {}

extension EchoMethod {
    fileprivate static func handle(
        in handlers: inout RPCHandlers, _ answer: @escaping @Sendable (String) async -> String
    ) {
        handlers.on(Self.self) { params, _ in Echo.Result(text: await answer(params.text)) }
    }
}

/// A server that takes everything and never says a word.
private final class Mute: SocketOwner {
    static let endpoint = Handover<String>()
    static let taken = Counter()
    private let socket: Socket

    init(_ loop: SocketLoop) throws {
        socket = try Socket(.router)
        try socket.bind("tcp://127.0.0.1:*")
        Self.endpoint.put(try socket.boundEndpoint)
        loop.watch(socket) { [unowned self] _ in
            while (try? socket.receive()) != nil { Self.taken.increment() }
        }
    }

    func take(_ commands: [Never]) {}
    func turn(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant? { nil }
    func close() { socket.close() }
}
