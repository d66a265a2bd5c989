import Dispatch
import Foundation
import Synchronization
import ZeroMQ

/// A thread that owns sockets: it polls them together with a bell, and takes commands from everywhere.
///
/// The sockets and all that is done with them live in a ``SocketOwner``, which is made on the thread. Usable from any
/// thread. The thread ends by ``stop()``, when its owner stops the loop, or when the last reference to this goes.
public final class SocketThread<Command: Sendable>: Sendable {
    /// Where commands are posted; owners keep it to be told of what they started elsewhere.
    public let mailbox: Mailbox<Command>
    private let ending: Ending

    /// Starts a thread and makes its owner there. Waits for that, which includes binding sockets but no network.
    ///
    /// - Parameters:
    ///   - name: the thread's name in a debugger; the system shows 15 bytes of it.
    ///   - makeOwner: makes the owner, on the new thread.
    /// - Throws: what `makeOwner` throws, or ``ZeroMQError`` when no descriptors are left.
    public init<Owner: SocketOwner>(
        name: String, makeOwner: @escaping @Sendable (SocketLoop, Mailbox<Command>) throws -> Owner
    ) throws where Owner.Command == Command {
        let mailbox = try Mailbox<Command>()
        let ending = Ending()
        let start = Start()
        let thread = Thread {
            let loop = SocketLoop(bellDescriptor: mailbox.bell.descriptor)
            do {
                let owner = try makeOwner(loop, mailbox)
                start.report(nil)
                Self.run(owner, loop, mailbox)
            } catch {
                start.report(error)
            }
            ending.reach()
        }
        thread.name = name
        thread.start()
        if let error = start.wait() { throw error }
        self.mailbox = mailbox
        self.ending = ending
    }

    deinit {
        mailbox.stop()
    }

    /// Hands a command to the owner. Never waits.
    ///
    /// - Returns: false when the thread is stopping and will not take it.
    @discardableResult
    public func post(_ command: Command) -> Bool {
        mailbox.post(command)
    }

    /// Ends the thread after the commands posted so far. Does not wait; stopping twice does nothing.
    public func stop() {
        mailbox.stop()
    }

    /// Waits until the thread has closed its sockets.
    public func ended() async {
        await ending.wait()
    }

    private static func run<Owner: SocketOwner>(
        _ owner: Owner, _ loop: SocketLoop, _ mailbox: Mailbox<Command>
    ) where Owner.Command == Command {
        var wakeUp: ContinuousClock.Instant? = .now
        var isLast = false
        while !loop.isStopped, !isLast {
            // The context was shut down under us: nothing can be sent or received any more.
            guard let hasRung = try? loop.poll(until: wakeUp) else { break }
            if hasRung { mailbox.bell.silence() }
            let (commands, isStopping) = mailbox.drain()
            if !commands.isEmpty { owner.take(commands) }
            wakeUp = owner.turn(.now)
            isLast = isStopping
        }
        mailbox.stop()
        let (late, _) = mailbox.drain()
        if !late.isEmpty { owner.take(late) }
        owner.close()
    }
}

/// Tells the maker of a thread how its start went.
private final class Start: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let error = Mutex<(any Error)?>(nil)

    func report(_ error: (any Error)?) {
        self.error.withLock { $0 = error }
        semaphore.signal()
    }

    func wait() -> (any Error)? {
        semaphore.wait()
        return error.withLock { $0 }
    }
}

/// A point in time that many may wait for, reached once.
final class Ending: Sendable {
    private struct State {
        var isReached = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func reach() {
        let waiting = state.withLock { state in
            state.isReached = true
            let waiting = state.waiting
            state.waiting = []
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if !state.isReached { state.waiting.append(continuation) }
                return state.isReached
            }
            if isReached { continuation.resume() }
        }
    }
}
