/// Integers as consecutive bits, and sets of documents as bits of words.
///
/// Value `i` of `width` bits stands in bits `i · width ..< (i + 1) · width` of a stream of bytes, least significant first.
/// Document `d` of a set that begins at document `base` is bit `(d - base) % 64` of word `(d - base) / 64`.
public enum Bits {
    /// How many bytes `count` values take.
    @inlinable @inline(__always)
    public static func byteCount(count: Int, width: Int) -> Int { (count &* width &+ 7) &>> 3 }

    /// Value `index` of a stream.
    ///
    /// - Parameters:
    ///   - source: The stream, with 8 readable bytes from the value's first one on.
    ///   - width: Bits a value, 0 to 32.
    @inlinable @inline(__always)
    public static func read(_ source: UnsafeRawPointer, _ index: Int, width: Int) -> UInt32 {
        let bit = index &* width
        let word = unsafe source.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self)
        let mask: UInt64 = 1 &<< UInt64(truncatingIfNeeded: width) &- 1
        return UInt32(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: bit & 7) & mask)
    }

    /// Writes value `index` of a stream whose bits there are 0; no byte without bits of the value is touched.
    ///
    /// - Parameters:
    ///   - value: Of no more than `width` bits.
    ///   - width: Bits a value, 0 to 32.
    public static func write(_ target: UnsafeMutableRawPointer, _ index: Int, width: Int, _ value: UInt32) {
        let bit = index &* width
        var rest = UInt64(value) &<< UInt64(bit & 7)
        var offset = bit &>> 3
        while rest != 0 {
            let byte = unsafe target.load(fromByteOffset: offset, as: UInt8.self)
            unsafe target.storeBytes(
                of: byte | UInt8(truncatingIfNeeded: rest), toByteOffset: offset, as: UInt8.self)
            rest &>>= 8
            offset &+= 1
        }
    }

    /// Reads the first values of a stream.
    ///
    /// - Parameters:
    ///   - source: The stream, with 8 readable bytes behind it.
    ///   - count: How many values.
    ///   - width: Bits a value, 0 to 32.
    ///   - adding: What is added to each value, wrapping.
    ///   - target: Room for `count` integers, rounded up to a multiple of 8.
    @inlinable
    public static func unpack(
        _ source: UnsafeRawPointer, count: Int, width: Int, adding: UInt32 = 0,
        into target: UnsafeMutablePointer<UInt32>
    ) {
        for index in 0..<count { unsafe target[index] = unsafe read(source, index, width: width) &+ adding }
    }

    /// Reads gaps from the beginning of a stream and adds them up: the first document is `base + gap`, each other the one
    /// before it `+ 1 + gap`. Sums wrap.
    ///
    /// - Parameters: As of `unpack`; `base` is the smallest that the first document may be.
    /// - Returns: The last document; `base - 1` when `count` is 0.
    @inlinable @discardableResult
    public static func documents(
        _ source: UnsafeRawPointer, count: Int, width: Int, base: UInt32, into target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        var next = base
        for index in 0..<count {
            let document = unsafe next &+ read(source, index, width: width)
            unsafe target[index] = document
            next = document &+ 1
        }
        return next &- 1
    }
}

extension Bits {
    /// Whether a bit is set.
    @inlinable @inline(__always)
    public static func contains(_ words: UnsafePointer<UInt64>, _ bit: Int) -> Bool {
        unsafe words[bit &>> 6] &>> UInt64(truncatingIfNeeded: bit & 63) & 1 != 0
    }

    /// How many bits are set below `bit`; the word of `bit` is read.
    @inlinable @inline(__always)
    public static func rank(_ words: UnsafePointer<UInt64>, _ bit: Int) -> Int {
        let whole = bit &>> 6
        var rank = 0
        for index in 0..<whole { rank &+= unsafe words[index].nonzeroBitCount }
        let below: UInt64 = 1 &<< UInt64(truncatingIfNeeded: bit & 63) &- 1
        return rank &+ (unsafe words[whole] & below).nonzeroBitCount
    }

    /// How many bits of `count` words are set.
    @inlinable
    public static func ones(_ words: UnsafePointer<UInt64>, count: Int) -> Int {
        var ones = 0
        for index in 0..<count { ones &+= unsafe words[index].nonzeroBitCount }
        return ones
    }

    /// Keeps in `words` what is in `others` too.
    @inlinable
    public static func and(_ words: UnsafeMutablePointer<UInt64>, _ others: UnsafePointer<UInt64>, count: Int) {
        for index in 0..<count { unsafe words[index] &= others[index] }
    }

    /// Adds what is in `others`.
    @inlinable
    public static func or(_ words: UnsafeMutablePointer<UInt64>, _ others: UnsafePointer<UInt64>, count: Int) {
        for index in 0..<count { unsafe words[index] |= others[index] }
    }

    /// Removes what is in `others`.
    @inlinable
    public static func andNot(_ words: UnsafeMutablePointer<UInt64>, _ others: UnsafePointer<UInt64>, count: Int) {
        for index in 0..<count { unsafe words[index] &= ~others[index] }
    }

    /// Empties a set.
    @inlinable
    public static func clear(_ words: UnsafeMutablePointer<UInt64>, count: Int) {
        for index in 0..<count { unsafe words[index] = 0 }
    }

    /// Adds documents to a set that begins at document `base`; documents before it or at `base + window` and later are
    /// left out.
    ///
    /// - Parameters:
    ///   - documents: `count` documents in any order.
    ///   - window: How many documents the set may have; it has `window / 64 + 1` words, and what the last one holds from bit
    ///     `window` on is not to be believed.
    @inlinable
    public static func set(
        _ documents: UnsafePointer<UInt32>, count: Int, from base: UInt32, window: Int,
        into words: UnsafeMutablePointer<UInt64>
    ) {
        let limit = UInt32(truncatingIfNeeded: window)
        let whole = count & ~7
        var index = 0
        while index < whole {
            let bits = unsafe Impacts.places(load(documents, at: index), base, limit)
            unsafe set(bits[0], in: words)
            unsafe set(bits[1], in: words)
            unsafe set(bits[2], in: words)
            unsafe set(bits[3], in: words)
            unsafe set(bits[4], in: words)
            unsafe set(bits[5], in: words)
            unsafe set(bits[6], in: words)
            unsafe set(bits[7], in: words)
            index &+= 8
        }
        while index < count {
            unsafe set(min(documents[index] &- base, limit), in: words)
            index &+= 1
        }
    }

    /// Sets one bit.
    @inlinable @inline(__always)
    public static func set(_ bit: UInt32, in words: UnsafeMutablePointer<UInt64>) {
        unsafe words[Int(bit &>> 6)] |= 1 &<< UInt64(bit & 63)
    }

    /// Keeps, in their order, the documents that are in a set which begins at document `base`.
    ///
    /// - Parameters:
    ///   - documents: `count` documents, all of them within the words of the set.
    ///   - words: The set.
    /// - Returns: How many are kept; they stand first.
    @inlinable
    public static func keep(
        _ documents: UnsafeMutablePointer<UInt32>, count: Int, from base: UInt32, in words: UnsafePointer<UInt64>
    ) -> Int {
        var kept = 0
        for index in 0..<count {
            let document = unsafe documents[index]
            let bit = document &- base
            unsafe documents[kept] = document
            kept &+= Int(truncatingIfNeeded: unsafe words[Int(bit &>> 6)] &>> UInt64(bit & 63) & 1)
        }
        return kept
    }
}
