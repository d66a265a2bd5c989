import Logging
import Messaging
import ServiceLifecycle

/// A running broker: a thread that owns its sockets and does what its core says.
final class BrokerServer: Service {
    /// Where a broker listens.
    struct Binding: Sendable {
        var clients: String
        var cluster: String
        var events: String
        /// The largest message that is taken, in bytes. Somewhat larger ones are answered by an error; a peer that sends
        /// more than four times as much is disconnected before it fills the memory.
        var messageByteCountMax = 16 << 20
    }

    /// Where it listens, ports filled in.
    let bound: Binding
    private let thread: SocketThread<BrokerSockets.Command>

    /// Starts a broker; returns once it listens. It stops at once when the last reference goes.
    ///
    /// - Parameters:
    ///   - binding: Where to listen.
    ///   - drainTimeout: How long a stopping broker waits for requests that are under way.
    ///   - configure: Makes the configuration once it is known where the broker listens.
    /// - Throws: `ZeroMQError` where it cannot listen.
    init(
        _ binding: Binding, drainTimeout: Duration, logger: Logger,
        configure: @escaping @Sendable (Binding) -> BrokerConfiguration
    ) throws {
        let bound = Handover<Binding>()
        thread = try SocketThread(name: "timtin.broker") { loop, _ in
            let sockets = try BrokerSockets(
                binding, drainTimeout: drainTimeout, logger: logger, loop: loop, configure: configure)
            bound.put(sockets.bound)
            return sockets
        }
        self.bound = bound.take() ?? binding
    }

    /// Runs until the process is to stop or the task is cancelled, and what was under way is answered.
    func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await thread.ended()
        } onCancelOrGracefulShutdown: {
            self.thread.post(.stop)
        }
    }
}
