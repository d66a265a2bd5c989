import Protocol
import ZeroMQ

/// A SUB for all topics of one broker, on its thread, from its connection to the loss of that.
///
/// ZeroMQ's own heartbeats tell of a peer that is silent, so that a loss is seen though nothing is published.
final class EventSocket: SocketOwner {
    /// Nothing is asked of it.
    enum Command: Sendable {}

    /// What it tells.
    enum Item: Sendable {
        case connected
        case event(CloudEvent)
        case lost(reason: String)
        /// How the cluster stands, as whoever watches over the subscription asked.
        case status(ClusterStatus.Result)
    }

    /// What waits for the subscriber at most. What is above it is lost and seen as a gap.
    static let itemCountMax = 10_000
    private static let messagesPerTurn = 256

    private let socket: Socket
    private let monitor: Monitor
    private let loop: SocketLoop
    private let items: AsyncStream<Item>.Continuation
    /// Until when the connection has to stand; nil once it does.
    private var connectEnd: ContinuousClock.Instant?

    init(address: String, items: AsyncStream<Item>.Continuation, settings: MessagingSettings, loop: SocketLoop) throws {
        self.items = items
        self.loop = loop
        connectEnd = .now + settings.connectTimeout
        var options = SocketOptions(for: .sub)
        options.isIPv6Enabled = address.contains("[")
        // A connection that is lost ends the subscription; the next has a socket of its own.
        (options.reconnectInterval, options.reconnectIntervalMax) = (.seconds(3600), .seconds(3600))
        socket = try Socket(.sub, options: options)
        monitor = try Monitor(socket)
        try socket.subscribe()
        try socket.connect(address)
        loop.watch(socket) { [unowned self] _ in receive(atMost: Self.messagesPerTurn) }
        loop.watch(monitor.socket) { [unowned self] _ in observe() }
    }

    func take(_ commands: [Command]) {}

    func turn(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        if let connectEnd, now >= connectEnd { lose("its endpoint for events cannot be reached") }
        return connectEnd
    }

    func close() {
        items.finish()
        monitor.socket.close()
        socket.close()
    }

    private func receive(atMost count: Int) {
        for _ in 0..<count {
            guard let message = try? socket.receive() else { return }
            // Who cannot be understood is passed over; its number is then missing, which is told as a gap.
            guard message.count >= 2, let event = try? WireCoder.decode(CloudEvent.self, from: message[1].bytes) else {
                continue
            }
            items.yield(.event(event))
        }
    }

    private func observe() {
        while let event = try? monitor.next() {
            if event.kind == .handshakeSucceeded, connectEnd != nil {
                connectEnd = nil
                items.yield(.connected)
            } else if event.isEnd {
                // What came before the loss may be seen after it.
                receive(atMost: .max)
                lose(connectEnd == nil ? "the connection was lost" : "its endpoint for events cannot be reached")
            }
        }
    }

    private func lose(_ reason: String) {
        guard !loop.isStopped else { return }
        items.yield(.lost(reason: reason))
        loop.stop()
    }
}
