import Foundation

/// Memory behind which nothing may be read: a reader that goes too far ends the process.
final class GuardedPage {
    private let start: UnsafeMutableRawPointer
    private let pageByteCount = Int(sysconf(Int32(_SC_PAGESIZE)))

    init() {
        let flags = MAP_PRIVATE | MAP_ANONYMOUS
        guard let memory = mmap(nil, 2 * pageByteCount, PROT_READ | PROT_WRITE, flags, -1, 0), memory != MAP_FAILED
        else {
            fatalError("mmap failed with errno \(errno)")
        }
        start = memory
        guard mprotect(start + pageByteCount, pageByteCount, PROT_NONE) == 0 else {
            fatalError("mprotect failed with errno \(errno)")
        }
    }

    deinit { munmap(start, 2 * pageByteCount) }

    /// Copies bytes so that `distance` bytes lie between their end and the guard; these are set to 255.
    ///
    /// - Returns: The first byte. Valid while the page is held; the bytes stay until the next call.
    func place(_ bytes: [UInt8], endingBefore distance: Int) -> UnsafeMutableRawPointer {
        let target = start + pageByteCount - distance - bytes.count
        memset(target, 255, bytes.count + distance)
        bytes.withUnsafeBytes {
            target.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(start), byteCount: $0.count)
        }
        return target
    }
}
