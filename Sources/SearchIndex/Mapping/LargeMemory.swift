internal import Glibc

/// Memory for many trivial values, in large pages where the system gives them: what is written to all over the place then
/// costs fewer page faults and misses of the translation buffer.
@safe struct LargeMemory<Element: BitwiseCopyable>: ~Copyable {
    // The memory belongs to the value alone, which gives it back.

    /// The first value; none is initialised.
    let start: UnsafeMutablePointer<Element>
    private let byteCount: Int
    private let isMapped: Bool

    /// Smaller memory is not worth pages of its own.
    private static var mappedByteCountMin: Int { 4 << 20 }

    /// - Parameter count: How many values there is room for.
    init(count: Int) {
        byteCount = max(1, count) * MemoryLayout<Element>.stride
        if byteCount >= Self.mappedByteCountMin,
            let mapped = unsafe mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            unsafe mapped != MAP_FAILED
        {
            // Refused where there are no such pages; the memory is as good then.
            unsafe madvise(mapped, byteCount, MADV_HUGEPAGE)
            unsafe start = mapped.bindMemory(to: Element.self, capacity: count)
            isMapped = true
        } else {
            unsafe start = .allocate(capacity: max(1, count))
            isMapped = false
        }
    }

    deinit {
        if isMapped { unsafe munmap(start, byteCount) } else { unsafe start.deallocate() }
    }
}
