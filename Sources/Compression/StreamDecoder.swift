/// What one call of a decoder did.
struct DecodingStep {
    /// Input bytes consumed.
    var consumed = 0
    /// Whether the decoder stands between frames or members, where an input may end.
    var isBetweenFrames = true
}

/// A decoder fed with pieces of input. One call consumes some input and gives some output; with input left and room
/// for output, it always makes progress or throws.
protocol StreamDecoder: AnyObject {
    /// Decodes a piece of `input`, giving at most `outputByteCountMax` bytes.
    ///
    /// - Parameter offset: where `input` begins in the whole, for errors.
    func decode(
        _ input: Span<UInt8>, outputByteCountMax: Int, offset: Int, step: inout DecodingStep
    ) throws(CompressionError) -> [UInt8]
}
