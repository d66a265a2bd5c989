/// What documents score by a list of postings, eight at a time, and adding it up in a window of documents.
///
/// With `W` the weight and `c` the factor of the document's norm, a posting of frequency `f` scores
/// `1 + roundToNearestEven(W - W / (1 + Float(f) · c))`, each operation one of IEEE single precision, in this order. The 1
/// makes 0 mean that there is no posting.
public enum Impacts {
    /// What one posting scores.
    ///
    /// - Parameters:
    ///   - frequency: 1 to 2²³ - 1.
    ///   - factor: `c`, larger than 0.
    ///   - weight: 0 or larger, below 2²³.
    @inlinable @inline(__always)
    public static func score(frequency: UInt32, factor: Float, weight: Float) -> UInt32 {
        let loss = weight / (1 + number(frequency) * factor)
        return rounded(weight - loss)
    }

    /// What each of a list's postings scores.
    ///
    /// - Parameters:
    ///   - documents: `count` documents of the segment, with room for `count` rounded up to a multiple of 8. Either all in
    ///     the order that ``Columns`` writes, or ascending.
    ///   - frequencies: Of each document, 1 to 2²³ - 1, in the same order and with the same room.
    ///   - norms: Of every document of the segment, ascending.
    ///   - table: For each norm its factor, 256 of them.
    ///   - weight: 0 or larger, below 2²³.
    ///   - target: Room for `count` scores, rounded up to a multiple of 8; 0 is written behind the last.
    @inlinable
    public static func scores(
        _ documents: UnsafePointer<UInt32>, _ frequencies: UnsafePointer<UInt32>, count: Int,
        norms: UnsafePointer<UInt8>, table: UnsafePointer<Float>, weight: Float,
        into target: UnsafeMutablePointer<UInt32>
    ) {
        for index in 0..<count {
            let factor = unsafe table[Int(norms[Int(documents[index])])]
            unsafe target[index] = score(frequency: frequencies[index], factor: factor, weight: weight)
        }
        for index in count..<(count &+ 7 & ~7) { unsafe target[index] = 0 }
    }

    /// Adds scores to the sums of their documents; documents outside the window change the slot behind it.
    ///
    /// - Parameters:
    ///   - documents: `count` documents in any order.
    ///   - scores: Of each document, in the same order.
    ///   - start: The document of the first sum.
    ///   - window: How many sums there are; one more may be written and is not to be believed.
    @inlinable
    public static func add(
        _ documents: UnsafePointer<UInt32>, _ scores: UnsafePointer<UInt32>, count: Int,
        from start: UInt32, window: Int, into sums: UnsafeMutablePointer<UInt32>
    ) {
        let limit = UInt32(truncatingIfNeeded: window)
        for index in 0..<count {
            let place = Int(min(unsafe documents[index] &- start, limit))
            unsafe sums[place] &+= scores[index]
        }
    }

    /// Raises the values of documents to scores that are larger; the rest is as for `add`.
    @inlinable
    public static func takeMaximum(
        _ documents: UnsafePointer<UInt32>, _ scores: UnsafePointer<UInt32>, count: Int,
        from start: UInt32, window: Int, into maxima: UnsafeMutablePointer<UInt32>
    ) {
        let limit = UInt32(truncatingIfNeeded: window)
        for index in 0..<count {
            let place = Int(min(unsafe documents[index] &- start, limit))
            unsafe maxima[place] = max(maxima[place], scores[index])
        }
    }

    /// Adds other sums, and leaves these 0.
    ///
    /// - Parameters:
    ///   - others: `count` values, a multiple of 8.
    ///   - sums: What they are added to.
    @inlinable
    public static func absorb(
        _ others: UnsafeMutablePointer<UInt32>, count: Int, into sums: UnsafeMutablePointer<UInt32>
    ) {
        for index in stride(from: 0, to: count, by: 8) {
            let total = unsafe load(UnsafePointer(sums), at: index) &+ load(UnsafePointer(others), at: index)
            unsafe store(total, sums, at: index)
            unsafe store(Vector(), others, at: index)
        }
    }

    /// Finds the sums that are large enough, and leaves every sum 0.
    ///
    /// - Parameters:
    ///   - sums: `count` sums, a multiple of 16.
    ///   - atLeast: At least 1.
    ///   - base: The document of the first sum.
    ///   - documents: Room for `count` documents; those found, ascending.
    ///   - scores: Room for `count` sums; those of the documents found.
    /// - Returns: How many there are.
    @inlinable
    public static func drain(
        _ sums: UnsafeMutablePointer<UInt32>, count: Int, atLeast: UInt32, base: UInt32,
        documents: UnsafeMutablePointer<UInt32>, scores: UnsafeMutablePointer<UInt32>
    ) -> Int {
        var found = 0
        for index in 0..<count {
            let sum = unsafe sums[index]
            unsafe sums[index] = 0
            guard sum >= atLeast else { continue }
            unsafe documents[found] = base &+ UInt32(truncatingIfNeeded: index)
            unsafe scores[found] = sum
            found &+= 1
        }
        return found
    }

    /// How many of `count` sums, a multiple of 8, are not 0.
    @inlinable
    public static func nonZeroCount(_ sums: UnsafePointer<UInt32>, count: Int) -> Int {
        var zeros = Vector()
        for index in stride(from: 0, to: count, by: 8) {
            let values = unsafe load(sums, at: index)
            zeros &+= Vector().replacing(with: Vector(repeating: 1), where: values .== Vector())
        }
        return count &- Int(truncatingIfNeeded: zeros.wrappedSum())
    }

    /// Leaves only the sums whose document is in a set, the others 0.
    ///
    /// - Parameters:
    ///   - sums: `count` sums, a multiple of 64.
    ///   - words: `count / 64` words; bit 0 is the document of the first sum.
    @inlinable
    public static func mask(_ sums: UnsafeMutablePointer<UInt32>, count: Int, _ words: UnsafePointer<UInt64>) {
        for number in 0..<count &>> 6 {
            var absent = unsafe ~words[number]
            while absent != 0 {
                unsafe sums[number &* 64 &+ absent.trailingZeroBitCount] = 0
                absent &= absent &- 1
            }
        }
    }

    /// The number as a `Float`, exactly, for numbers below 2²³.
    @inlinable @inline(__always)
    static func number(_ value: UInt32) -> Float { Float(bitPattern: value | 0x4B00_0000) - 0x1p23 }

    /// 1 + the nearest integer, the even one of two, for numbers from 0 to 2²³.
    @inlinable @inline(__always)
    static func rounded(_ value: Float) -> UInt32 { (value + 0x1p23).bitPattern &- 0x4AFF_FFFF }
}
