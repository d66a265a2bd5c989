import Logging
import Protocol
import Testing

@testable import Messaging

@Suite(.timeLimit(.minutes(2))) struct `A table of handlers` {
    private typealias Response = JSONRPCResponse<JSONValue>

    private func answer(_ body: String, _ handlers: RPCHandlers = echoing()) async throws -> String? {
        await handlers.answer(Array(body.utf8)).map { String(decoding: $0.body, as: UTF8.self) }
    }

    private func error(_ body: String, _ handlers: RPCHandlers = echoing()) async throws -> (RPCError, JSONRPCID) {
        let bytes = try #require(await handlers.answer(Array(body.utf8))).body
        let response = try WireCoder.decode(Response.self, from: bytes)
        return (try #require(response.error), response.id)
    }

    private func request(_ params: String, id: String = "1") -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"test.echo","params":\#(params)}"#
    }

    @Test func `answers a request by its result`() async throws {
        let reply = try await answer(request(#"{"text":"x"}"#))
        #expect(reply == #"{"id":1,"jsonrpc":"2.0","result":{"text":"x"}}"#)
    }

    @Test(arguments: ["1", "-7", #""a\u0062""#, "null", "1.50", #""""#])
    func `repeats an id exactly`(id: String) async throws {
        let reply = try await answer(request(#"{"text":"x"}"#, id: id))
        #expect(reply?.hasPrefix(#"{"id":\#(id),"#) == true)
    }

    @Test(arguments: [
        #"{"jsonrpc":"2.0","id":"a","method":"ping"}"#,
        #"{"jsonrpc":"2.0","id":"a","method":"ping","params":{"_meta":{"deadline":60000}}}"#,
    ])
    func `answers alike at once what is always answered alike`(body: String) async throws {
        var handlers = echoing()
        handlers.on(Ping.self, answering: Ping.Result(role: .worker, name: "w", version: "1"))
        let expected = #"{"id":"a","jsonrpc":"2.0","result":{"name":"w","role":"worker","version":"1"}}"#
        let atOnce = handlers.answerAtOnce(Array(body.utf8).span)
        #expect(atOnce.map { String(decoding: $0, as: UTF8.self) } == expected)
        #expect(try await answer(body, handlers) == expected)
    }

    @Test(arguments: [
        #"{"jsonrpc":"2.0","method":"ping"}"#, #"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, "{",
        #"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, #"{"jsonrpc":"2.0","id":1,"method":"test.echo"}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":"\#(String(repeating: "x", count: 5000))"}}"#,
    ])
    func `leaves to tasks what is more than one short request`(body: String) {
        var handlers = echoing()
        handlers.on(Ping.self, answering: Ping.Result(role: .worker, name: "w"))
        #expect(handlers.answerAtOnce(Array(body.utf8).span) == nil)
    }

    @Test func `answers a notification by nothing, whatever comes of it`() async throws {
        #expect(try await answer(#"{"jsonrpc":"2.0","method":"test.echo","params":{"text":"x"}}"#) == nil)
        #expect(try await answer(#"{"jsonrpc":"2.0","method":"test.echo","params":{}}"#) == nil)
        #expect(try await answer(#"{"jsonrpc":"2.0","method":"none"}"#) == nil)
    }

    @Test(arguments: ["", "{", "nonsense", #"{"jsonrpc":"2.0""#, "{}{}", #"{"a":tru}"#, #"["\x"]"#])
    func `answers what is no JSON by a parse error`(body: String) async throws {
        let (error, id) = try await error(body)
        #expect(error.knownCode == .parseError)
        #expect(id == .null)
    }

    @Test(arguments: [
        "1", "{}", "[]", #"{"jsonrpc":"1.0","id":1,"method":"m"}"#, #"{"jsonrpc":"2.0","id":1,"method":5}"#,
    ])
    func `answers what is no request by saying so`(body: String) async throws {
        let (error, id) = try await error(body)
        #expect(error.knownCode == .invalidRequest)
        #expect(id == (body.contains("\"id\":1") ? .integer(1) : .null))
    }

    @Test func `answers an unknown method by its name`() async throws {
        let (error, _) = try await error(#"{"jsonrpc":"2.0","id":1,"method":"none"}"#)
        #expect(error.knownCode == .methodNotFound)
        #expect(error.data.detail.contains("\"none\""))
    }

    @Test(arguments: [
        (#"{"text":"x","size":"ten"}"#, "/params/size"), (#"{}"#, "/params/text"), (#"{"text":null}"#, "/params/text"),
        (#"{"text":"x","words":["a",5]}"#, "/params/words/1"), (#"[1]"#, "/params"), (#"7"#, "/params"),
        (#"{"text":"x","_meta":{"deadline":"soon"}}"#, "/params/_meta/deadline"),
    ])
    func `points at the parameter of a wrong type`(params: String, pointer: String) async throws {
        let (error, _) = try await error(request(params))
        #expect(error.knownCode == .invalidParams)
        #expect(error.data.pointer == pointer)
    }

    @Test func `answers too large a message under its id`() async throws {
        var handlers = echoing()
        handlers.messageByteCountMax = 100
        let text = String(repeating: "x", count: 100)
        let (error, id) = try await error(request(#"{"text":"\#(text)"}"#), handlers)
        #expect(error.knownCode == .messageTooLarge)
        #expect(id == .integer(1))
    }

    @Test(arguments: [0, -5])
    func `carries out nothing whose deadline passed`(deadline: Int) async throws {
        let (error, _) = try await error(request(#"{"text":"x","_meta":{"deadline":\#(deadline)}}"#))
        #expect(error.knownCode == .deadlineExceeded)
    }

    @Test func `cancels a handler at its deadline`() async throws {
        var handlers = echoing()
        handlers.on(Echo.self) { _, _ in
            try await Task.sleep(for: .seconds(3600))
            return Echo.Result(text: "never")
        }
        let (error, _) = try await error(request(#"{"text":"x","_meta":{"deadline":1}}"#), handlers)
        #expect(error.knownCode == .deadlineExceeded)
    }

    @Test func `takes the earlier of two deadlines`() async throws {
        let seen = Handover<RPCContext>()
        var handlers = echoing()
        handlers.on(Echo.self) { params, context in
            seen.put(context)
            return Echo.Result(text: params.text)
        }
        let soon = ContinuousClock.now + .seconds(60)
        let body = Array(request(#"{"text":"x","_meta":{"deadline":3600000}}"#).utf8)
        _ = await handlers.answer(body, context: RPCContext(deadline: soon, shard: 3))
        #expect(seen.take()?.deadline == soon)
    }

    @Test func `answers a batch by one array, side by side and without its notifications`() async throws {
        let (started, gate) = (Counter(), Gate())
        var handlers = echoing()
        handlers.on(Echo.self) { params, _ in
            if started.increment() == 2 { gate.open() }
            // Each waits for the other, which only works side by side.
            await gate.pass()
            return Echo.Result(text: params.text)
        }
        let quietly = #"{"jsonrpc":"2.0","method":"none","params":{}}"#
        let body = "[\(request(#"{"text":"a"}"#, id: "1")), \(quietly), 5, \(request(#"{"text":"b"}"#, id: "2"))]"
        let bytes = try #require(await handlers.answer(Array(body.utf8))).body
        let replies = try WireCoder.decode([Response].self, from: bytes)
        #expect(replies.map(\.id) == [.integer(1), .null, .integer(2)])
        #expect(replies[1].error?.knownCode == .invalidRequest)
        #expect(try await answer("[\(quietly)]") == nil)
    }

    @Test func `logs and hides what a handler fails by`() async throws {
        struct Fault: Error {}
        let log = RecordedLog()
        var handlers = echoing()
        handlers.logger = log.logger
        handlers.on(Echo.self) { _, _ in throw Fault() }
        let (error, _) = try await error(request(#"{"text":"x"}"#), handlers)
        #expect(error.knownCode == .internalError)
        #expect(log.messages == ["a handler failed"])
    }

    @Test func `passes a request through as it came, alone or out of a batch`() async throws {
        let seen = Handover<[UInt8]>()
        var handlers = echoing()
        handlers.onRaw("raw") { body, _ in
            seen.put(body)
            return Array("[1]".utf8)
        }
        let request = #"{ "jsonrpc":"2.0", "id":9,"method":"raw" }"#
        #expect(try await answer(request, handlers) == #"{"id":9,"jsonrpc":"2.0","result":[1]}"#)
        #expect(seen.take() == Array(request.utf8))
        #expect(try await answer("[ \(request) ]", handlers) == #"[{"id":9,"jsonrpc":"2.0","result":[1]}]"#)
        #expect(seen.take() == Array(request.utf8))
    }
}
