import Testing

@testable import ZeroMQ

/// Tells when it is let go.
private final class Owner: Sendable {
    let bytes: [UInt8]
    let onEnd: @Sendable () -> Void
    init(_ bytes: [UInt8], onEnd: @escaping @Sendable () -> Void) {
        self.bytes = bytes
        self.onEnd = onEnd
    }
    deinit { onEnd() }
}

@Suite struct `Frames` {
    @Test(arguments: [0, 1, 29, 33, 34, 1_000, 3_000_000])
    func `a frame gives back its bytes, before and after the journey`(byteCount: Int) throws {
        let bytes = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let frame = Frame(bytes)
        let context = Context()
        let receiver = try Socket(.pull, in: context)
        try receiver.bind("tcp://127.0.0.1:*")
        let sender = try Socket(.push, in: context)
        try sender.connect(try receiver.boundEndpoint)
        for _ in 0..<2 {
            try sender.send([frame], within: patience)
            let message = try #require(try receiver.receive(within: patience))
            #expect(message[0].bytes == bytes)
            #expect(message[0].withSpan { $0.count } == byteCount)
        }
        #expect(frame.bytes == bytes)
    }

    @Test func `shared memory is sent without a copy and let go afterwards`() async throws {
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        let bytes = [UInt8](repeating: 7, count: 100_000)
        try send(Owner(bytes) { end.yield() }, expecting: bytes)
        for await _ in ended { break }
    }

    private func send(_ owner: Owner, expecting bytes: [UInt8]) throws {
        let context = Context()
        let receiver = try Socket(.pull, in: context)
        try receiver.bind("inproc://shared")
        let sender = try Socket(.push, in: context)
        try sender.connect("inproc://shared")
        try owner.bytes.withUnsafeBytes { raw in
            try sender.send([Frame(sharing: raw, owner: owner)], within: patience)
        }
        #expect(try receiver.receive(within: patience)?[0].bytes == bytes)
    }

    @Test func `text that is not UTF-8 shows its damage and does not trap`() {
        #expect(Frame([0xff, 0x41]).text == "\u{fffd}A")
    }
}

@Suite struct `Endpoints` {
    @Test(arguments: [
        ("127.0.0.1:5570", "transport"), ("http://x:1", "http"), ("tcp://host", "port"), ("tcp://host:99999", "99999"),
        ("ipc://", "path"), ("inproc://", "name"), ("tcp://:5570", "port"),
    ])
    func `a wrong endpoint is refused with what is wrong`(endpoint: String, word: String) throws {
        let error = try #require(throws: ZeroMQError.self) {
            try EndpointSyntax.check(endpoint, operation: "bind")
        }
        #expect(error.code == .invalidEndpoint)
        #expect(error.reason.contains(word), "\(error)")
    }

    @Test func `an ipc path of 107 bytes is taken and one of 108 refused with its length`() throws {
        try EndpointSyntax.check("ipc://" + String(repeating: "a", count: 107), operation: "bind")
        let error = try #require(throws: ZeroMQError.self) {
            try EndpointSyntax.check("ipc://" + String(repeating: "a", count: 106) + "ộ", operation: "bind")
        }
        #expect(error.reason.contains("109"))
        #expect(error.reason.contains("107"))
    }
}
