/// Packs and unpacks blocks of 128 integers, each in the same number of bits.
///
/// The layout is vertical over four lanes: value `i` lies in lane `i % 4`; a lane is a stream of bits, least significant
/// first, cut into words of 32 bits, and word `w` of lane `l` is the little-endian 32-bit integer at byte
/// `16 · w + 4 · l`. So four values are packed or unpacked by one vector operation. A block takes 16 bytes a bit.
public enum BitPacking {
    /// How many integers a block holds.
    public static let blockCount = 128

    /// How many bytes a packed block takes.
    ///
    /// - Parameter bitCount: Bits a value, 0 to 32.
    public static func byteCount(bitCount: Int) -> Int { bitCount &* 16 }

    /// How many bits the largest of 128 values needs.
    ///
    /// - Parameter values: 128 readable integers.
    @unsafe public static func bitCount(of values: UnsafePointer<UInt32>) -> Int {
        var all = SIMD4<UInt32>()
        for row in 0..<32 { unsafe all |= load(values, row) }
        return 32 - (all[0] | all[1] | all[2] | all[3]).leadingZeroBitCount
    }

    /// Packs 128 values.
    ///
    /// - Parameters:
    ///   - values: 128 readable integers, none of more than `bitCount` bits.
    ///   - bitCount: Bits a value, 0 to 32.
    ///   - target: Room for `byteCount(bitCount:)` bytes, at any alignment.
    @unsafe public static func pack(
        _ values: UnsafePointer<UInt32>, bitCount: Int, into target: UnsafeMutableRawPointer
    ) {
        precondition((0...32).contains(bitCount), "a value has 0 to 32 bits, not \(bitCount)")
        guard bitCount > 0 else { return }
        let width = UInt32(bitCount)
        var word = SIMD4<UInt32>()
        var shift: UInt32 = 0
        var offset = 0
        for row in 0..<32 {
            let value = unsafe load(values, row)
            word |= value &<< shift
            shift &+= width
            guard shift >= 32 else { continue }
            unsafe target.storeBytes(of: word, toByteOffset: offset, as: SIMD4<UInt32>.self)
            offset &+= 16
            shift &-= 32
            // The bits of this value that did not fit; none when the word ended with it.
            word = shift == 0 ? SIMD4() : value &>> (width &- shift)
        }
    }

    /// Unpacks 128 values.
    ///
    /// Every pattern of bits is a block: whatever is read, `byteCount(bitCount:)` bytes are read and 128 values of at
    /// most `bitCount` bits written.
    ///
    /// - Parameters:
    ///   - source: `byteCount(bitCount:)` readable bytes, at any alignment.
    ///   - bitCount: Bits a value, 0 to 32.
    ///   - target: Room for 128 integers.
    @unsafe public static func unpack(
        _ source: UnsafeRawPointer, bitCount: Int, into target: UnsafeMutablePointer<UInt32>
    ) {
        precondition((0...32).contains(bitCount), "a value has 0 to 32 bits, not \(bitCount)")
        guard bitCount > 0 else { return unsafe target.update(repeating: 0, count: blockCount) }
        let width = UInt32(bitCount)
        let mask = SIMD4<UInt32>(repeating: UInt32.max &>> (32 &- width))
        var word = unsafe source.loadUnaligned(as: SIMD4<UInt32>.self)
        var shift: UInt32 = 0
        var offset = 0
        let byteCount = byteCount(bitCount: bitCount)
        let output = UnsafeMutableRawPointer(target)
        for row in 0..<32 {
            var value = word &>> shift
            shift &+= width
            if shift >= 32 {
                shift &-= 32
                offset &+= 16
                if offset < byteCount {
                    word = unsafe source.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt32>.self)
                    if shift > 0 { value |= word &<< (width &- shift) }
                }
            }
            unsafe output.storeBytes(of: value & mask, toByteOffset: row &* 16, as: SIMD4<UInt32>.self)
        }
    }

    @inline(__always)
    private static func load(_ values: UnsafePointer<UInt32>, _ row: Int) -> SIMD4<UInt32> {
        unsafe UnsafeRawPointer(values).loadUnaligned(fromByteOffset: row &* 16, as: SIMD4<UInt32>.self)
    }
}
