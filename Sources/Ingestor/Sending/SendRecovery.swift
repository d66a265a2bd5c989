import Messaging
import Protocol

/// What to do when documents were sent and no acknowledgement came.
enum SendRecovery: Hashable {
    /// Ask anew who owns the shard, and send again: the documents may be in already, which does no harm.
    case sendAgain
    /// Send the halves alone: one document spoils the batch, or all of them are too much at once.
    case split
    /// The one document sent cannot be taken, for this reason.
    case refuse(String)
    /// Nothing that this process can do helps.
    case fail

    /// - Parameters:
    ///   - error: What the call threw.
    ///   - documentCount: How many documents were sent.
    static func decide(on error: any Error, documentCount: Int) -> SendRecovery {
        if error is NoAnswer { return .sendAgain }
        guard let error = error as? RPCError else { return .fail }
        if error.data.retryable { return .sendAgain }
        switch error.knownCode {
        case .deadlineExceeded: return .sendAgain
        case .messageTooLarge, .invalidParams, .invalidRequest, .parseError:
            return documentCount > 1 ? .split : .refuse(error.description)
        default: return .fail
        }
    }

    /// How long an attempt may take: a process that is gone is noticed soon, one that is slow gets its time at last.
    static func deadline(attempt: Int) -> Duration {
        min(.seconds(4) * (1 << min(attempt, 4)), .seconds(60))
    }

    /// How long to wait before an attempt, from the second on.
    static func pause(beforeAttempt attempt: Int) -> Duration {
        attempt == 0 ? .zero : min(.milliseconds(50) * (1 << min(attempt - 1, 5)), .seconds(1))
    }

    /// Whether an attempt goes through the broker: always where the indexer's own endpoint is not known, else every
    /// second time, as the endpoint may be one that cannot be reached from here.
    static func goesThroughBroker(attempt: Int, knowsEndpoint: Bool) -> Bool {
        !knowsEndpoint || attempt % 2 == 1
    }
}
