import Glibc

/// Bytes at whose end, 64 bytes of padding included, memory ends: whoever reads beyond is killed.
final class GuardedBytes {
    let start: UnsafeMutableRawPointer
    let count: Int
    private let mapping: UnsafeMutableRawPointer
    private let mappingByteCount: Int

    init(_ bytes: [UInt8], paddingByteCount: Int = 64) {
        let page = 4096
        let size = (bytes.count + paddingByteCount + page - 1) / page * page
        mappingByteCount = size + page
        mapping = mmap(nil, mappingByteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        precondition(mprotect(mapping + size, page, PROT_NONE) == 0)
        start = mapping + (size - paddingByteCount - bytes.count)
        count = bytes.count
        start.copyMemory(from: bytes, byteCount: bytes.count)
    }

    deinit { munmap(mapping, mappingByteCount) }

    /// A copy of the bytes.
    var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: start, count: count)) }

    subscript(index: Int) -> UInt8 {
        get { start.load(fromByteOffset: index, as: UInt8.self) }
        set { start.storeBytes(of: newValue, toByteOffset: index, as: UInt8.self) }
    }
}
