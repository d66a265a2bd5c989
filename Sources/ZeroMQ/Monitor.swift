import CZMQ
import Synchronization

/// Something that happened to a connection of a monitored socket.
public struct SocketEvent: Sendable, Equatable, CustomStringConvertible {
    /// What happened; kinds of newer libzmq versions are ``other``.
    public enum Kind: Sendable, Equatable {
        /// The transport's connection stands; the handshake begins.
        case connected
        /// The connection is under way.
        case connectDelayed
        /// The connection failed and is tried again after ``SocketEvent/value`` ms.
        case connectRetried
        /// The socket listens.
        case listening
        /// Binding failed.
        case bindFailed
        /// A peer connected; its handshake begins.
        case accepted
        /// A peer could not be accepted.
        case acceptFailed
        /// A connection or listener was closed from here.
        case closed
        /// Closing failed.
        case closeFailed
        /// The connection was lost: by the peer, the network, or a protocol error.
        case disconnected
        /// The handshake is done; messages flow.
        case handshakeSucceeded
        /// The peer speaks no ZeroMQ, another version, or went away in the handshake.
        case handshakeFailed
        /// No more events will come.
        case monitorStopped
        /// An event that this module has no name for.
        case other
    }

    /// What happened.
    public let kind: Kind
    /// A descriptor, an errno or an interval in ms, as libzmq says for this kind.
    public let value: UInt32
    /// The endpoint concerned.
    public let endpoint: String

    public var description: String { "\(kind) \(endpoint) (\(value))" }

    /// Reads the two frames that libzmq sends for an event: number and value in this machine's byte order, endpoint.
    init?(_ message: Message) {
        guard message.count == 2, message[0].byteCount == 6 else { return nil }
        let (number, value) = message[0].withSpan { bytes in
            (
                UInt16(bytes[0]) | UInt16(bytes[1]) << 8,
                (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[2 + $1]) << (8 * UInt32($1)) }
            )
        }
        self.value = value
        kind = Self.kind(number: Int32(number))
        endpoint = message[1].text
    }

    private static func kind(number: Int32) -> Kind {
        switch number {
        case ZMQ_EVENT_CONNECTED: .connected
        case ZMQ_EVENT_CONNECT_DELAYED: .connectDelayed
        case ZMQ_EVENT_CONNECT_RETRIED: .connectRetried
        case ZMQ_EVENT_LISTENING: .listening
        case ZMQ_EVENT_BIND_FAILED: .bindFailed
        case ZMQ_EVENT_ACCEPTED: .accepted
        case ZMQ_EVENT_ACCEPT_FAILED: .acceptFailed
        case ZMQ_EVENT_CLOSED: .closed
        case ZMQ_EVENT_CLOSE_FAILED: .closeFailed
        case ZMQ_EVENT_DISCONNECTED: .disconnected
        case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: .handshakeSucceeded
        case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL, ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL,
            ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
            .handshakeFailed
        case ZMQ_EVENT_MONITOR_STOPPED: .monitorStopped
        default: .other
        }
    }
}

/// The events of one socket's connections, as a stream of messages on a PAIR of the same thread.
public final class Monitor {
    /// The PAIR that the events arrive on, for a poller.
    public let socket: Socket

    private static let nextNumber = Atomic<UInt64>(0)

    /// Watches `target` from now on; to be made before it binds or connects, on the same thread.
    public init(_ target: Socket) throws(ZeroMQError) {
        let number = Self.nextNumber.wrappingAdd(1, ordering: .relaxed).newValue
        let name = "inproc://timtin-monitor-\(number)"
        var options = SocketOptions(for: .pair)
        options.linger = .zero
        // Far more than can come between two looks: libzmq's I/O thread would wait for room.
        options.receiveHighWaterMark = 1 << 20
        socket = try Socket(.pair, in: target.context, options: options)
        try target.startMonitoring(by: socket, name: name)
    }

    /// The next event if there is one.
    public func next() throws(ZeroMQError) -> SocketEvent? {
        while let message = try socket.receive() {
            if let event = SocketEvent(message) { return event }
        }
        return nil
    }

    /// The next event, waiting for it at most `timeout`.
    public func next(within timeout: Duration) throws(ZeroMQError) -> SocketEvent? {
        try socket.receive(within: timeout).flatMap(SocketEvent.init)
    }
}
