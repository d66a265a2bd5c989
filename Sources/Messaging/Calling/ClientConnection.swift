import ZeroMQ

/// A client's DEALER to one address of a server, and the events of its connection. On the client's thread.
///
/// It connects once: a lost connection is followed by a new socket, since the server may be elsewhere by then.
final class ClientConnection {
    let number: Int
    let server: Int
    let socket: Socket
    private let monitor: Monitor
    private let loop: SocketLoop
    private var socketWatch: SocketLoop.Watch?
    private var monitorWatch: SocketLoop.Watch?
    private(set) var isClosed = false
    /// When it is closed although answers are owed; nil while it is the one in use.
    var closeAt: ContinuousClock.Instant?

    /// - Parameters:
    ///   - number: tells it from the client's other connections.
    ///   - isReadable: called when messages can be received.
    ///   - isObserved: called with each event of the connection.
    init(
        number: Int, server: Int, address: String, loop: SocketLoop,
        isReadable: @escaping (ClientConnection) -> Void,
        isObserved: @escaping (ClientConnection, SocketEvent) -> Void
    ) throws {
        self.number = number
        self.server = server
        self.loop = loop
        socket = try Socket(.dealer, options: .connectingOnce(to: address))
        monitor = try Monitor(socket)
        try socket.connect(address)
        // Who is called may let the connection go, so it is held meanwhile.
        socketWatch = loop.watch(socket) { [weak self] readiness in
            if let self, readiness.contains(.readable) { isReadable(self) }
        }
        monitorWatch = loop.watch(monitor.socket) { [weak self] _ in
            guard let self else { return }
            while !isClosed, let event = try? monitor.next() { isObserved(self, event) }
        }
    }

    /// Asks to be told when the socket takes messages again.
    func set(wantsToWrite: Bool) {
        if let socketWatch { loop.set(wantsToWrite ? [.readable, .writable] : .readable, of: socketWatch) }
    }

    /// Closes the socket; what it did not send yet lingers, unless it is dropped.
    func close(dropping: Bool) {
        guard !isClosed else { return }
        isClosed = true
        for watch in [socketWatch, monitorWatch] {
            if let watch { loop.unwatch(watch) }
        }
        if dropping { try? socket.setLinger(.zero) }
        monitor.socket.close()
        socket.close()
    }
}

extension SocketOptions {
    /// The options of a DEALER that connects out: a fresh routing id for each connection, so that a restarted process is
    /// never taken for its predecessor, and no second connection, which would go to the same address.
    ///
    /// What the peer sent last can be received although the connection is lost: an `IMMEDIATE` socket, and one that is told
    /// never to reconnect, would end its pipe with the connection and drop it. So nothing must be sent before the
    /// connection stands but what may be lost, and the socket has to be closed once the connection is.
    static func connectingOnce(to address: String) -> SocketOptions {
        var options = SocketOptions(for: .dealer)
        options.isImmediate = false
        (options.reconnectInterval, options.reconnectIntervalMax) = (.seconds(3600), .seconds(3600))
        options.isIPv6Enabled = address.contains("[")
        return options
    }
}

extension SocketEvent {
    /// Whether the connection failed or is lost.
    var isEnd: Bool { [.disconnected, .closed, .handshakeFailed].contains(kind) }
}
