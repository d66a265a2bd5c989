/// The settings every socket starts with, in one place, each with its reason.
public enum SocketDefaults {
    /// libzmq's own default keeps unsent messages for ever and hangs the process at exit.
    public static let linger = Duration.milliseconds(500)
    /// Requests and replies queued for one peer. Past it a send says so; nothing waits out of sight.
    public static let requestHighWaterMark = 1_000
    /// Events queued for one subscriber: more, since PUB drops above it and subscribers must then catch up.
    public static let eventHighWaterMark = 10_000
    /// The largest frame, in bytes: far above any batch of documents, far below a machine's memory.
    public static let maxMessageByteCount = 256 << 20
    /// ZeroMQ's own heartbeat finds a dead link that TCP would keep for many minutes.
    public static let heartbeatInterval = Duration.seconds(2)
    /// Three heartbeats: one may be late on a busy machine.
    public static let heartbeatTimeout = Duration.seconds(6)
    /// A peer that connects and says nothing holds a descriptor no longer than this; libzmq's default is 30 s.
    public static let handshakeTimeout = Duration.seconds(5)
    /// libzmq's default leaves the time-out of TCP, two minutes, to the system.
    public static let connectTimeout = Duration.seconds(5)
    /// The first pause before a reconnection.
    public static let reconnectInterval = Duration.milliseconds(100)
    /// Without a maximum libzmq retries every 100 ms for ever.
    public static let reconnectIntervalMax = Duration.seconds(3)

    /// The options of a socket of `kind`.
    ///
    /// Kinds that spread requests over connections wait for a connection that stands (`IMMEDIATE`), so that nothing is
    /// queued for a peer that is not there. Publishers drop without connections anyway, and bound sockets have none of
    /// their own making.
    public static func options(for kind: SocketKind) -> SocketOptions {
        let isEvent = [.pub, .sub, .xpub, .xsub].contains(kind)
        let highWaterMark = isEvent ? eventHighWaterMark : requestHighWaterMark
        return SocketOptions(
            sendHighWaterMark: highWaterMark, receiveHighWaterMark: highWaterMark,
            isImmediate: [.req, .dealer, .push].contains(kind), isRouter: kind == .router, isRequest: kind == .req)
    }
}
