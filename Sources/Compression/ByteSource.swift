#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Where compressed bytes come from.
enum ByteSource {
    /// A borrowed open file descriptor.
    case descriptor(Int32)
    /// What is left of bytes in memory.
    case bytes(ArraySlice<UInt8>)

    /// Up to `count` bytes; none at the end only.
    ///
    /// - Parameter offset: the position in the input, for the error's sake.
    mutating func next(upTo count: Int, at offset: Int) throws(CompressionError) -> [UInt8] {
        switch self {
        case .bytes(let rest):
            self = .bytes(rest.dropFirst(count))
            return Array(rest.prefix(count))
        case .descriptor(let descriptor):
            return try readDescriptor(descriptor, count, at: offset)
        }
    }

    private func readDescriptor(_ descriptor: Int32, _ count: Int, at offset: Int) throws(CompressionError) -> [UInt8] {
        var failure: Int32?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, readCount in
            var result = -1
            repeat {
                result = unsafe read(descriptor, buffer.baseAddress, count)
            } while result < 0 && errno == EINTR
            if result < 0 { failure = errno }
            readCount = max(0, result)
        }
        if let failure {
            let text = unsafe String(cString: strerror(failure))
            throw CompressionError(code: .readFailed, offset: offset, reason: "cannot read: \(text)")
        }
        return bytes
    }
}
