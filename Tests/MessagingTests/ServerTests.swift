import Logging
import Protocol
import Testing
import ZeroMQ

@testable import Messaging

@Suite(.timeLimit(.minutes(2))) struct `A server` {
    private static let request = #"{"jsonrpc":"2.0","id":1,"method":"test.echo","params":{"text":"x"}}"#
    private static let reply = #"{"id":1,"jsonrpc":"2.0","result":{"text":"x"}}"#

    @Test func `answers a plain REQ socket, one that tells replies apart, and a DEALER`() async throws {
        let server = try RPCServer(binding: "tcp://127.0.0.1:*", handlers: echoing(), logger: quiet)
        let endpoint = server.endpoint
        let replies = try await onThread {
            try [(SocketKind.req, false), (.req, true), (.dealer, false)].map { kind, isRelaxed in
                var options = SocketOptions(for: kind)
                options.isRequestRelaxed = isRelaxed
                let socket = try Socket(kind, options: options)
                try socket.connect(endpoint)
                try socket.send(Message(Self.request), within: patience)
                return try socket.receive(within: patience).map { $0.map(\.text) }
            }
        }
        #expect(replies == [[Self.reply], [Self.reply], [Self.reply]])
        await server.shutdown()
    }

    @Test func `goes on whatever it is sent`() async throws {
        let server = try RPCServer(binding: "tcp://127.0.0.1:*", handlers: echoing(), logger: quiet)
        let endpoint = server.endpoint
        let answers = try await onThread {
            let socket = try Socket(.dealer)
            try socket.connect(endpoint)
            var generator = SeededGenerator(seed: 7)
            for length in 1...200 {
                let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
                try socket.send(Message([Frame(noise), Frame([]), Frame(noise)]), within: patience)
            }
            try socket.send(Message([Frame([])]), within: patience)
            try socket.send(Message(Self.request), within: patience)
            var answers: [String] = []
            while let message = try socket.receive(within: patience) {
                let text = message.last?.text ?? ""
                answers.append(text)
                if text == Self.reply { break }
            }
            return answers
        }
        #expect(answers.last == Self.reply)
        await server.shutdown()
    }

    @Test func `answers what runs before it stops, and refuses what comes`() async throws {
        let (started, gate) = (Counter(), Gate())
        var handlers = echoing()
        handlers.on(Once.self) { params, _ in
            started.increment()
            await gate.pass()
            return Echo.Result(text: params.text)
        }
        let server = try RPCServer(binding: "tcp://127.0.0.1:*", handlers: handlers, logger: quiet)
        let endpoint = server.endpoint
        let (stop, refused) = (Gate(), Gate())
        async let answers = onThread {
            // A client that keeps what has come when its server goes, unlike one that waits for connections.
            var options = SocketOptions(for: .dealer)
            options.isImmediate = false
            let socket = try Socket(.dealer, options: options)
            try socket.connect(endpoint)
            try socket.send(Message(Self.request.replacing("test.echo", with: Once.name)), within: patience)
            // Until the server has taken note it still answers; its first refusal shows that it has.
            var answers: [String] = []
            repeat {
                try socket.send(Message(Self.request), within: patience)
                answers.append(try socket.receive(within: patience)?.last?.text ?? "")
                stop.open()
            } while answers.last == Self.reply
            refused.open()
            answers.append(try socket.receive(within: patience)?.last?.text ?? "")
            return Array(answers.suffix(2))
        }
        await started.reach(1)
        await stop.pass()
        async let stopping: Void = server.shutdown()
        await refused.pass()
        gate.open()
        let last = try await answers
        #expect(last.first?.contains("shutting down") == true)
        #expect(last.last == Self.reply)
        await stopping
        await server.shutdown()
    }

    @Test func `carries out no more at once than it may`() async throws {
        let (started, gate) = (Counter(), Gate())
        var handlers = RPCHandlers()
        handlers.on(Once.self) { params, _ in
            started.increment()
            await gate.pass()
            return Echo.Result(text: params.text)
        }
        var settings = MessagingSettings()
        settings.requestCountMax = 2
        let server = try RPCServer(binding: "tcp://127.0.0.1:*", handlers: handlers, settings: settings, logger: quiet)
        let client = try RPCClient(endpoint: server.endpoint, logger: quiet)
        let running = (0..<2).map { _ in
            Task { try await client.call(Once.self, Once.Params("x"), deadline: patience) }
        }
        await started.reach(2)
        let error = await #expect(throws: RPCError.self) {
            try await client.call(Once.self, Once.Params("y"), deadline: patience)
        }
        #expect(error?.knownCode == .overloaded)
        gate.open()
        for call in running { #expect(try await call.value.text == "x") }
        await server.shutdown()
    }

    @Test func `says what it cannot bind`() throws {
        let server = try RPCServer(binding: "tcp://127.0.0.1:*", handlers: echoing(), logger: quiet)
        let error = #expect(throws: ZeroMQError.self) {
            try RPCServer(binding: server.endpoint, handlers: echoing(), logger: quiet)
        }
        #expect(error?.code == .addressInUse)
        #expect(throws: ZeroMQError.self) { try RPCServer(binding: "nowhere", handlers: echoing(), logger: quiet) }
    }
}
