/// Bits in a row, as they are written: the first is the lowest of the first byte.
struct BitRow {
    private var words: [UInt64] = []
    private var word: UInt64 = 0
    private var filled = 0

    /// How many bits there are.
    var count: Int { 64 &* words.count &+ filled }

    mutating func removeAll() {
        words.removeAll(keepingCapacity: true)
        word = 0
        filled = 0
    }

    /// Appends the lowest bits of a number, up to 64; the others are 0.
    @inline(__always)
    mutating func append(_ value: UInt64, _ bitCount: Int) {
        word |= value &<< UInt64(truncatingIfNeeded: filled)
        filled &+= bitCount
        guard filled >= 64 else { return }
        words.append(word)
        filled &-= 64
        // What did not fit; a smart shift, since all 64 bits may have fitted.
        word = value >> UInt64(bitCount &- filled)
    }

    /// Appends so many zeros.
    mutating func appendZeros(_ bitCount: Int) {
        var rest = bitCount
        while rest > 0 {
            append(0, min(rest, 64))
            rest -= 64
        }
    }

    /// Appends an integer of at least 1 in Elias' gamma code: as many zeros as bits follow its highest, then a one and these.
    @inline(__always)
    mutating func append(gamma value: UInt32) {
        let below = 31 &- value.leadingZeroBitCount
        append(1 &<< UInt64(truncatingIfNeeded: below), below &+ 1)
        append(UInt64(value) & (1 &<< UInt64(truncatingIfNeeded: below) &- 1), below)
    }

    /// Appends a part of another row.
    mutating func append(_ row: BitRow, _ range: Range<Int>) {
        var bit = range.lowerBound
        while bit < range.upperBound {
            let bitCount = min(64 &- bit & 63, range.upperBound &- bit)
            let word = bit / 64 < row.words.count ? row.words[bit / 64] : row.word
            let value = word &>> UInt64(truncatingIfNeeded: bit & 63)
            append(bitCount == 64 ? value : value & (1 &<< UInt64(truncatingIfNeeded: bitCount) &- 1), bitCount)
            bit &+= bitCount
        }
    }

    /// Appends the row to bytes; the last is filled up with zeros.
    func append(to bytes: inout [UInt8]) {
        for word in words { bytes.append(littleEndian: word) }
        for byte in 0..<(filled + 7) / 8 { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * byte))) }
    }
}

/// Reads bits in a row.
@safe struct BitReader: BitwiseCopyable {
    // Whoever has one keeps the bytes, and has 64 behind their end: a read begins before the end and takes eight.
    private let bytes: UnsafeRawPointer
    private let end: Int
    /// The next bit, from the beginning of `bytes`.
    private(set) var position: Int
    /// Whether more was read than there is.
    private(set) var isDamaged = false

    /// - Parameters:
    ///   - range: Bits of `bytes`.
    @inline(__always) @unsafe
    init(_ bytes: UnsafeRawPointer, _ range: Range<Int>) {
        unsafe self.bytes = unsafe bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// The next 57 bits or more.
    @inline(__always)
    private mutating func peek() -> UInt64 {
        guard position <= end else {
            isDamaged = true
            return .max
        }
        let word = unsafe bytes.loadUnaligned(fromByteOffset: position &>> 3, as: UInt64.self).littleEndian
        return word &>> UInt64(truncatingIfNeeded: position & 7)
    }

    /// Takes an integer of up to 57 bits.
    @inline(__always)
    mutating func take(_ bitCount: Int) -> UInt64 {
        let value = peek() & (1 &<< UInt64(truncatingIfNeeded: bitCount) &- 1)
        position &+= bitCount
        return value
    }

    /// Takes an integer in Elias' gamma code.
    @inline(__always)
    mutating func takeGamma() -> UInt32 {
        let word = peek()
        let zeros = word.trailingZeroBitCount
        guard zeros <= 24 else { return takeLongGamma() }
        position &+= 2 &* zeros &+ 1
        let one: UInt64 = 1 &<< UInt64(truncatingIfNeeded: zeros)
        return UInt32(truncatingIfNeeded: one | word &>> UInt64(truncatingIfNeeded: zeros &+ 1) & (one &- 1))
    }

    private mutating func takeLongGamma() -> UInt32 {
        let zeros = peek().trailingZeroBitCount
        guard zeros <= 31 else {
            isDamaged = true
            return 1
        }
        position &+= zeros &+ 1
        return UInt32(truncatingIfNeeded: 1 &<< UInt64(truncatingIfNeeded: zeros) | take(zeros))
    }

    /// Takes an integer in Rice's code.
    @inline(__always)
    mutating func takeRice(_ parameter: Int) -> UInt32 {
        let word = peek()
        let high = word.trailingZeroBitCount
        guard high < RiceCode.highLimit else {
            position &+= RiceCode.highLimit
            return UInt32(truncatingIfNeeded: take(32))
        }
        position &+= high &+ 1 &+ parameter
        let low = word &>> UInt64(truncatingIfNeeded: high &+ 1) & (1 &<< UInt64(truncatingIfNeeded: parameter) &- 1)
        return UInt32(truncatingIfNeeded: UInt64(high) &<< UInt64(truncatingIfNeeded: parameter) | low)
    }

    /// How many of the next bits are ones.
    mutating func takeOnes(_ bitCount: Int) -> Int {
        var ones = 0
        var rest = bitCount
        while rest > 0 {
            let part = min(rest, 56)
            ones &+= take(part).nonzeroBitCount
            rest &-= part
        }
        return ones
    }
}
