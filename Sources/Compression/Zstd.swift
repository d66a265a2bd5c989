// Compression: zstd and gzip, in one call for blocks and streamed for files.
//
// Imports only the C libraries. Memory is bounded by what the caller allows, whatever the bytes say.

internal import CZstd

/// Zstandard in one call, for blocks that fit in memory.
public enum Zstd {
    /// One frame that holds `bytes`.
    ///
    /// The same bytes, level and library version give the same frame.
    /// - Parameter level: 1 (quick) to 19 (small).
    /// - Precondition: `level` is in 1...19.
    public static func compress(_ bytes: Span<UInt8>, level: Int = 3) -> [UInt8] {
        precondition((1...19).contains(level), "zstd level \(level) is outside 1...19")
        let capacity = ZSTD_compressBound(bytes.count)
        return unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            unsafe bytes.withUnsafeBufferPointer { input in
                let result = unsafe ZSTD_compress(
                    output.baseAddress, capacity, input.baseAddress, input.count, Int32(level))
                precondition(ZSTD_isError(result) == 0, "zstd cannot compress: \(reason(result))")
                count = result
            }
        }
    }

    /// One frame that holds `bytes`.
    public static func compress(_ bytes: [UInt8], level: Int = 3) -> [UInt8] { compress(bytes.span, level: level) }

    /// The content of `frame`, one whole frame.
    ///
    /// - Parameter byteCountMax: the content's largest acceptable size in bytes; that much memory is used at most.
    /// - Throws: `tooLarge` when the content is larger, `corrupt` or `truncated` when the frame is damaged.
    public static func decompress(_ frame: Span<UInt8>, byteCountMax: Int) throws(CompressionError) -> [UInt8] {
        let capacity = try outputCapacity(frame, byteCountMax: byteCountMax)
        var failure: CompressionError?
        let content = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            unsafe frame.withUnsafeBufferPointer { input in
                let result = unsafe ZSTD_decompress(output.baseAddress, capacity, input.baseAddress, input.count)
                if ZSTD_isError(result) != 0 {
                    failure = error(result, byteCountMax: byteCountMax)
                } else {
                    count = result
                }
            }
        }
        if let failure { throw failure }
        return content
    }

    /// The content of `frame`.
    public static func decompress(_ frame: [UInt8], byteCountMax: Int) throws(CompressionError) -> [UInt8] {
        try decompress(frame.span, byteCountMax: byteCountMax)
    }

    /// The bytes to make room for: what the frame declares when it does, else the maximum.
    private static func outputCapacity(_ frame: Span<UInt8>, byteCountMax: Int) throws(CompressionError) -> Int {
        let declared = unsafe frame.withUnsafeBufferPointer {
            unsafe ZSTD_getFrameContentSize($0.baseAddress, $0.count)
        }
        // The C macros for "unknown" and "error" are casts, which Swift does not import.
        let unknown = UInt64.max
        if declared == unknown - 1 {
            throw CompressionError(code: .corrupt, offset: 0, reason: "not a whole zstd frame")
        }
        if declared != unknown && declared > UInt64(clamping: byteCountMax) {
            throw CompressionError(
                code: .tooLarge, offset: 0,
                reason: "zstd content of \(declared) bytes, but at most \(byteCountMax) are allowed")
        }
        return declared == unknown ? byteCountMax : Int(declared)
    }

    private static func error(_ result: Int, byteCountMax: Int) -> CompressionError {
        switch ZSTD_getErrorCode(result) {
        case ZSTD_error_dstSize_tooSmall:
            CompressionError(code: .tooLarge, offset: 0, reason: "zstd content is larger than \(byteCountMax) bytes")
        case ZSTD_error_srcSize_wrong:
            CompressionError(code: .truncated, offset: 0, reason: "the zstd frame is cut off")
        default:
            CompressionError(code: .corrupt, offset: 0, reason: "bad zstd frame: \(reason(result))")
        }
    }
}

/// zstd's own words for an error result.
func reason(_ result: Int) -> String {
    unsafe String(cString: ZSTD_getErrorName(result))
}
