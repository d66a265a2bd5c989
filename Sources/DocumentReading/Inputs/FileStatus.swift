import Foundation

/// What the system says about a path, links followed.
struct FileStatus {
    enum Kind { case folder, file, other }

    var kind: Kind
    /// Size in bytes; 0 for what is no regular file.
    var byteCount: UInt64
    /// Device and number: two paths with the same identity are the same file.
    var identity: Identity
    /// By which a changed file is told from the one that was looked at before.
    var stamp: FileStamp

    struct Identity: Hashable {
        var device: UInt64
        var number: UInt64
    }

    /// The status of a path.
    ///
    /// - Throws: ``SystemError`` as the system gave it, such as no such file.
    init(path: String) throws(SystemError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw SystemError(code: errno) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: kind = .folder
        case S_IFREG: kind = .file
        default: kind = .other
        }
        byteCount = kind == .file ? UInt64(max(0, status.st_size)) : 0
        identity = Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
        stamp = FileStamp(
            byteCount: byteCount, modified: status.modifiedNanoseconds, changed: status.changedNanoseconds,
            number: UInt64(status.st_ino))
    }
}

extension stat {
    fileprivate var modifiedNanoseconds: Int64 {
        #if canImport(Darwin)
            Self.nanoseconds(st_mtimespec)
        #else
            Self.nanoseconds(st_mtim)
        #endif
    }

    fileprivate var changedNanoseconds: Int64 {
        #if canImport(Darwin)
            Self.nanoseconds(st_ctimespec)
        #else
            Self.nanoseconds(st_ctim)
        #endif
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

/// An error number of the system, in words.
struct SystemError: Error, CustomStringConvertible {
    var code: Int32
    var description: String { String(cString: strerror(code)) }
}
