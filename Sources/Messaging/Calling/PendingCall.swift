import Protocol
import Synchronization
import ZeroMQ

/// A call on its way: made by the caller's task, carried by the socket's thread, finished once by whoever is first: the
/// answer, the deadline or the caller's cancellation.
final class PendingCall: Sendable {
    /// The body of a reply, what was found in it, and what follows it.
    struct Reply: Sendable {
        let body: [UInt8]
        let scanned: ScannedReply
        let attachments: [Frame]
    }

    private enum State {
        case new
        case waiting(CheckedContinuation<Reply, any Error>)
        case finished(Result<Reply, any Error>)
    }

    let id: UInt64
    let template: RequestTemplate
    let start: ContinuousClock.Instant
    let deadline: ContinuousClock.Instant
    let isIdempotent: Bool
    private let state = Mutex(State.new)

    init(
        id: UInt64, template: RequestTemplate, start: ContinuousClock.Instant, deadline: ContinuousClock.Instant,
        isIdempotent: Bool
    ) {
        self.id = id
        self.template = template
        self.start = start
        self.deadline = deadline
        self.isIdempotent = isIdempotent
    }

    var isFinished: Bool {
        state.withLock { state in
            if case .finished = state { true } else { false }
        }
    }

    /// Ends the call; what comes after the first time is dropped.
    func finish(_ result: Result<Reply, any Error>) {
        let waiting: CheckedContinuation<Reply, any Error>? = state.withLock { state in
            switch state {
            case .new:
                state = .finished(result)
                return nil
            case .waiting(let continuation):
                state = .finished(result)
                return continuation
            case .finished: return nil
            }
        }
        waiting?.resume(with: result)
    }

    /// Waits for the end. Called once.
    func wait() async throws -> Reply {
        try await withCheckedThrowingContinuation { continuation in
            let finished: Result<Reply, any Error>? = state.withLock { state in
                if case .finished(let result) = state { return result }
                state = .waiting(continuation)
                return nil
            }
            if let finished { continuation.resume(with: finished) }
        }
    }
}
