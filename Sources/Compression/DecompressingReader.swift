/// The content of a file, pipe or array, decompressed when its first bytes say that it is compressed.
///
/// Several gzip members or zstd frames in a row are read as one content. Memory stays within two chunks and the
/// decoder's window (at most 128 MiB for zstd, 32 KiB for gzip), whatever the input claims.
/// Belongs to one thread at a time.
public final class DecompressingReader {
    /// How the input is packed.
    public let format: CompressionFormat
    /// Bytes of compressed input handed to the decoder so far: the progress within a file.
    public private(set) var compressedOffset = 0

    private var source: ByteSource
    private let decoder: (any StreamDecoder)?
    private let chunkByteCount: Int
    private var input: [UInt8] = []
    private var inputStart = 0
    private var isFinished = false

    /// A reader of an open descriptor from its current position; files, pipes and standard input all serve.
    ///
    /// The descriptor stays the caller's: it is neither closed nor rewound.
    /// - Parameter chunkByteCount: the largest number of bytes that `next()` gives at once; at least 16.
    /// - Throws: `readFailed` when the first bytes cannot be read.
    public convenience init(fileDescriptor: Int32, chunkByteCount: Int = 1 << 18) throws(CompressionError) {
        try self.init(source: .descriptor(fileDescriptor), chunkByteCount: chunkByteCount)
    }

    /// A reader of bytes in memory.
    public convenience init(bytes: [UInt8], chunkByteCount: Int = 1 << 18) throws(CompressionError) {
        try self.init(source: .bytes(bytes[...]), chunkByteCount: chunkByteCount)
    }

    private init(source: ByteSource, chunkByteCount: Int) throws(CompressionError) {
        precondition(chunkByteCount >= 16, "a chunk of \(chunkByteCount) bytes is too small; give at least 16")
        self.source = source
        self.chunkByteCount = chunkByteCount
        // A pipe may give fewer bytes than asked for, so this reads until the magic bytes are there or it ends.
        while input.count < CompressionFormat.magicByteCount {
            let more = try self.source.next(upTo: chunkByteCount - input.count, at: input.count)
            if more.isEmpty { break }
            input += more
        }
        format = CompressionFormat(firstBytes: input.span)
        switch format {
        case .plain: decoder = nil
        case .gzip: decoder = GzipDecoder()
        case .zstd: decoder = ZstdDecoder()
        }
    }

    /// The next piece of content, never empty; nil at the end.
    ///
    /// - Throws: `CompressionError` with the offset in the compressed input. After an error the reader is finished;
    ///   what it gave before is good.
    public func next() throws(CompressionError) -> [UInt8]? {
        guard !isFinished else { return nil }
        do {
            let chunk = try decoder == nil ? nextPlain() : nextDecoded()
            isFinished = chunk == nil
            return chunk
        } catch {
            isFinished = true
            throw error
        }
    }

    private func nextPlain() throws(CompressionError) -> [UInt8]? {
        var chunk = input
        input = []
        if chunk.isEmpty { chunk = try source.next(upTo: chunkByteCount, at: compressedOffset) }
        compressedOffset += chunk.count
        return chunk.isEmpty ? nil : chunk
    }

    private func nextDecoded() throws(CompressionError) -> [UInt8]? {
        guard let decoder else { return nil }
        while true {
            if inputStart == input.count {
                input = try source.next(upTo: chunkByteCount, at: compressedOffset)
                inputStart = 0
            }
            let isAtEnd = input.isEmpty
            var step = DecodingStep()
            let piece = input
            let rest = piece.span.extracting(inputStart..<piece.count)
            let chunk = try decoder.decode(
                rest, outputByteCountMax: chunkByteCount, offset: compressedOffset, step: &step)
            inputStart += step.consumed
            compressedOffset += step.consumed
            if !chunk.isEmpty { return chunk }
            if isAtEnd {
                if step.isBetweenFrames { return nil }
                throw CompressionError(
                    code: .truncated, offset: compressedOffset, reason: "the \(format.rawValue) data is cut off")
            }
        }
    }
}
