import Foundation
import Testing

@testable import ZeroMQ

let patience = Duration.seconds(20)

@Suite struct `Sockets` {
    /// A fresh endpoint of each transport; tcp takes a free port.
    static let transports = ["inproc", "ipc", "tcp"]

    static func freshEndpoint(_ transport: String) -> String {
        switch transport {
        case "inproc": "inproc://test-\(UUID().uuidString)"
        case "ipc": "ipc:///tmp/timtin-\(UUID().uuidString.prefix(13)).sock"
        default: "tcp://127.0.0.1:*"
        }
    }

    @Test(arguments: transports)
    func `a request and its reply travel over every transport`(transport: String) throws {
        let context = Context()
        let server = try Socket(.rep, in: context)
        try server.bind(Self.freshEndpoint(transport))
        let client = try Socket(.req, in: context)
        try client.connect(try server.boundEndpoint)
        try client.send(["mường", "khương", ""], within: patience)
        #expect(try server.receive(within: patience) == ["mường", "khương", ""])
        try server.send(Message("có"), within: patience)
        #expect(try client.receive(within: patience) == Message("có"))
    }

    @Test func `a correlated request reaches a router with its number and delimiter and gets its answer`() throws {
        let (router, client) = try pair(.router, .req)
        try client.send(Message("lost"), within: patience)
        try client.send(Message("xin chào"), within: patience)
        #expect(try router.receive(within: patience)?.last?.text == "lost")
        let request = try #require(try router.receive(within: patience))
        #expect(request.map(\.byteCount) == [5, 4, 0, "xin chào".utf8.count])
        try router.send([request[0], "0000", "", "to the lost one"])
        try router.send(Message(request.frames[..<3] + ["chào"]))
        #expect(try client.receive(within: patience) == Message("chào"))
    }

    @Test func `a buffer holds the message received last, however many frames it has`() throws {
        let (router, client) = try pair(.router, .dealer)
        let buffer = MessageBuffer()
        for frames in [[[1], [], Array(repeating: 7, count: 5000)], (0..<20).map { [UInt8($0)] }, [[]]] as [[[UInt8]]] {
            try client.send(Message(frames.map { Frame($0) }), within: patience)
            while try !router.receive(into: buffer) { _ = try poll(router) }
            #expect((1..<buffer.count).map { buffer.bytes(at: $0) } == frames)
            #expect((1..<buffer.count).map { buffer.byteCount(at: $0) } == frames.map(\.count))
            try router.send(frames: [buffer.bytes(at: 0)] + frames)
            #expect(try client.receive(within: patience)?.map(\.bytes) == frames)
        }
        #expect(try !router.receive(into: buffer))
        #expect(buffer.count == 0)
    }

    @Test func `sending frame by frame says at the first that the peer is unknown`() throws {
        let router = try Socket(.router, in: Context())
        try router.bind("tcp://127.0.0.1:*")
        let error = #expect(throws: ZeroMQError.self) { try router.send(frames: [[1, 2, 3], [4]]) }
        #expect(error?.code == .unroutable)
    }

    @Test func `a request without correlation has the delimiter alone`() throws {
        let context = Context()
        let router = try Socket(.router, in: context)
        try router.bind("tcp://127.0.0.1:*")
        var options = SocketOptions(for: .req)
        options.isRequestRelaxed = false
        let client = try Socket(.req, in: context, options: options)
        try client.connect(try router.boundEndpoint)
        try client.send(Message("xin chào"), within: patience)
        let request = try #require(try router.receive(within: patience))
        #expect(request.map(\.byteCount) == [5, 0, "xin chào".utf8.count])
    }

    @Test func `a router says when it does not know the peer`() throws {
        let router = try Socket(.router, in: Context())
        try router.bind("tcp://127.0.0.1:*")
        let error = try #require(throws: ZeroMQError.self) { try router.send(["nobody", "hello"]) }
        #expect(error.code == .unroutable)
        #expect(error.description.contains("send"))
    }

    @Test func `a dealer without a peer says so instead of queueing`() throws {
        let dealer = try Socket(.dealer, in: Context())
        try dealer.connect("tcp://127.0.0.1:1")
        let error = try #require(throws: ZeroMQError.self) { try dealer.send(Message("x")) }
        #expect(error.code == .wouldBlock)
        #expect(error.isRetryable)
        #expect(try !dealer.isWritable)
    }

