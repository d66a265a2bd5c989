/// The options that a socket gets when it is made.
///
/// A value starts with what ``SocketDefaults`` says for the socket's kind; change a property to depart from it.
public struct SocketOptions: Sendable {
    /// How long unsent messages are kept after the socket closed. Never without bound.
    public var linger: Duration
    /// Messages queued for a peer before a send would block (or PUB drops); at least 1.
    public var sendHighWaterMark: Int
    /// Messages queued from a peer before it is held back; at least 1.
    public var receiveHighWaterMark: Int
    /// The largest frame taken from a peer, in bytes. A peer that sends more is disconnected. `nil` takes any.
    public var maxMessageByteCount: Int?
    /// Whether messages wait for a connection that stands, instead of being queued for one that may never.
    public var isImmediate: Bool
    /// Whether a ROUTER answers a send to an unknown peer with an error instead of dropping it.
    public var isRouterMandatory: Bool
    /// Whether a peer that comes back with its old routing id replaces the old connection.
    public var isRouterHandover: Bool
    /// How often libzmq pings a connection; `nil` never.
    public var heartbeatInterval: Duration?
    /// How long libzmq waits for any sign of life on a connection before it closes it.
    public var heartbeatTimeout: Duration
    /// How long a connection may take for its ZeroMQ handshake.
    public var handshakeTimeout: Duration
    /// How long the system may take to connect.
    public var connectTimeout: Duration
    /// The first pause before a reconnection. libzmq adds up to as much again at random and doubles it each time.
    public var reconnectInterval: Duration
    /// Where the doubling of ``reconnectInterval`` ends.
    public var reconnectIntervalMax: Duration
    /// Whether names resolve to IPv6 addresses too.
    public var isIPv6Enabled: Bool
    /// Whether only the newest message is kept. Breaks multipart messages, so it stays off.
    public var conflates: Bool
    /// The name a ROUTER will know this socket by; `nil` lets the ROUTER make one up, fresh for every connection.
    public var routingID: [UInt8]?
    /// Whether a REQ may send again before its reply came, and drops replies that are not to its last request.
    public var isRequestRelaxed: Bool

    /// The safe options for a socket of `kind`.
    public init(for kind: SocketKind) {
        self = SocketDefaults.options(for: kind)
    }

    init(
        sendHighWaterMark: Int, receiveHighWaterMark: Int, isImmediate: Bool, isRouter: Bool, isRequest: Bool
    ) {
        linger = SocketDefaults.linger
        self.sendHighWaterMark = sendHighWaterMark
        self.receiveHighWaterMark = receiveHighWaterMark
        maxMessageByteCount = SocketDefaults.maxMessageByteCount
        self.isImmediate = isImmediate
        isRouterMandatory = isRouter
        isRouterHandover = isRouter
        heartbeatInterval = SocketDefaults.heartbeatInterval
        heartbeatTimeout = SocketDefaults.heartbeatTimeout
        handshakeTimeout = SocketDefaults.handshakeTimeout
        connectTimeout = SocketDefaults.connectTimeout
        reconnectInterval = SocketDefaults.reconnectInterval
        reconnectIntervalMax = SocketDefaults.reconnectIntervalMax
        isIPv6Enabled = false
        conflates = false
        routingID = nil
        isRequestRelaxed = isRequest
    }
}
