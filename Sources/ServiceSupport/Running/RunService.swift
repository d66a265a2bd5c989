import Dispatch
import Foundation
import Logging
public import ServiceLifecycle
import Synchronization

/// Runs services until they end, fail, or the process is told to stop.
///
/// SIGTERM, SIGINT and, with `exitsWithParent`, the end of standard input begin a graceful shutdown in reverse order of
/// `services`. A second signal ends the process at once; so does the end of the grace period.
///
/// - Throws: The error of the service that failed first.
public func runService(_ services: [any Service], context: ServiceContext) async throws {
    let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
            services: services.map {
                .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
            }, logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() }))
    let stopper = Stopper(
        gracePeriod: context.settings[ServiceSettings.gracePeriod], logger: context.logger,
        stop: { await group.triggerGracefulShutdown() })
    let signals = SignalWatch { stopper.signalled($0) }
    defer { signals.cancel() }
    if context.exitsWithParent { watchParent { stopper.parentEnded() } }
    try await group.run()
    context.logger.info("stopped")
}

/// Decides what a wish to stop means: the first begins the shutdown, a second signal ends the process.
final class Stopper: Sendable {
    private let gracePeriod: Duration
    private let logger: Logger
    private let stop: @Sendable () async -> Void
    private let isStopping = Mutex(false)

    init(gracePeriod: Duration, logger: Logger, stop: @escaping @Sendable () async -> Void) {
        self.gracePeriod = gracePeriod
        self.logger = logger
        self.stop = stop
    }

    func signalled(_ number: Int32) {
        guard begin(reason: "signal \(number)") else {
            logger.warning("stopped at once by a second signal")
            exit(128 + number)
        }
    }

    func parentEnded() { _ = begin(reason: "the parent process ended") }

    /// Begins the shutdown; false where it has begun already.
    private func begin(reason: String) -> Bool {
        let isFirst = isStopping.withLock { isStopping in
            defer { isStopping = true }
            return !isStopping
        }
        guard isFirst else { return false }
        logger.info("stopping", metadata: ["reason": "\(reason)"])
        let stop = stop
        Task { await stop() }
        let seconds = gracePeriod / .seconds(1)
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [logger] in
            logger.error("the grace period is over", metadata: ["seconds": "\(seconds)"])
            exit(ExitStatus.failed.rawValue)
        }
        return true
    }
}

/// Calls a closure for each SIGTERM and SIGINT from creation until ``cancel()``, on a thread of its own.
public final class SignalWatch {
    private let sources: [any DispatchSourceSignal]

    /// Begins to watch; the signals no longer end the process by themselves.
    public init(_ action: @escaping @Sendable (Int32) -> Void) {
        let queue = DispatchQueue(label: "timtin.signals")
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { action(number) }
            source.resume()
            return source
        }
    }

    /// Ends watching; the signals stay without effect.
    public func cancel() { for source in sources { source.cancel() } }
}

/// Calls `action` when standard input reaches its end: the parent that holds the other end of the pipe is gone.
func watchParent(_ action: @escaping @Sendable () -> Void) {
    let thread = Thread {
        var byte: UInt8 = 0
        while true {
            let count = read(STDIN_FILENO, &byte, 1)
            if count == 0 || (count < 0 && errno != EINTR) { break }
        }
        action()
    }
    thread.name = "timtin.parent"
    thread.start()
}
