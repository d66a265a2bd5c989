public import Logging
public import Protocol
import Synchronization
import ZeroMQ

/// Calls methods of a server: a broker at its client endpoint, or an indexer at its own.
///
/// Of several equal servers it speaks to one, and goes on to the next when that one is lost, silent or shutting down. None
/// need be there yet: calls wait until their deadline, in a queue of this client.
///
/// A thread of its own owns the sockets; any number of tasks may call at once, and each crosses to the thread once. Usable
/// from any thread. Shut down when the last reference goes.
public final class RPCClient: Sendable {
    /// Where the servers are, any of which may answer; at least one.
    public let endpoints: [String]
    /// The one of ``endpoints`` that is connected, or is tried, at this moment.
    public var endpoint: String { endpoints[status.server] }
    /// The same with an address in place of the host name; nil before there was one.
    var address: String? { status.address }
    private let settings: MessagingSettings
    private let status = ConnectionStatus()
    private let thread: SocketThread<ClientSocket.Command>
    private let lastID = Atomic<UInt64>(0)

    /// Makes a client of one server and begins to connect.
    ///
    /// - Throws: `ZeroMQError` for what is no endpoint, or when no sockets are left.
    public convenience init(endpoint: String, settings: MessagingSettings = .init(), logger: Logger) throws {
        try self.init(endpoints: [endpoint], settings: settings, logger: logger)
    }

    /// Makes a client of servers that are equal, and begins to connect to the first.
    ///
    /// - Parameter endpoints: at least one.
    /// - Throws: `ZeroMQError` for what is no endpoint, or when no sockets are left.
    public convenience init(endpoints: [String], settings: MessagingSettings = .init(), logger: Logger) throws {
        try self.init(endpoints: endpoints, settings: settings, logger: logger, resolver: .shared)
    }

    init(endpoints: [String], settings: MessagingSettings, logger: Logger, resolver: NameResolver) throws {
        precondition(!endpoints.isEmpty, "a client needs a server")
        self.endpoints = endpoints
        self.settings = settings
        thread = try SocketThread(name: "rpc-client") { [status] loop, mailbox in
            try ClientSocket(
                endpoints: endpoints, settings: settings, logger: logger, status: status, resolver: resolver,
                loop: loop, mailbox: mailbox)
        }
    }

    /// Whether the server is connected at this moment. Over inproc, whether it ever spoke.
    public var isConnected: Bool { status.isConnected }

    /// Calls a method and waits for its result.
    ///
    /// An idempotent method is sent again, to another server where there are several, when the connection was lost or the
    /// server is silent, and after a retryable error, with back-off, all within the deadline. Answers that come too late
    /// are dropped.
    ///
    /// - Parameters:
    ///   - deadline: for how long the caller waits; the server is told what is left of it.
    ///   - traceparent: W3C Trace Context to send along.
    /// - Throws: ``RPCError`` as the server answered it, or `deadline exceeded` when a server is there but did not answer
    ///   in time; ``NoAnswer`` when nobody is there, or the answer is in doubt to a call that must not be sent twice; `CancellationError` when the task is cancelled.
    public func call<M: RPCMethod>(
        _ method: M.Type, _ params: M.Params, deadline: Duration = .seconds(10), traceparent: String? = nil
    ) async throws -> M.Result {
        try await callAttaching(method, params, deadline: deadline, traceparent: traceparent).result
    }

    /// Calls a method whose result is followed by frames of bytes, and waits for them all.
    ///
    /// - Returns: the result, and as many attachments as ``RPCMethod/attachmentCount`` says.
    /// - Throws: as ``call(_:_:deadline:traceparent:)``, and ``RPCError`` for a server that attaches more or less, or
    ///   more bytes than are taken.
    public func callAttaching<M: RPCMethod>(
        _ method: M.Type, _ params: M.Params, deadline: Duration = .seconds(10), traceparent: String? = nil
    ) async throws -> (result: M.Result, attachments: [[UInt8]]) {
        let template = try RequestTemplate(method: M.name, params: params, traceparent: traceparent)
        guard template.byteCount <= settings.messageByteCountMax else {
            throw RPCError(
                .messageTooLarge,
                detail: "\(M.name) has \(template.byteCount) bytes of parameters and at most "
                    + "\(settings.messageByteCountMax) are sent; send less at once")
        }
        let start = ContinuousClock.now
        let end = start + deadline
        var attempt = 0
        while true {
            do {
                let call = PendingCall(
                    id: lastID.wrappingAdd(1, ordering: .relaxed).newValue, template: template, start: start,
                    deadline: end, isIdempotent: M.isIdempotent)
                let reply = try await carry(call)
                return (try Self.result(of: reply, as: M.self), try attachments(of: reply, as: M.self))
            } catch let error as RPCError where error.data.retryable && M.isRetryable {
                let delay = settings.retry.delay(attempt: attempt)
                guard .now + delay < end, !isShutDown else { throw error }
                try await Task.sleep(for: delay)
                attempt += 1
            }
        }
    }

    /// Ends all calls by `shutting down` and closes the socket. Does not wait; may be called more than once.
    public func shutdown() {
        shutDown.store(true, ordering: .releasing)
        thread.stop()
    }

    private let shutDown = Atomic(false)
    private var isShutDown: Bool { shutDown.load(ordering: .acquiring) }

    private func carry(_ call: PendingCall) async throws -> PendingCall.Reply {
        try Task.checkCancellation()
        return try await withTaskCancellationHandler {
            if !thread.post(.call(call)) {
                call.finish(.failure(RPCError(.shuttingDown, detail: "the client of \(endpoint) was shut down")))
            }
            return try await call.wait()
        } onCancel: {
            call.finish(.failure(CancellationError()))
            thread.post(.cancel(call.id))
        }
    }

    private static func result<M: RPCMethod>(of reply: PendingCall.Reply, as method: M.Type) throws -> M.Result {
        if let range = reply.scanned.errorRange {
            throw try decode(RPCError.self, reply.body[range], "error", of: M.name)
        }
        return try decode(M.Result.self, reply.body[reply.scanned.resultRange ?? 0..<0], "result", of: M.name)
    }

    private func attachments<M: RPCMethod>(of reply: PendingCall.Reply, as method: M.Type) throws(RPCError) -> [[UInt8]]
    {
        guard reply.attachments.count == M.attachmentCount else {
            throw RPCError(
                .internalError,
                detail: "\(endpoint) answered \(M.name) with \(reply.attachments.count) attachments instead of "
                    + "\(M.attachmentCount); do both run the same version?")
        }
        let byteCount = reply.attachments.reduce(0) { $0 + $1.byteCount }
        guard byteCount <= settings.messageByteCountMax else {
            throw RPCError(
                .messageTooLarge,
                detail: "\(endpoint) answered \(M.name) with \(byteCount) bytes attached, and at most "
                    + "\(settings.messageByteCountMax) are taken; ask for less at once")
        }
        return reply.attachments.map(\.bytes)
    }

    private static func decode<Value: Decodable>(
        _ type: Value.Type, _ bytes: ArraySlice<UInt8>, _ what: String, of method: String
    ) throws(RPCError) -> Value {
        do {
            return try WireCoder.decode(type, from: Array(bytes))
        } catch {
            throw RPCError(
                .internalError,
                detail: "the \(what) of \(method) is not understood; do both run the same version? \(error)")
        }
    }
}
