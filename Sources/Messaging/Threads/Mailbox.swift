import Synchronization
import ZeroMQ

/// The commands that wait for a ``SocketThread``, and the bell that wakes it.
///
/// Posting takes a short lock and rings only when the thread may be asleep; a burst of commands wakes it once. The
/// senders bound what they post: a client by its calls, a server by its requests.
public final class Mailbox<Command: Sendable>: Sendable {
    private struct State {
        var commands: [Command] = []
        var isStopping = false
    }

    private let state = Mutex(State())
    let bell: WakeUp

    init() throws(ZeroMQError) {
        bell = try WakeUp()
    }

    /// Hands a command to the thread. Never waits; callable from any thread.
    ///
    /// - Returns: false when the thread is stopping and will not take it.
    @discardableResult
    public func post(_ command: Command) -> Bool {
        let (isTaken, isFirst) = state.withLock { state in
            guard !state.isStopping else { return (false, false) }
            state.commands.append(command)
            return (true, state.commands.count == 1)
        }
        if isFirst { bell.ring() }
        return isTaken
    }

    /// Asks the thread to end after the commands posted so far.
    func stop() {
        state.withLock { $0.isStopping = true }
        bell.ring()
    }

    /// The waiting commands, and whether these are the last.
    func drain() -> (commands: [Command], isLast: Bool) {
        state.withLock { state in
            let commands = state.commands
            state.commands = []
            return (commands, state.isStopping)
        }
    }
}
