public import Logging
import Protocol
import ZeroMQ

/// Answers JSON-RPC requests on a bound ROUTER.
///
/// A thread of its own owns the socket; requests are carried out as tasks, any number up to
/// ``MessagingSettings/requestCountMax`` at once, and answered in the order in which they are done. Usable from any
/// thread. Letting go of the last reference closes the socket without waiting for what runs.
public final class RPCServer: Sendable {
    /// The endpoint as bound, its port filled in.
    public let endpoint: String
    private let thread: SocketThread<ServerSocket.Command>

    /// Binds and begins to answer.
    ///
    /// - Parameters:
    ///   - endpoint: what to bind; a tcp port of `*` or `0` takes a free one.
    ///   - handlers: what is answered. Its logger and size limit are replaced by those given here.
    /// - Throws: `ZeroMQError` when the endpoint cannot be bound.
    public init(
        binding endpoint: String, handlers: RPCHandlers, settings: MessagingSettings = .init(), logger: Logger
    ) throws {
        var handlers = handlers
        handlers.logger = logger
        handlers.messageByteCountMax = settings.messageByteCountMax
        let served = handlers
        let bound = Handover<String>()
        thread = try SocketThread(name: "rpc-server") { loop, mailbox in
            let socket = try ServerSocket(
                binding: endpoint, handlers: served, settings: settings, logger: logger, loop: loop, mailbox: mailbox)
            bound.put(socket.endpoint)
            return socket
        }
        self.endpoint = bound.take() ?? endpoint
    }

    /// Stops: new requests are answered by `shutting down`, those that run are waited for and answered, at most for
    /// ``MessagingSettings/drainTimeout``, then the socket closes. May be called more than once.
    public func shutdown() async {
        thread.post(.drain)
        await thread.ended()
    }
}
