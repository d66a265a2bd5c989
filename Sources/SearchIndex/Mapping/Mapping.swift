internal import Glibc

/// A file in memory, read-only, as long as somebody holds on to it.
///
/// Files of the index are written once, renamed into place and never changed or cut, so that no page of a mapping can
/// vanish.
@safe final class Mapping: @unchecked Sendable {
    // The memory is never written to, so that any number of threads may read it.

    /// Where the file was when it was opened; it may have been deleted since.
    let path: String
    let count: Int
    private let start: UnsafeMutableRawPointer
    private let device: dev_t
    private let number: ino_t

    /// Maps a file.
    ///
    /// - Throws: `missing` when it is not there, `damaged` when it is empty, `system` when it cannot be read.
    init(path: String) throws(IndexError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSystem.error("open", path) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw FileSystem.error("examine", path) }
        guard status.st_size > 0 else { throw IndexError(.damaged, path: path, reason: "the file is empty") }
        count = Int(status.st_size)
        guard let start = unsafe mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), unsafe start != MAP_FAILED
        else { throw FileSystem.error("map", path) }
        self.path = path
        unsafe self.start = start
        device = status.st_dev
        number = status.st_ino
    }

    deinit { unsafe munmap(start, count) }

    /// How bytes will be read.
    enum Pattern {
        /// Here and there: what lies around is not worth reading.
        case scattered
        /// From beginning to end, or from near to near.
        case onward
    }

    /// Tells the system how some bytes of a mapping will be read; whatever it does with that, they can be read.
    static func advise(_ start: UnsafeRawPointer, _ count: Int, _ pattern: Pattern) {
        let pageMask = sysconf(Int32(_SC_PAGESIZE)) - 1
        // Whole pages alone: what else is on the first and the last one is read in other ways.
        let address = Int(bitPattern: start)
        let first = (address + pageMask) & ~pageMask
        let end = (address + count) & ~pageMask
        guard first < end, let page = unsafe UnsafeMutableRawPointer(bitPattern: first) else { return }
        unsafe madvise(page, end - first, pattern == .scattered ? MADV_RANDOM : MADV_NORMAL)
    }

    /// Whether the file still is where it was opened, and no other in its place.
    var isInPlace: Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_dev == device && status.st_ino == number
    }

    /// The whole file.
    var bytes: ByteView { unsafe ByteView(owner: self, start: UnsafeRawPointer(start), count: count, section: nil) }
}
