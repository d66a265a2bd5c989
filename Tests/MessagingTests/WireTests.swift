import Protocol
import Synchronization
import Testing
import ZeroMQ

@testable import Messaging

@Suite struct `An envelope` {
    static let envelopes = [
        Envelope(kind: .notification, id: ""), Envelope(kind: .reply, id: "a", deadline: .max, shard: -5),
        Envelope(kind: .reply, id: "e\"1\n", from: "máy"),
        Envelope(kind: .request, id: "7", deadline: 250, shard: 3, traceparent: "00-a-b-01", from: "broker"),
    ]

    @Test(arguments: envelopes)
    func `is written and read as Foundation does`(envelope: Envelope) throws {
        let bytes = EnvelopeCoder.encode(envelope)
        #expect(try WireCoder.decode(Envelope.self, from: bytes) == envelope)
        #expect(try EnvelopeCoder.decode(Frame(bytes)) == envelope)
        #expect(try EnvelopeCoder.decode(Frame(try WireCoder.encode(envelope))) == envelope)
    }

    @Test func `may hold what is not known yet`() throws {
        let text = #"{"new":{"id":5},"kind":"reply","id":"a","shard":null,"deadline":"soon"}"#
        #expect(try EnvelopeCoder.decode(Frame(text)) == Envelope(kind: .reply, id: "a"))
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"kind":"reply"}"#, #"{"kind":"new","id":"a"}"#, #"{"kind":"reply","id":"a"} x"#,
    ])
    func `is refused where it is none`(text: String) {
        #expect(throws: RPCError.self) { try EnvelopeCoder.decode(Frame(text)) }
    }
}

@Suite struct `A message put together from bytes` {
    @Test func `is what Foundation would have written`() throws {
        let params = Search.Params(query: "a \"b\"", size: 3, _meta: RequestMeta(deadline: 1))
        let template = try RequestTemplate(method: "search", params: params, traceparent: "t\"1")
        let request = try WireCoder.decode(
            JSONRPCRequest<Search.Params>.self, from: template.bytes(id: 17, millisecondsLeft: 900))
        #expect(request.id == .string("17"))
        #expect(request.method == "search")
        #expect(request.params.query == "a \"b\"")
        #expect(request.params._meta == RequestMeta(deadline: 900, traceparent: "t\"1"))
        let empty = try RequestTemplate(method: "ping", params: Ping.Params(), traceparent: nil)
        let ping = try WireCoder.decode(
            JSONRPCRequest<Ping.Params>.self, from: empty.bytes(id: 1, millisecondsLeft: 5))
        #expect(ping.params._meta == RequestMeta(deadline: 5))
    }

    @Test func `is told from an error at a glance where it is plainly a result`() {
        let result = RPCBytes.reply(id: Array("\"1\"".utf8), result: Array(#"{"a":1}"#.utf8))
        let isPlain = { (bytes: [UInt8]) in RPCBytes.isPlainResult(bytes.span) }
        #expect(isPlain(result))
        let error = RPCBytes.reply(id: Array("1".utf8), error: RPCError(.unavailable, detail: "x"))
        let others = [
            #"{"id":1,"jsonrpc":"2.0","result":null,"error":{}}"#, #"{"id":",","jsonrpc":"2.0"}"#, "", "{}", "[,",
        ]
        for other in others.map({ Array($0.utf8) }) + [error] { #expect(!isPlain(other)) }
    }

    @Test func `has its reply found by the scanner`() throws {
        let error = RPCError(.notFound, detail: "no \"a\"")
        let failure = RPCBytes.reply(id: Array("\"1\"".utf8), error: error)
        let scanned = try ScannedReply(failure.span)
        #expect(scanned.idBytes == Array("\"1\"".utf8))
        #expect(scanned.resultRange == nil)
        let range = try #require(scanned.errorRange)
        #expect(try WireCoder.decode(RPCError.self, from: Array(failure[range])) == error)
        let success = RPCBytes.reply(id: Array("2".utf8), result: Array("null".utf8))
        #expect(try ScannedReply(success.span).resultRange != nil)
        for text in ["", "[]", #"{"id":1}"#, #"{"result":1}"#, #"{"id":1,"result":1} "x""#] {
            #expect(throws: RPCError.self) { try ScannedReply(Array(text.utf8).span) }
        }
    }

    @Test func `points into JSON as RFC 6901 writes it`() {
        struct Key: CodingKey {
            var stringValue: String
            var intValue: Int?
            init(stringValue: String) { self.stringValue = stringValue }
            init(intValue: Int) {
                self.intValue = intValue
                stringValue = "Index \(intValue)"
            }
        }
        let path: [any CodingKey] = [Key(stringValue: "a/b~"), Key(intValue: 3), Key(stringValue: "Index 3")]
        #expect(JSONPointer.text(of: path, below: "/params") == "/params/a~1b~0/3/Index 3")
    }
}

@Suite(.timeLimit(.minutes(2))) struct `A socket thread` {
    /// Collects commands, and fails to start when told.
    private final class Collector: SocketOwner {
        struct Unwilling: Error {}

        let collected: AsyncStream<Int>.Continuation
        let loop: SocketLoop

        init(_ collected: AsyncStream<Int>.Continuation, _ loop: SocketLoop, isWilling: Bool = true) throws {
            guard isWilling else { throw Unwilling() }
            self.collected = collected
            self.loop = loop
        }

        func take(_ commands: [Int]) {
            for command in commands {
                collected.yield(command)
                if command < 0 { loop.stop() }
            }
        }

        func turn(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant? { nil }
        func close() { collected.finish() }
    }

    private func start() throws -> (SocketThread<Int>, AsyncStream<Int>) {
        let (stream, collected) = AsyncStream.makeStream(of: Int.self)
        return (try SocketThread(name: "test") { loop, _ in try Collector(collected, loop) }, stream)
    }

    @Test func `takes every command in order, those before its end too`() async throws {
        let (thread, stream) = try start()
        for number in 0..<10_000 { #expect(thread.post(number)) }
        thread.stop()
        #expect(!thread.post(1))
        var next = 0
        for await number in stream {
            #expect(number == next)
            next += 1
        }
        #expect(next == 10_000)
        await thread.ended()
        thread.stop()
    }

    @Test func `ends when its owner stops the loop, or nobody holds it`() async throws {
        let (thread, _) = try start()
        thread.post(-1)
        await thread.ended()
        var (other, stream): (SocketThread<Int>?, AsyncStream<Int>) = try start()
        #expect(other?.post(5) == true)
        other = nil
        var collected: [Int] = []
        for await number in stream { collected.append(number) }
        #expect(collected == [5])
    }

    @Test func `throws what its owner could not be made for`() {
        #expect(throws: Collector.Unwilling.self) {
            let (_, collected) = AsyncStream.makeStream(of: Int.self)
            _ = try SocketThread<Int>(name: "test") { loop, _ in
                try Collector(collected, loop, isWilling: false)
            }
        }
    }
}
