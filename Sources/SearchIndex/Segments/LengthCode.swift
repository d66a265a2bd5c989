/// The length of a document in one byte: exact up to 31, from there to five leading bits, rounded down.
///
/// Codes keep the order of lengths. Scores are made from decoded lengths everywhere, so that they are the same whoever
/// wrote the segment.
enum LengthCode {
    /// The length that a code stands for, by code.
    static let lengths: [UInt32] = (0..<256).map { decode(UInt8($0)) }

    /// The code of a length.
    static func encode(_ length: UInt32) -> UInt8 {
        guard length >= 32 else { return UInt8(length) }
        let shift = UInt32(27 - length.leadingZeroBitCount)
        return UInt8(min(255, 16 * shift + length >> shift))
    }

    private static func decode(_ code: UInt8) -> UInt32 {
        guard code >= 32 else { return UInt32(code) }
        return (UInt32(code & 15) + 16) << (UInt32(code >> 4) - 1)
    }
}
