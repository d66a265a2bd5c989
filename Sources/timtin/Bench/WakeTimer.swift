import CTimer
import Glibc
import ServiceSupport

/// A timer of the system that is polled like a socket, precise to some microseconds. Used on one thread.
final class WakeTimer {
    /// Readable once the time has come.
    let descriptor: Int32

    /// - Throws: ``ProgramError`` when no descriptors are left.
    init() throws(ProgramError) {
        descriptor = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_NONBLOCK | TFD_CLOEXEC))
        guard descriptor >= 0 else { throw .failed("the system gives no timer: \(String(cString: strerror(errno)))") }
    }

    /// Sets the time anew; what is due already comes at once.
    func set(after pause: Duration) {
        // Zero would stop the timer.
        let (seconds, attoseconds) = min(max(pause, .nanoseconds(1)), .seconds(3600)).components
        _ = timer_set_after(descriptor, seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    /// Makes the descriptor unreadable until the time that is set next.
    func silence() {
        var count: UInt64 = 0
        while read(descriptor, &count, 8) == -1, errno == EINTR {}
    }

    deinit { close(descriptor) }
}