    @Test func `subscribers get what they subscribed to`() throws {
        let context = Context()
        let publisher = try Socket(.xpub, in: context)
        try publisher.bind("tcp://127.0.0.1:*")
        let subscriber = try Socket(.sub, in: context)
        try subscriber.subscribe("timtin.")
        try subscriber.connect(try publisher.boundEndpoint)
        let subscription = try #require(try publisher.receive(within: patience))
        #expect(subscription[0].bytes == [1] + Array("timtin.".utf8))
        try publisher.send(["other", "no"])
        try publisher.send(["timtin.member", "yes"])
        #expect(try subscriber.receive(within: patience) == ["timtin.member", "yes"])
    }

    @Test func `pushed work is pulled`() throws {
        let (pull, push) = try pair(.pull, .push)
        try push.send(Message("work"), within: patience)
        #expect(try pull.receive(within: patience) == Message("work"))
    }

    @Test func `a message too large for the receiver closes the connection and no more`() throws {
        let context = Context()
        var options = SocketOptions(for: .router)
        options.maxMessageByteCount = 100
        let router = try Socket(.router, in: context, options: options)
        try router.bind("tcp://127.0.0.1:*")
        let first = try Socket(.dealer, in: context)
        try first.connect(try router.boundEndpoint)
        try first.send(Message([UInt8](repeating: 1, count: 101)), within: patience)
        let second = try Socket(.dealer, in: context)
        try second.connect(try router.boundEndpoint)
        try second.send(Message([UInt8](repeating: 2, count: 100)), within: patience)
        #expect(try router.receive(within: patience)?[1].bytes.first == 2)
    }

    @Test func `a receive without a message ends when its time is over`() throws {
        let (pull, _) = try pair(.pull, .push)
        #expect(try pull.receive() == nil)
        #expect(try pull.receive(within: .milliseconds(1)) == nil)
    }

    @Test func `the safe defaults are set on the socket`() throws {
        let socket = try Socket(.dealer, in: Context())
        #expect(try socket.linger == SocketDefaults.linger)
        #expect(try socket.sendHighWaterMark == SocketDefaults.requestHighWaterMark)
        #expect(try socket.receiveHighWaterMark == SocketDefaults.requestHighWaterMark)
        try socket.setLinger(.zero)
        #expect(try socket.linger == .zero)
    }

    @Test func `a context that shuts down ends its sockets' operations`() throws {
        let context = Context()
        let socket = try Socket(.pull, in: context)
        context.shutdown()
        #expect(throws: ZeroMQError.self) { try socket.receive(within: patience) }
        #expect(throws: ZeroMQError.self) { try Socket(.pull, in: context) }
    }

    @Test func `two sockets cannot bind one port`() throws {
        let context = Context()
        let first = try Socket(.rep, in: context)
        try first.bind("tcp://127.0.0.1:*")
        let endpoint = try first.boundEndpoint
        let second = try Socket(.rep, in: context)
        let error = try #require(throws: ZeroMQError.self) { try second.bind(endpoint) }
        #expect(error.code == .addressInUse)
        #expect(error.description.contains(endpoint))
    }

    #if os(Linux)
        @Test func `use on another thread traps`() async {
            await #expect(processExitsWith: .failure) {
                let box = UncheckedBox(try Socket(.pull, in: Context()))
                await withCheckedContinuation { ended in
                    let thread = Thread {
                        _ = try? box.value.receive()
                        ended.resume()
                    }
                    thread.start()
                }
            }
        }
    #endif

    private func poll(_ socket: Socket) throws -> Bool {
        var poller = Poller()
        poller.add(socket, for: .readable)
        return try poller.wait(until: .now + patience)
    }

    private func pair(_ bound: SocketKind, _ connected: SocketKind) throws -> (Socket, Socket) {
        let context = Context()
        let server = try Socket(bound, in: context)
        try server.bind("tcp://127.0.0.1:*")
        let client = try Socket(connected, in: context)
        try client.connect(try server.boundEndpoint)
        return (server, client)
    }
}

/// Carries a socket to the thread that must not use it.
// The test is about what happens when this promise is broken.
struct UncheckedBox<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
