import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Standard output or error, written to without a buffer and without a trap when the reader is gone.
public struct StandardStream: Sendable {
    public static let output = StandardStream(descriptor: STDOUT_FILENO)
    public static let errors = StandardStream(descriptor: STDERR_FILENO)

    let descriptor: Int32

    /// Writes a text whole. Callable from any thread; a text of at most 4,096 bytes is not torn apart by others.
    ///
    /// - Returns: Whether all of it was written: false when the reader is gone, as behind `| head`.
    @discardableResult
    public func write(_ text: String) -> Bool { write(bytes: Array(text.utf8)) }

    /// Writes bytes whole, as ``write(_:)`` does.
    @discardableResult
    public func write(bytes: [UInt8]) -> Bool {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes {
                #if canImport(Glibc)
                    Glibc.write(descriptor, $0.baseAddress, $0.count)
                #else
                    Darwin.write(descriptor, $0.baseAddress, $0.count)
                #endif
            }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN {
                    var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&state, 1, 1_000)
                    continue
                }
                return false
            }
            start += count
        }
        return true
    }
}
