import Glibc

/// A bell that any thread may ring and one thread polls together with its sockets.
///
/// A pipe, not an inproc socket: a socket belongs to one thread, so every ringing thread would need its own, or all a
/// lock around a shared one. A write to a pipe is safe from everywhere and costs one system call.
public final class WakeUp: Sendable {
    /// The descriptor to poll for reading.
    public let descriptor: Int32
    private let writeEnd: Int32

    /// Makes a bell.
    ///
    /// - Throws: ``ZeroMQError`` when no descriptors are left.
    public init() throws(ZeroMQError) {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0 else {
            throw ZeroMQError(operation: "open a wake-up pipe", endpoint: nil, number: errno)
        }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        descriptor = ends[0]
        writeEnd = ends[1]
    }

    /// Makes the descriptor readable. Never waits: a full pipe rings already.
    public func ring() {
        var byte: UInt8 = 1
        while unsafe write(writeEnd, &byte, 1) == -1, errno == EINTR {}
    }

    /// Makes the descriptor unreadable until the next ring.
    public func silence() {
        var scratch: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        while unsafe read(descriptor, &scratch, 32) == 32 {}
    }

    deinit {
        Glibc.close(descriptor)
        Glibc.close(writeEnd)
    }
}
