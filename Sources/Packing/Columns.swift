// Packing: the kernels of the index: integers in few bits, sets of bits, scores eight at a time.
//
//   Columns      blocks of 128 integers, packed so that eight are unpacked by one operation
//   Bits         integers as consecutive bits, and sets of documents
//   Impacts      scores, and adding them up by document
//   Ascending    searching among ascending integers
//   Generated/   straight-line code, one function a width
//
// Kernels alone. Imports nothing, allocates nothing, and knows neither lists nor files nor what the integers mean. Loops
// read no more than they say, whatever the bytes are; they check nothing else.

/// Blocks of 128 integers of 0 to 31 bits each, in column order.
///
/// A block has 16 rows of 8 lanes. Value `i` stands in lane `i / 16`, row `i % 16`: a lane holds 16 consecutive values, so
/// that running sums are sums of rows, put right by one sum over lanes. *Column order* is what unpacking writes: value `i`
/// at index `i % 16 · 8 + i / 16`. The first and the last value are at the same index in both orders.
///
/// Packed, the values of a lane are a stream of `16 · width` bits, least significant first, cut into `width / 2` words of 32
/// bits. Word `j` of lane `l` is the little-endian integer at byte `32 · j + 4 · l`. An odd width leaves 16 bits a lane: the
/// last 16 bytes are four words, of which word `l` has those of lane `l` in its low half and those of lane `l + 4` in its
/// high half. A block takes `16 · width` bytes.
public enum Columns {
    /// How many integers a block holds.
    @inlinable public static var count: Int { 128 }

    /// How many bits the largest of 128 values needs, 0 to 32; `pack` takes at most 31.
    @inlinable
    public static func width(of values: UnsafePointer<UInt32>) -> Int {
        var all = Vector()
        for row in 0..<16 { unsafe all |= load(UnsafeRawPointer(values), row) }
        let four = all.lowHalf | all.highHalf
        return 32 &- (four[0] | four[1] | four[2] | four[3]).leadingZeroBitCount
    }

    /// Packs 128 values.
    ///
    /// - Parameters:
    ///   - values: 128 integers in natural order, none of more than `width` bits.
    ///   - width: Bits a value, 0 to 31.
    ///   - target: Room for `16 · width` bytes, at any alignment.
    public static func pack(_ values: UnsafePointer<UInt32>, width: Int, into target: UnsafeMutableRawPointer) {
        precondition((0...31).contains(width), "a value has 0 to 31 bits, not \(width)")
        let bits = UInt32(width)
        var word = Vector()
        var used: UInt32 = 0
        var offset = 0
        for row in 0..<16 {
            let value = unsafe lanes(values, row)
            word |= value &<< used
            used &+= bits
            guard used >= 32 else { continue }
            unsafe target.storeBytes(of: word, toByteOffset: offset, as: Vector.self)
            offset &+= 32
            used &-= 32
            // The bits of this row that did not fit; none when the word ended with it.
            word = used == 0 ? Vector() : value &>> (bits &- used)
        }
        guard used > 0 else { return }
        unsafe target.storeBytes(
            of: word.lowHalf | word.highHalf &<< 16, toByteOffset: offset, as: SIMD4<UInt32>.self)
    }

    /// Unpacks 128 values into column order.
    ///
    /// - Parameters:
    ///   - source: `16 · width` readable bytes, at any alignment; no byte behind them is read.
    ///   - width: Bits a value, 0 to 31.
    ///   - adding: What is added to each value, wrapping.
    ///   - target: Room for 128 integers.
    public static func unpack(
        _ source: UnsafeRawPointer, width: Int, adding: UInt32 = 0, into target: UnsafeMutablePointer<UInt32>
    ) {
        unsafe unpack(source, width: width, adding: Vector(repeating: adding), into: target)
    }

