// ZeroMQ: sockets of libzmq with their sharp edges rounded off in one place.
//
// May import CZMQ alone. Knows no JSON, no message of Timtin's and no service. Every raw pointer of libzmq stays inside
// this module.

import CZMQ
import Glibc

/// A libzmq context: the I/O thread and the inproc name space that sockets share.
///
/// A process needs one (``shared``); tests make their own. Usable from any thread. The context lives as long as its
/// last socket, because each socket keeps it, so ending it never waits for a forgotten socket.
// The handle is a libzmq context, which libzmq documents as thread-safe; it is written once.
@safe public final class Context: @unchecked Sendable {
    /// The context of this process.
    public static let shared = Context()

    let handle: UnsafeMutableRawPointer

    /// Makes a context.
    ///
    /// - Parameters:
    ///   - ioThreadCount: libzmq threads that move bytes; one carries about a gigabyte a second.
    ///   - socketCountMax: the most sockets open at once.
    public init(ioThreadCount: Int = 1, socketCountMax: Int = 1023) {
        precondition(ioThreadCount >= 1, "a context needs at least one I/O thread, not \(ioThreadCount)")
        guard let handle = unsafe zmq_ctx_new() else {
            preconditionFailure("libzmq made no context: errno \(errno)")
        }
        unsafe self.handle = handle
        unsafe zmq_ctx_set(handle, ZMQ_IO_THREADS, Int32(ioThreadCount))
        unsafe zmq_ctx_set(handle, ZMQ_MAX_SOCKETS, Int32(socketCountMax))
    }

    /// Makes every operation on every socket of this context fail with ``ZeroMQError/Code/terminated``, also those
    /// that wait in other threads. Does not wait.
    public func shutdown() {
        unsafe zmq_ctx_shutdown(handle)
    }

    deinit {
        // No socket is left, since each retains its context, so this waits for lingering messages only, which
        // `SocketDefaults.linger` bounds.
        while unsafe zmq_ctx_term(handle) == -1, errno == EINTR {}
    }
}
