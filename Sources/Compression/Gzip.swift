internal import CZlib

/// Gzip in one call, for bytes that fit in memory; use `DecompressingReader` to read it back.
public enum Gzip {
    /// One gzip member that holds `bytes`, without a name or time in its header.
    ///
    /// - Parameter level: 1 (quick) to 9 (small).
    /// - Precondition: `level` is in 1...9.
    public static func compress(_ bytes: Span<UInt8>, level: Int = 6) -> [UInt8] {
        precondition((1...9).contains(level), "gzip level \(level) is outside 1...9")
        var stream = unsafe z_stream()
        let version = ZLIB_VERSION
        // 15 bits of window, and 16 more to ask for the gzip wrapper.
        let status = unsafe deflateInit2_(
            &stream, Int32(level), Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, version,
            Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib cannot start: status \(status)")
        defer { unsafe deflateEnd(&stream) }
        let capacity = Int(unsafe deflateBound(&stream, UInt(bytes.count)))
        return unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            unsafe bytes.withUnsafeBufferPointer { input in
                // zlib does not write to its input; the C type only lacks the const.
                unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(capacity)
                let result = unsafe deflate(&stream, Z_FINISH)
                precondition(result == Z_STREAM_END, "zlib did not finish: status \(result)")
                count = unsafe Int(stream.total_out)
            }
        }
    }

    /// One gzip member that holds `bytes`.
    public static func compress(_ bytes: [UInt8], level: Int = 6) -> [UInt8] { compress(bytes.span, level: level) }
}
