import Foundation
import Hashing
import ServiceSupport

/// The claims on files that processes share: each is a lock on one byte of one file, at the place that the key names.
///
/// The system lets go of a claim when its process ends, however it ends, and any number of claims takes one descriptor.
/// Two keys may share a place; one of them then waits for the other, which does no harm. Callable from any thread.
final class FileClaims: Sendable {
    private let descriptor: Int32
    private let path: String

    /// Opens the file, and creates it where there is none. It must never be removed while anybody may hold a claim.
    init(path: String) throws(ProgramError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure("open", path) }
    }

    deinit { close(descriptor) }

    /// Takes a claim.
    ///
    /// - Returns: false when another process has it.
    /// - Throws: ``ProgramError`` where the file system knows no locks.
    func take(_ key: Hash128) throws(ProgramError) -> Bool {
        if lock(key, F_WRLCK, Self.setLock) { return true }
        guard errno == EAGAIN || errno == EACCES else { throw Self.failure("lock", path) }
        return false
    }

    /// Takes a claim as soon as nobody else has it; for what is held for moments only.
    ///
    /// - Throws: as ``take(_:)``.
    func wait(for key: Hash128) throws(ProgramError) {
        while !lock(key, F_WRLCK, Self.setLockWaiting) {
            guard errno == EINTR else { throw Self.failure("lock", path) }
        }
    }

    /// Gives a claim back.
    func giveBack(_ key: Hash128) { _ = lock(key, F_UNLCK, Self.setLock) }

    private func lock(_ key: Hash128, _ kind: some BinaryInteger, _ operation: Int32) -> Bool {
        var range = flock()
        range.l_type = numericCast(kind)
        range.l_whence = Int16(SEEK_SET)
        range.l_start = off_t(key.high >> 2)
        range.l_len = 1
        return fcntl(descriptor, operation, &range) == 0
    }

    #if os(Linux)
        /// F_OFD_SETLK and F_OFD_SETLKW, whose locks belong to the open file rather than to the process: no other part
        /// of the process that opens and closes the same file lets go of the claims. Their names are behind a macro
        /// that Swift does not see.
        private static let setLock: Int32 = 37
        private static let setLockWaiting: Int32 = 38
    #else
        private static let setLock = F_SETLK
        private static let setLockWaiting = F_SETLKW
    #endif

    private static func failure(_ operation: String, _ path: String) -> ProgramError {
        .failed(
            "cannot \(operation) \(path), which the claims on watched files need: \(String(cString: strerror(errno)))")
    }
}
