import CZMQ
import Glibc

/// A socket of libzmq, owned by the thread that made it from creation to close.
///
/// Every use on another thread traps with a sentence: libzmq sockets are not thread-safe, and a lock would hide who
/// owns the conversation. Not `Sendable` on purpose. A class, not a noncopyable struct, so that an event loop can keep
/// many of them in its tables; the owner check does at run time what moving would do at compile time.
@safe public final class Socket {
    /// The pattern the socket follows.
    public let kind: SocketKind
    /// The context the socket belongs to, kept while the socket lives.
    public let context: Context
    /// The endpoint last bound or connected, for errors.
    public private(set) var endpoint: String?

    private var handle: UnsafeMutableRawPointer?
    private let owner = pthread_self()
    /// Whether libzmq sends this socket's events to a monitor.
    private var isMonitored = false
    /// The socket whose events arrive here, where this is a monitor's.
    private var monitored: Socket?

    /// Makes a socket owned by the calling thread.
    ///
    /// - Throws: ``ZeroMQError`` when the context is shut down or out of sockets.
    public init(
        _ kind: SocketKind, in context: Context = .shared, options: SocketOptions? = nil
    ) throws(ZeroMQError) {
        self.kind = kind
        self.context = context
        guard let handle = unsafe zmq_socket(context.handle, kind.rawValue) else {
            throw ZeroMQError(operation: "open \(kind) socket", endpoint: nil)
        }
        unsafe self.handle = handle
        try apply(options ?? SocketOptions(for: kind))
    }

    /// Closes the socket; unsent messages linger as its options say. Closing twice does nothing.
    public func close() {
        guard let handle = unsafe handle else { return }
        checkOwner("close")
        stopMonitoring()
        monitored?.stopMonitoring()
        unsafe self.handle = nil
        unsafe zmq_close(handle)
    }

    /// Sends this socket's events to `monitor`, bound to `name` by libzmq, from now on.
    ///
    /// They end before either of the two closes: libzmq's I/O thread waits for ever, and every connection of the process
    /// with it, when it has an event for a monitor whose other end is gone.
    func startMonitoring(by monitor: Socket, name: String) throws(ZeroMQError) {
        try unsafe check("monitor") { unsafe zmq_socket_monitor($0, name, ZMQ_EVENT_ALL) }
        isMonitored = true
        monitor.monitored = self
        try monitor.connect(name)
    }

    private func stopMonitoring() {
        guard isMonitored, let handle = unsafe handle else { return }
        isMonitored = false
        _ = unsafe zmq_socket_monitor(handle, nil, 0)
    }

    deinit {
        close()
    }

    /// Whether the socket was closed.
    public var isClosed: Bool { unsafe handle == nil }

    /// Binds to `endpoint`; `tcp://host:*` takes a free port, which ``boundEndpoint`` then tells.
    public func bind(_ endpoint: String) throws(ZeroMQError) {
        try EndpointSyntax.check(endpoint, operation: "bind")
        self.endpoint = endpoint
        try unsafe check("bind") { unsafe zmq_bind($0, endpoint) }
    }

    /// Connects to `endpoint`, now or whenever it comes up.
    public func connect(_ endpoint: String) throws(ZeroMQError) {
        try EndpointSyntax.check(endpoint, operation: "connect")
        self.endpoint = endpoint
        try unsafe check("connect") { unsafe zmq_connect($0, endpoint) }
    }

    /// Stops listening on `endpoint`, given as ``boundEndpoint`` said.
    public func unbind(_ endpoint: String) throws(ZeroMQError) {
        try unsafe check("unbind") { unsafe zmq_unbind($0, endpoint) }
    }

    /// Ends the connection to `endpoint`.
    public func disconnect(_ endpoint: String) throws(ZeroMQError) {
        try unsafe check("disconnect") { unsafe zmq_disconnect($0, endpoint) }
    }

    /// Runs one call of libzmq on the socket, again whenever a signal interrupts it.
    @discardableResult
    func check(
        _ operation: String, _ call: (UnsafeMutableRawPointer) -> Int32
    ) throws(ZeroMQError) -> Int32 {
        let handle = unsafe open(operation)
        while true {
            let result = unsafe call(handle)
            if result >= 0 { return result }
            let number = zmq_errno()
            if number != EINTR { throw ZeroMQError(operation: operation, endpoint: endpoint, number: number) }
        }
    }

    /// The handle, on its own thread and not closed.
    @unsafe func open(_ operation: String) -> UnsafeMutableRawPointer {
        checkOwner(operation)
        guard let handle = unsafe handle else {
            preconditionFailure("\(operation) on a \(kind) socket that was closed")
        }
        return unsafe handle
    }

    private func checkOwner(_ operation: String) {
        precondition(
            pthread_equal(owner, pthread_self()) != 0,
            "\(operation) on a \(kind) socket from another thread than the one that made it; hand the work over to it")
    }
}
