import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import ZeroMQ

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
    private let control: BrokerControl

    private init(bound: Binding, control: BrokerControl) {
        self.bound = bound
        self.control = control
    }

    /// Starts a broker; returns once it listens.
    ///
    /// - Parameters:
    ///   - binding: Where to listen.
    ///   - drainTimeout: How long a stopping broker waits for requests that are under way.
    ///   - configure: Makes the configuration once it is known where the broker listens.
    /// - Throws: `ZeroMQError` where it cannot listen.
    static func start(
        _ binding: Binding, drainTimeout: Duration, logger: Logger,
        configure: @escaping @Sendable (Binding) -> BrokerConfiguration
    ) async throws -> BrokerServer {
        let control = BrokerControl(wakeUp: try WakeUp(), drainTimeout: drainTimeout)
        let bound = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Binding, any Error>) in
            let thread = Thread {
                let loop: BrokerLoop
                do {
                    loop = try BrokerLoop(binding, control: control, logger: logger, configure: configure)
                } catch {
                    return continuation.resume(throwing: error)
                }
                continuation.resume(returning: loop.bound)
                control.ended(loop.run())
            }
            thread.name = "timtin.broker"
            thread.start()
        }
        return BrokerServer(bound: bound, control: control)
    }

    /// Runs until the process is to stop, the task is cancelled or the sockets fail.
    func run() async throws {
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await control.end()
        } onCancelOrGracefulShutdown: {
            self.control.stop()
        }
    }
}

/// How other threads reach a broker's thread.
final class BrokerControl: Sendable {
    private struct State {
        var isStopping = false
        var end: Result<Void, any Error>?
        var waiters: [CheckedContinuation<Void, any Error>] = []
    }

    let wakeUp: WakeUp
    let drainTimeout: Duration
    private let state = Mutex(State())

    init(wakeUp: WakeUp, drainTimeout: Duration) {
        self.wakeUp = wakeUp
        self.drainTimeout = drainTimeout
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }

    func stop() {
        state.withLock { $0.isStopping = true }
        wakeUp.ring()
    }

    func ended(_ error: (any Error)?) {
        let end: Result<Void, any Error> = error.map { .failure($0) } ?? .success(())
        let waiters = state.withLock { state in
            state.end = end
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(with: end) }
    }

    /// Returns when the thread has ended.
    func end() async throws {
        try await withCheckedThrowingContinuation { continuation in
            let end = state.withLock { state in
                if state.end == nil { state.waiters.append(continuation) }
                return state.end
            }
            if let end { continuation.resume(with: end) }
        }
    }
}
