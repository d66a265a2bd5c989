import Logging
import Synchronization

/// A log that tests read, and wait for.
final class RecordedLog: Sendable {
    private struct State {
        var messages: [String] = []
        var waiting: [(String, CheckedContinuation<Void, Never>)] = []
    }
    private let state = Mutex(State())

    var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }
    var messages: [String] { state.withLock { $0.messages } }

    /// Waits until a message was logged.
    func saw(_ message: String) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                let isThere = state.messages.contains(message)
                if !isThere { state.waiting.append((message, continuation)) }
                return isThere
            }
            if isThere { continuation.resume() }
        }
    }

    fileprivate func add(_ message: String) {
        let reached = state.withLock { state in
            state.messages.append(message)
            let reached = state.waiting.filter { $0.0 == message }.map(\.1)
            state.waiting.removeAll { $0.0 == message }
            return reached
        }
        for continuation in reached { continuation.resume() }
    }

    private struct Handler: LogHandler {
        let log: RecordedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.add(event.message.description)
        }
    }
}
