internal import Packing

/// Collects the postings of a block and writes it.
///
/// A whole block of 128:
///
///     u8  bit 7: a bitset; else bits a gap, 0 to 31
///     u8  bits a frequency
///     u8  exceptions among the frequencies
///         gaps in column order (`Columns`), or the words of the bitset
///         frequencies − 1 in column order
///         the exceptions (``ExceptionWidth``), a place in 8 bits
///
/// The words of a bitset are those of 64 documents each, from the one that has the first document the block may have (the
/// last of the block before, plus 1) to the one with its last. It is written when it is no more than eight bytes larger.
/// The unpacked order of frequencies is that of the unpacked documents: column order for gaps, ascending for bitsets. Places
/// of exceptions are in unpacked order.
///
/// A tail of fewer than 128:
///
///     u8  bits 0 to 4: bits a gap; bits 5 to 7: bits a frequency, or 7
///     [u8 bits a frequency, 7 or more]
///         gaps, consecutive bits
///         frequencies − 1, consecutive bits
struct BlockEncoder {
    static let blockCount = 128
    static let bitset: UInt8 = 0x80
    static let widthMask: UInt8 = 0x1F
    static let exceptionCountMax = 32
    static let placeWidth = 8
    /// Tails of wider frequencies have the width in a byte of its own.
    static let tailFrequencyWidthMark = 7
    /// How many bytes a bitset may be larger than packed gaps.
    private static let bitsetAllowance = 8

    private(set) var documents = [UInt32](repeating: 0, count: blockCount)
    private(set) var frequencies = [UInt32](repeating: 0, count: blockCount)
    private(set) var count = 0
    /// The first document that the block may have.
    private var base: UInt32 = 0
    private var values = [UInt32](repeating: 0, count: blockCount)
    private var packed = [UInt8](repeating: 0, count: 16 * 32)
    private var widths = ExceptionWidth()
    private var exceptions = ExceptionWriter()

    /// Which posting of a packed block stands at a place of the unpacked block.
    @inline(__always)
    static func posting(at place: Int) -> Int { (place & 7) &<< 4 | place &>> 3 }

    /// At which place of the unpacked block a posting of a packed block stands.
    @inline(__always)
    static func place(of posting: Int) -> Int { (posting & 15) &<< 3 | posting &>> 4 }

    /// Adds a posting.
    @inline(__always)
    mutating func add(document: UInt32, frequency: UInt32) {
        documents[count] = document
        frequencies[count] = frequency
        count &+= 1
    }

    /// Forgets the postings.
    mutating func clear() { count = 0 }

    /// Begins a list.
    mutating func begin() {
        count = 0
        base = 0
    }

    /// Appends the block, or the tail, and begins the next; returns the last document.
    mutating func end(hasFrequencies: Bool, to bytes: inout [UInt8]) -> UInt32 {
        let last = documents[count - 1]
        var next = base
        for index in 0..<count {
            values[index] = documents[index] &- next
            next = documents[index] &+ 1
        }
        if count == Self.blockCount {
            appendBlock(last: last, hasFrequencies: hasFrequencies, to: &bytes)
        } else {
            appendTail(hasFrequencies: hasFrequencies, to: &bytes)
        }
        base = last &+ 1
        count = 0
        return last
    }

    private mutating func appendBlock(last: UInt32, hasFrequencies: Bool, to bytes: inout [UInt8]) {
        let start = bytes.count
        let width = unsafe Columns.width(of: values)
        let firstWord = base >> 6
        let wordCount = Int(last >> 6 - firstWord) + 1
        let isBitset = 8 * wordCount <= 16 * width + Self.bitsetAllowance
        bytes.append(isBitset ? Self.bitset : UInt8(width))
        bytes.append(0)
        bytes.append(0)
        if isBitset {
            appendBitset(firstWord: firstWord, wordCount: wordCount, to: &bytes)
        } else {
            appendPacked(width: width, to: &bytes)
        }
        if hasFrequencies {
            (bytes[start + 1], bytes[start + 2]) = appendFrequencies(isBitset: isBitset, to: &bytes)
        }
    }

    private func appendBitset(firstWord: UInt32, wordCount: Int, to bytes: inout [UInt8]) {
        var index = 0
        for word in firstWord..<firstWord + UInt32(wordCount) {
            var bits: UInt64 = 0
            while index < count, documents[index] >> 6 == word {
                bits |= 1 &<< UInt64(documents[index] & 63)
                index += 1
            }
            bytes.append(littleEndian: bits)
        }
    }

    private mutating func appendPacked(width: Int, to bytes: inout [UInt8]) {
        unsafe packed.withUnsafeMutableBytes {
            unsafe Columns.pack(values, width: width, into: $0.baseAddress.unsafelyUnwrapped)
        }
        bytes += packed[..<(16 * width)]
    }

    /// Returns bits a frequency and the number of exceptions.
    private mutating func appendFrequencies(isBitset: Bool, to bytes: inout [UInt8]) -> (UInt8, UInt8) {
        for index in 0..<Self.blockCount { widths.add(frequencies[index] &- 1) }
        let width = widths.take(exceptionCountMax: Self.exceptionCountMax, placeWidth: Self.placeWidth) {
            $0 * Self.blockCount
        }
        for place in 0..<Self.blockCount {
            // The posting that stands at this place once the block is unpacked, and where `pack` takes it from.
            let column = Self.posting(at: place)
            values[column] = exceptions.cut(frequencies[isBitset ? place : column] &- 1, at: place, width: width)
        }
        appendPacked(width: width, to: &bytes)
        let count = exceptions.end(placeWidth: Self.placeWidth, to: &bytes)
        return (UInt8(width), UInt8(count))
    }

    private mutating func appendTail(hasFrequencies: Bool, to bytes: inout [UInt8]) {
        let gapWidth = Self.width(of: values[..<count])
        var all: UInt32 = 0
        if hasFrequencies { for index in 0..<count { all |= frequencies[index] &- 1 } }
        let width = 32 - all.leadingZeroBitCount
        bytes.append(UInt8(gapWidth | min(width, Self.tailFrequencyWidthMark) << 5))
        if width >= Self.tailFrequencyWidthMark { bytes.append(UInt8(width)) }
        bytes.append(bits: values[..<count], width: gapWidth)
        for index in 0..<count { values[index] = frequencies[index] &- 1 }
        bytes.append(bits: values[..<count], width: width)
    }

    private static func width(of values: ArraySlice<UInt32>) -> Int {
        32 - values.reduce(0) { $0 | $1 }.leadingZeroBitCount
    }
}
