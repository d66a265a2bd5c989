import Foundation

/// A lock on a file that one process at a time holds; the system lets go of it when the process ends, however it ends.
///
/// The file is removed when the lock is given back. A process that was killed leaves it, which does no harm.
public struct FileLock: ~Copyable, Sendable {
    private let descriptor: Int32
    private let path: String

    /// Takes the lock, and creates the file where there is none.
    ///
    /// - Returns: nil when another process holds it.
    /// - Throws: ``ProgramError`` when the file cannot be opened.
    public static func take(_ path: String) throws(ProgramError) -> FileLock? {
        while true {
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
            if isStill(descriptor, at: path) { return FileLock(descriptor: descriptor, path: path) }
            // The one before removed the file between our opening and locking it: another file has the name by now.
            close(descriptor)
        }
    }

    private static func isStill(_ descriptor: Int32, at path: String) -> Bool {
        var opened = stat()
        var named = stat()
        return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0 && opened.st_ino == named.st_ino
            && opened.st_dev == named.st_dev
    }

    deinit {
        // Removed while it is held, so that nobody locks a file that is about to lose its name without noticing.
        unlink(path)
        close(descriptor)
    }
}
