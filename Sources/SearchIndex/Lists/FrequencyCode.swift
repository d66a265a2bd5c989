/// A frequency in one byte, for the maxima of blocks and the threshold points: exact up to 31, from there to five leading
/// bits.
///
/// The scale is that of ``LengthCode`` but for the last code, which stands for the largest frequency there is.
enum FrequencyCode {
    /// The largest frequency of a posting; what is more often in a document counts so.
    static let frequencyMax: UInt32 = 1 << 23 - 1

    /// The frequency that a code stands for.
    @inline(__always)
    static func frequency(_ code: UInt8) -> UInt32 {
        guard code >= 32 else { return UInt32(code) }
        guard code < 255 else { return frequencyMax }
        return (UInt32(code & 15) &+ 16) &<< (UInt32(code &>> 4) &- 1)
    }

    /// The largest code that stands for no more than a frequency.
    @inline(__always)
    static func roundingDown(_ frequency: UInt32) -> UInt8 {
        guard frequency >= 32 else { return UInt8(truncatingIfNeeded: frequency) }
        guard frequency < frequencyMax else { return 255 }
        let shift = UInt32(truncatingIfNeeded: 27 &- frequency.leadingZeroBitCount)
        return UInt8(truncatingIfNeeded: min(254, 16 &* shift &+ frequency &>> shift))
    }

    /// The smallest code that stands for no less than a frequency, which is at most `frequencyMax`.
    @inline(__always)
    static func roundingUp(_ frequency: UInt32) -> UInt8 {
        let code = roundingDown(frequency)
        return self.frequency(code) >= frequency ? code : code &+ 1
    }
}
