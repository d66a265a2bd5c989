import Foundation
import Synchronization

/// Threads that do what takes time, so that the cooperative pool never waits for an index.
final class SearchThreads: Sendable {
    private struct State {
        var work: [@Sendable () -> Void] = []
        var next = 0
        var isEnded = false
    }

    private let state = Mutex(State())
    private let ready = DispatchSemaphore(value: 0)
    private let count: Int

    /// Starts the threads; they end when this object goes.
    init(count: Int) {
        precondition(count >= 1, "a worker needs at least one thread, not \(count)")
        self.count = count
        for number in 0..<count {
            let (ready, take) = (ready, { @Sendable [weak self] in self?.take() })
            let thread = Thread {
                while true {
                    ready.wait()
                    guard let work = take() else { return }
                    work()
                }
            }
            thread.name = "timtin.search.\(number)"
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    deinit {
        for _ in 0..<count { ready.signal() }
    }

    /// Does the work on one of the threads, in order of asking.
    func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            state.withLock { $0.work.append { continuation.resume(with: Swift.Result { try work() }) } }
            ready.signal()
        }
    }

    /// The next piece of work; nil where there is none any more.
    private func take() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard state.next < state.work.count else { return nil }
            defer {
                state.next += 1
                if state.next == state.work.count || state.next > 1024 {
                    state.work.removeFirst(state.next)
                    state.next = 0
                }
            }
            return state.work[state.next]
        }
    }
}