    /// Unpacks 128 gaps and adds them up: the first document is `base + gap`, each other the one before it `+ 1 + gap`.
    ///
    /// Sums wrap. Without wrapping documents ascend, so that where `base + 128 · 2^width` is below 2³² the last one being
    /// right proves all of them within its bounds.
    ///
    /// - Parameters:
    ///   - source: `16 · width` readable bytes, at any alignment; no byte behind them is read.
    ///   - width: Bits a gap, 0 to 31.
    ///   - base: The smallest that the first document may be.
    ///   - target: Room for 128 documents, which come in column order.
    /// - Returns: The last document.
    @discardableResult
    public static func documents(
        _ source: UnsafeRawPointer, width: Int, base: UInt32, into target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        unsafe sum(source, width: width, base: base, into: target)
    }

    /// Value `index` alone, in natural order.
    ///
    /// - Parameters:
    ///   - source: As for `unpack`.
    ///   - width: Bits a value, 0 to 31.
    ///   - index: Which value, 0 to 127.
    @inlinable
    public static func value(_ source: UnsafeRawPointer, width: Int, at index: Int) -> UInt32 {
        if width == 0 { return 0 }
        let lane = index &>> 4
        let bit = (index & 15) &* width
        let number = bit &>> 5
        let shift = UInt32(truncatingIfNeeded: bit & 31)
        var value = unsafe word(source, number, lane, width) &>> shift
        if Int(shift) &+ width > 32 { unsafe value |= word(source, number &+ 1, lane, width) &<< (32 &- shift) }
        return value & (1 &<< UInt32(truncatingIfNeeded: width) &- 1)
    }

    /// Word `number` of a lane's stream; what the half word of a low lane has above its 16 bits is no part of a value.
    @inlinable @inline(__always)
    static func word(_ source: UnsafeRawPointer, _ number: Int, _ lane: Int, _ width: Int) -> UInt32 {
        let whole = width &>> 1
        if number < whole {
            return unsafe source.loadUnaligned(fromByteOffset: 32 &* number &+ 4 &* lane, as: UInt32.self)
        }
        let half = unsafe source.loadUnaligned(fromByteOffset: 32 &* whole &+ 4 &* (lane & 3), as: UInt32.self)
        return half &>> UInt32(truncatingIfNeeded: (lane &>> 2) &* 16)
    }

    /// The index in column order of value `index`.
    @inlinable @inline(__always)
    public static func place(of index: Int) -> Int { (index & 15) &* 8 &+ index &>> 4 }

    /// Brings 128 values from column order into natural order.
    @inlinable
    public static func natural(_ columns: UnsafePointer<UInt32>, into target: UnsafeMutablePointer<UInt32>) {
        for row in 0..<16 {
            let values = unsafe load(UnsafeRawPointer(columns), row)
            unsafe target[row] = values[0]
            unsafe target[row &+ 16] = values[1]
            unsafe target[row &+ 32] = values[2]
            unsafe target[row &+ 48] = values[3]
            unsafe target[row &+ 64] = values[4]
            unsafe target[row &+ 80] = values[5]
            unsafe target[row &+ 96] = values[6]
            unsafe target[row &+ 112] = values[7]
        }
    }

    /// How many of 128 documents, in any order, are below `target`.
    @inlinable
    public static func rank(_ documents: UnsafePointer<UInt32>, below target: UInt32) -> Int {
        let limit = Vector(repeating: target)
        let one = Vector(repeating: 1)
        var below = Vector()
        for row in 0..<16 {
            let values = unsafe load(UnsafeRawPointer(documents), row)
            below &+= Vector().replacing(with: one, where: values .< limit)
        }
        return laneSum(below)
    }

    /// Row `row` of values in natural order.
    @inline(__always)
    private static func lanes(_ values: UnsafePointer<UInt32>, _ row: Int) -> Vector {
        let v0 = unsafe values[row]
        let v1 = unsafe values[row &+ 16]
        let v2 = unsafe values[row &+ 32]
        let v3 = unsafe values[row &+ 48]
        let v4 = unsafe values[row &+ 64]
        let v5 = unsafe values[row &+ 80]
        let v6 = unsafe values[row &+ 96]
        let v7 = unsafe values[row &+ 112]
        return Vector(v0, v1, v2, v3, v4, v5, v6, v7)
    }
}
