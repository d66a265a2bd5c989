import CZMQ

extension Socket {
    /// The endpoint last bound as the system knows it, with the port that `*` became.
    public var boundEndpoint: String {
        get throws(ZeroMQError) { try text(ZMQ_LAST_ENDPOINT, "read the bound endpoint") }
    }

    /// Whether a message can be received without waiting.
    public var isReadable: Bool {
        get throws(ZeroMQError) { try readiness.contains(.readable) }
    }

    /// Whether a message can be sent without waiting.
    public var isWritable: Bool {
        get throws(ZeroMQError) { try readiness.contains(.writable) }
    }

    /// What can be done without waiting.
    public var readiness: Readiness {
        get throws(ZeroMQError) { Readiness(rawValue: Int16(try number(ZMQ_EVENTS, "read the readiness"))) }
    }

    /// How long unsent messages are kept after the close.
    public var linger: Duration {
        get throws(ZeroMQError) { .milliseconds(try number(ZMQ_LINGER, "read LINGER")) }
    }

    /// Changes how long unsent messages are kept after the close; zero drops them.
    public func setLinger(_ linger: Duration) throws(ZeroMQError) {
        try set(ZMQ_LINGER, linger, "set LINGER")
    }

    /// The most messages queued for a peer.
    public var sendHighWaterMark: Int {
        get throws(ZeroMQError) { Int(try number(ZMQ_SNDHWM, "read SNDHWM")) }
    }

    /// The most messages queued from a peer.
    public var receiveHighWaterMark: Int {
        get throws(ZeroMQError) { Int(try number(ZMQ_RCVHWM, "read RCVHWM")) }
    }

    /// Subscribes a SUB to every message whose first frame begins with `prefix`; the empty one takes all.
    public func subscribe(_ prefix: String = "") throws(ZeroMQError) {
        try set(ZMQ_SUBSCRIBE, Array(prefix.utf8), "subscribe")
    }

    /// Takes back one ``subscribe(_:)`` of the same prefix.
    public func unsubscribe(_ prefix: String = "") throws(ZeroMQError) {
        try set(ZMQ_UNSUBSCRIBE, Array(prefix.utf8), "unsubscribe")
    }

    func apply(_ options: SocketOptions) throws(ZeroMQError) {
        try set(ZMQ_LINGER, options.linger, "set LINGER")
        try set(ZMQ_SNDHWM, Int32(clamping: options.sendHighWaterMark), "set SNDHWM")
        try set(ZMQ_RCVHWM, Int32(clamping: options.receiveHighWaterMark), "set RCVHWM")
        try set(ZMQ_MAXMSGSIZE, Int64(options.maxMessageByteCount ?? -1), "set MAXMSGSIZE")
        try set(ZMQ_IMMEDIATE, options.isImmediate, "set IMMEDIATE")
        try set(ZMQ_IPV6, options.isIPv6Enabled, "set IPV6")
        try applyTimings(options)
        if options.conflates { try set(ZMQ_CONFLATE, true, "set CONFLATE") }
        if let routingID = options.routingID { try set(ZMQ_ROUTING_ID, routingID, "set ROUTING_ID") }
        if kind == .router {
            try set(ZMQ_ROUTER_MANDATORY, options.isRouterMandatory, "set ROUTER_MANDATORY")
            try set(ZMQ_ROUTER_HANDOVER, options.isRouterHandover, "set ROUTER_HANDOVER")
        }
        if kind == .req {
            try set(ZMQ_REQ_RELAXED, options.isRequestRelaxed, "set REQ_RELAXED")
            try set(ZMQ_REQ_CORRELATE, options.isRequestRelaxed, "set REQ_CORRELATE")
        }
    }

    private func applyTimings(_ options: SocketOptions) throws(ZeroMQError) {
        if let interval = options.heartbeatInterval {
            try set(ZMQ_HEARTBEAT_IVL, interval, "set HEARTBEAT_IVL")
            try set(ZMQ_HEARTBEAT_TIMEOUT, options.heartbeatTimeout, "set HEARTBEAT_TIMEOUT")
            try set(ZMQ_HEARTBEAT_TTL, options.heartbeatTimeout, "set HEARTBEAT_TTL")
        }
        try set(ZMQ_HANDSHAKE_IVL, options.handshakeTimeout, "set HANDSHAKE_IVL")
        try set(ZMQ_CONNECT_TIMEOUT, options.connectTimeout, "set CONNECT_TIMEOUT")
        // Many members lose one broker at the same instant; a share of the interval at random keeps their returns
        // apart in addition to libzmq's own jitter, which repeats the same sequence in processes started together.
        let jitter = options.reconnectInterval * Double.random(in: 0..<0.5)
        try set(ZMQ_RECONNECT_IVL, options.reconnectInterval + jitter, "set RECONNECT_IVL")
        try set(ZMQ_RECONNECT_IVL_MAX, options.reconnectIntervalMax, "set RECONNECT_IVL_MAX")
    }
}

/// Typed access to options, one helper for each C type that libzmq uses.
extension Socket {
    fileprivate func set(_ option: Int32, _ value: Int32, _ operation: String) throws(ZeroMQError) {
        var value = value
        try unsafe check(operation) { unsafe zmq_setsockopt($0, option, &value, MemoryLayout<Int32>.size) }
    }

    fileprivate func set(_ option: Int32, _ value: Int64, _ operation: String) throws(ZeroMQError) {
        var value = value
        try unsafe check(operation) { unsafe zmq_setsockopt($0, option, &value, MemoryLayout<Int64>.size) }
    }

    fileprivate func set(_ option: Int32, _ value: Bool, _ operation: String) throws(ZeroMQError) {
        try set(option, Int32(value ? 1 : 0), operation)
    }

    fileprivate func set(_ option: Int32, _ value: Duration, _ operation: String) throws(ZeroMQError) {
        try set(option, value.wholeMilliseconds, operation)
    }

    fileprivate func set(_ option: Int32, _ bytes: [UInt8], _ operation: String) throws(ZeroMQError) {
        try unsafe check(operation) { unsafe zmq_setsockopt($0, option, bytes, bytes.count) }
    }

    fileprivate func number(_ option: Int32, _ operation: String) throws(ZeroMQError) -> Int32 {
        var value: Int32 = 0
        var byteCount = MemoryLayout<Int32>.size
        try unsafe check(operation) { unsafe zmq_getsockopt($0, option, &value, &byteCount) }
        return value
    }

    fileprivate func text(_ option: Int32, _ operation: String) throws(ZeroMQError) -> String {
        var buffer = [UInt8](repeating: 0, count: 1024)
        var byteCount = buffer.count
        try unsafe check(operation) { unsafe zmq_getsockopt($0, option, &buffer, &byteCount) }
        return String(decoding: buffer[..<max(0, byteCount - 1)], as: UTF8.self)
    }
}

extension Duration {
    /// The whole milliseconds of this duration, at least 0 and clamped to what libzmq's options hold; a positive
    /// duration is at least one, so that it never turns into "never".
    var wholeMilliseconds: Int32 {
        guard self > .zero else { return 0 }
        let (seconds, attoseconds) = components
        guard seconds < Int64(Int32.max / 1000) else { return .max }
        return max(1, Int32(seconds * 1000 + attoseconds / 1_000_000_000_000_000))
    }
}
