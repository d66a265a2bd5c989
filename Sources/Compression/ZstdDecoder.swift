internal import CZstd

/// Zstandard as a stream: frames in a row, skippable ones passed over.
@safe final class ZstdDecoder: StreamDecoder {
    /// Owned: created in `init`, freed in `deinit`.
    private let context: OpaquePointer
    private var isBetweenFrames = true

    init() {
        guard let context = unsafe ZSTD_createDCtx() else { preconditionFailure("no memory for a zstd decoder") }
        unsafe self.context = context
    }

    deinit { _ = unsafe ZSTD_freeDCtx(context) }

    func decode(
        _ input: Span<UInt8>, outputByteCountMax: Int, offset: Int, step: inout DecodingStep
    ) throws(CompressionError) -> [UInt8] {
        var result = 0
        var consumed = 0
        let context = unsafe context
        // With no input and nothing begun, a call would only ask for a frame's header.
        if input.isEmpty && isBetweenFrames { return [] }
        let output = unsafe [UInt8](unsafeUninitializedCapacity: outputByteCountMax) { buffer, count in
            unsafe input.withUnsafeBufferPointer { source in
                var from = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
                var to = unsafe ZSTD_outBuffer(dst: buffer.baseAddress, size: outputByteCountMax, pos: 0)
                result = unsafe ZSTD_decompressStream(context, &to, &from)
                consumed = unsafe from.pos
                count = unsafe to.pos
            }
        }
        step.consumed = consumed
        if ZSTD_isError(result) != 0 { throw error(result, offset: offset + consumed) }
        isBetweenFrames = result == 0
        step.isBetweenFrames = isBetweenFrames
        return output
    }

    private func error(_ result: Int, offset: Int) -> CompressionError {
        let isWindow = ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge
        return CompressionError(
            code: isWindow ? .tooLarge : .corrupt, offset: offset, reason: "bad zstd data: \(reason(result))")
    }
}
