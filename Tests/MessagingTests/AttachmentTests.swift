import Dispatch
import Logging
import Protocol
import Testing
import ZeroMQ

@testable import Messaging

/// A method whose answer is followed by two frames.
private enum Parcel: RPCMethod {
    static let name = "test.parcel"
    static let server = ServerRole.any
    static let isIdempotent = true
    static let summary = "Sends bytes beside its answer."
    static let attachmentCount = 2

    typealias Params = Echo.Params
    typealias Result = Echo.Result
}

@Suite(.timeLimit(.minutes(2))) struct `Attachments` {
    private static func handlers(_ attachments: [[UInt8]] = [[0, 255, 10], []]) -> RPCHandlers {
        var handlers = echoing()
        handlers.onAttaching(Parcel.self) { params, _ in
            guard params.text != "none" else { throw RPCError(.notFound, detail: "there is no parcel") }
            return (Echo.Result(text: params.text), attachments)
        }
        return handlers
    }

    @Test(arguments: FreshEndpoint.transports)
    func `come with the answer that they belong to, empty ones too`(transport: String) async throws {
        let server = try RPCServer(binding: FreshEndpoint.make(transport), handlers: Self.handlers(), logger: quiet)
        let client = try RPCClient(endpoint: server.endpoint, logger: quiet)
        let answer = try await client.callAttaching(Parcel.self, Echo.Params("a"), deadline: patience)
        #expect(answer.result.text == "a")
        #expect(answer.attachments == [[0, 255, 10], []])
        let error = await #expect(throws: RPCError.self) {
            try await client.callAttaching(Parcel.self, Echo.Params("none"), deadline: patience)
        }
        #expect(error?.knownCode == .notFound)
        #expect(try await client.call(Echo.self, Echo.Params("b"), deadline: patience).text == "b")
        await server.shutdown()
    }

    @Test func `of more bytes than may be sent are refused by the server`() async throws {
        var settings = MessagingSettings()
        settings.messageByteCountMax = 1000
        let handlers = Self.handlers([[UInt8](repeating: 1, count: 600), [UInt8](repeating: 2, count: 600)])
        let server = try RPCServer(
            binding: "tcp://127.0.0.1:*", handlers: handlers, settings: settings, logger: quiet)
        let client = try RPCClient(endpoint: server.endpoint, logger: quiet)
        let error = await #expect(throws: RPCError.self) {
            try await client.callAttaching(Parcel.self, Echo.Params("a"), deadline: patience)
        }
        #expect(error?.knownCode == .messageTooLarge)
        await server.shutdown()
    }

    @Test(arguments: [[], [1], [1, 1, 1], [700, 700]])
    func `of another number or size than agreed end the call by an error`(sizes: [Int]) async throws {
        let fake = FreshPeer()
        var settings = MessagingSettings()
        settings.messageByteCountMax = 1000
        let client = try RPCClient(endpoint: fake.endpoint, settings: settings, logger: quiet)
        async let answering: Void = fake.answerOnce { route in
            let body = Frame(#"{"id":"1","jsonrpc":"2.0","result":{"text":"x"}}"#)
            return Message(route + [body] + sizes.map { Frame([UInt8](repeating: 7, count: $0)) })
        }
        let error = await #expect(throws: RPCError.self) {
            try await client.callAttaching(Parcel.self, Echo.Params("a"), deadline: patience)
        }
        #expect(error?.knownCode == (sizes == [700, 700] ? .messageTooLarge : .internalError))
        fake.leave()
        try await answering
    }

    @Test func `are refused where a request has them`() async throws {
        let server = try RPCServer(binding: "tcp://127.0.0.1:*", handlers: Self.handlers(), logger: quiet)
        let endpoint = server.endpoint
        let answer = try await onThread {
            let socket = try Socket(.dealer)
            try socket.connect(endpoint)
            let body = Frame(#"{"jsonrpc":"2.0","id":1,"method":"test.echo","params":{"text":"x"}}"#)
            try socket.send(Message([body, Frame([1, 2, 3])]), within: patience)
            return try socket.receive(within: patience)?.last?.text ?? ""
        }
        #expect(answer.contains("invalid request"))
        await server.shutdown()
    }

    @Test func `cannot be asked for in a batch`() async throws {
        let request = #"{"jsonrpc":"2.0","id":1,"method":"test.parcel","params":{"text":"x"}}"#
        let reply = try #require(await Self.handlers().answer(Array("[\(request)]".utf8)))
        #expect(String(decoding: reply.body, as: UTF8.self).contains("invalid request"))
        #expect(reply.attachments.isEmpty)
    }
}

/// A peer that answers one request by what it is told to, and stays until it is let go: what it sent last could be lost
/// with its connection.
private final class FreshPeer: Sendable {
    let endpoint = FreshEndpoint.make("ipc")
    private let mayLeave = DispatchSemaphore(value: 0)

    func leave() { mayLeave.signal() }

    func answerOnce(_ answer: @escaping @Sendable (_ route: [Frame]) -> Message) async throws {
        let (endpoint, mayLeave) = (endpoint, mayLeave)
        try await onThread {
            let socket = try Socket(.router)
            try socket.bind(endpoint)
            guard let message = try socket.receive(within: patience) else { return }
            try socket.send(answer([message[0]]))
            mayLeave.wait()
        }
    }
}
