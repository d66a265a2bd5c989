import Foundation
import Logging
import Protocol
import Testing
import ZeroMQ

@testable import Messaging

@Suite(.timeLimit(.minutes(2))) struct `A call` {
    @Test(arguments: FreshEndpoint.transports)
    func `is answered over every transport`(transport: String) async throws {
        let server = try RPCServer(binding: FreshEndpoint.make(transport), handlers: echoing(), logger: quiet)
        let client = try RPCClient(endpoint: server.endpoint, logger: quiet)
        let result = try await client.call(Echo.self, Echo.Params("mường khương"), deadline: patience)
        #expect(result.text == "mường khương")
        #expect(client.isConnected)
        client.shutdown()
        await server.shutdown()
    }

    @Test func `carries its deadline and trace`() async throws {
        let server = try RPCServer(binding: FreshEndpoint.make("tcp"), handlers: echoing(), logger: quiet)
        let client = try RPCClient(endpoint: server.endpoint, logger: quiet)
        let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let result = try await client.call(Echo.self, Echo.Params("x"), deadline: patience, traceparent: trace)
        #expect(result.traceparent == trace)
        let deadline = try #require(result.deadline)
        #expect((1...30_000).contains(deadline))
        var params = Echo.Params("x")
        params._meta = RequestMeta(deadline: 1, traceparent: trace)
        let own = try await client.call(Echo.self, params, deadline: patience)
        #expect(own.traceparent == trace)
        await server.shutdown()
    }

    @Test func `of many at once gets its own answer`() async throws {
        let server = try RPCServer(binding: FreshEndpoint.make("ipc"), handlers: echoing(), logger: quiet)
        let client = try RPCClient(endpoint: server.endpoint, logger: quiet)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<500 {
                group.addTask {
                    let result = try await client.call(Echo.self, Echo.Params("\(number)"), deadline: patience)
                    return result.text == "\(number)"
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
        await server.shutdown()
    }

    @Test func `throws the error that a handler threw`() async throws {
        var handlers = RPCHandlers()
        let error = RPCError(.notFound, detail: "no document \"a\"", pointer: "/params/text")
        handlers.on(Echo.self) { _, _ in throw error }
        let server = try RPCServer(binding: FreshEndpoint.make("tcp"), handlers: handlers, logger: quiet)
        let client = try RPCClient(endpoint: server.endpoint, logger: quiet)
        await #expect(throws: error) { try await client.call(Echo.self, Echo.Params("x"), deadline: patience) }
        await server.shutdown()
    }

    @Test func `to nobody says that nobody is there`() async throws {
        let client = try RPCClient(endpoint: FreshEndpoint.make("ipc"), logger: quiet)
        let error = await #expect(throws: NoAnswer.self) {
            try await client.call(Echo.self, Echo.Params("x"), deadline: .milliseconds(50))
        }
        #expect(error?.wasConnected == false)
        #expect(error?.description.contains("nobody is there") == true)
        #expect(!client.isConnected)
    }
}
