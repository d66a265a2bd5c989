import Foundation

/// A lock on a file that one process at a time holds; the system lets go of it when the process ends, however it ends.
///
/// The file stays behind: removing it would let two processes lock two files of one name.
public struct FileLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock, and creates the file where there is none.
    ///
    /// - Returns: nil when another process holds it.
    /// - Throws: ``ProgramError`` when the file cannot be opened.
    public static func take(_ path: String) throws(ProgramError) -> FileLock? {
        // Close-on-exec, so that no child keeps the lock when this process is gone.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .failed("cannot open \(path): \(String(cString: strerror(errno)))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK else {
                throw .failed("cannot lock \(path): \(String(cString: strerror(code)))")
            }
            return nil
        }
        return FileLock(descriptor: descriptor)
    }

    deinit { close(descriptor) }
}
