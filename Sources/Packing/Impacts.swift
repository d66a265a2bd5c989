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
        // Below 2²³ an integer is the last 23 bits of the float that is 2²³ larger.
        let number = Float(bitPattern: frequency | 0x4B00_0000) - 0x1p23
        let loss = weight / (1 + number * factor)
        return (weight - loss + 0x1p23).bitPattern &- 0x4AFF_FFFF
    }

    /// What each of a list's postings scores.
    ///
    /// - Parameters:
    ///   - documents: `count` documents of the segment, with room for `count` rounded up to a multiple of 8. Either 128 in
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
        guard count > 0 else { return }
        let weights = Floats(repeating: weight)
        let whole = count & ~7
        let norm = unsafe norms[Int(documents[0])]
        if unsafe norm == norms[Int(documents[count &- 1])] {
            // Norms ascend: those between are the same.
            let factors = unsafe Floats(repeating: table[Int(norm)])
            var index = 0
            while index < count {
                unsafe store(scores(load(frequencies, at: index), factors, weights), target, at: index)
                index &+= 8
            }
        } else {
            var index = 0
            while index < whole {
                let factors = unsafe factors(load(documents, at: index), norms, table)
                unsafe store(scores(load(frequencies, at: index), factors, weights), target, at: index)
                index &+= 8
            }
            if whole < count {
                // What stands behind the last document may be no document.
                let within = firstLanes(count &- whole)
                let factors = unsafe factors(load(documents, at: whole) & within, norms, table)
                unsafe store(scores(load(frequencies, at: whole), factors, weights), target, at: whole)
            }
        }
        if whole < count {
            let within = firstLanes(count &- whole)
            unsafe store(load(UnsafePointer(target), at: whole) & within, target, at: whole)
        }
    }

    /// Adds scores to the sums of their documents; documents outside the window change the slot behind it.
    ///
    /// - Parameters:
    ///   - documents: `count` documents. Either 128 in the order that ``Columns`` writes, or ascending.
    ///   - scores: Of each document, in the same order.
    ///   - start: The document of the first sum.
    ///   - window: How many sums there are; one more may be written and is not to be believed.
    @inlinable
    public static func add(
        _ documents: UnsafePointer<UInt32>, _ scores: UnsafePointer<UInt32>, count: Int,
        from start: UInt32, window: Int, into sums: UnsafeMutablePointer<UInt32>
    ) {
        guard count > 0 else { return }
        let limit = UInt32(truncatingIfNeeded: window)
        let whole = count & ~7
        var index = 0
        if unsafe documents[0] >= start && documents[count &- 1] &- start < limit {
            // All are in the window: their places need no look.
            let origin = unsafe sums - Int(start)
            while index < whole {
                unsafe origin[Int(documents[index])] &+= scores[index]
                unsafe origin[Int(documents[index &+ 1])] &+= scores[index &+ 1]
                unsafe origin[Int(documents[index &+ 2])] &+= scores[index &+ 2]
                unsafe origin[Int(documents[index &+ 3])] &+= scores[index &+ 3]
                unsafe origin[Int(documents[index &+ 4])] &+= scores[index &+ 4]
                unsafe origin[Int(documents[index &+ 5])] &+= scores[index &+ 5]
                unsafe origin[Int(documents[index &+ 6])] &+= scores[index &+ 6]
                unsafe origin[Int(documents[index &+ 7])] &+= scores[index &+ 7]
                index &+= 8
            }
        }
        while index < whole {
            let places = unsafe places(load(documents, at: index), start, limit)
            let values = unsafe load(scores, at: index)
            unsafe sums[Int(places[0])] &+= values[0]
            unsafe sums[Int(places[1])] &+= values[1]
            unsafe sums[Int(places[2])] &+= values[2]
            unsafe sums[Int(places[3])] &+= values[3]
            unsafe sums[Int(places[4])] &+= values[4]
            unsafe sums[Int(places[5])] &+= values[5]
            unsafe sums[Int(places[6])] &+= values[6]
            unsafe sums[Int(places[7])] &+= values[7]
            index &+= 8
        }
        while index < count {
            unsafe sums[Int(min(documents[index] &- start, limit))] &+= scores[index]
            index &+= 1
        }
    }

    /// Raises the values of documents to scores that are larger; the rest is as for `add`.
    @inlinable
    public static func takeMaximum(
        _ documents: UnsafePointer<UInt32>, _ scores: UnsafePointer<UInt32>, count: Int,
        from start: UInt32, window: Int, into maxima: UnsafeMutablePointer<UInt32>
    ) {
        guard count > 0 else { return }
        let limit = UInt32(truncatingIfNeeded: window)
        let whole = count & ~7
        var index = 0
        if unsafe documents[0] >= start && documents[count &- 1] &- start < limit {
            // All are in the window: their places need no look.
            let origin = unsafe maxima - Int(start)
            while index < whole {
                unsafe raise(origin, documents[index], scores[index])
                unsafe raise(origin, documents[index &+ 1], scores[index &+ 1])
                unsafe raise(origin, documents[index &+ 2], scores[index &+ 2])
                unsafe raise(origin, documents[index &+ 3], scores[index &+ 3])
                unsafe raise(origin, documents[index &+ 4], scores[index &+ 4])
                unsafe raise(origin, documents[index &+ 5], scores[index &+ 5])
                unsafe raise(origin, documents[index &+ 6], scores[index &+ 6])
                unsafe raise(origin, documents[index &+ 7], scores[index &+ 7])
                index &+= 8
            }
        }
        while index < whole {
            let places = unsafe places(load(documents, at: index), start, limit)
            let values = unsafe load(scores, at: index)
            unsafe raise(maxima, places[0], values[0])
            unsafe raise(maxima, places[1], values[1])
            unsafe raise(maxima, places[2], values[2])
            unsafe raise(maxima, places[3], values[3])
            unsafe raise(maxima, places[4], values[4])
            unsafe raise(maxima, places[5], values[5])
            unsafe raise(maxima, places[6], values[6])
            unsafe raise(maxima, places[7], values[7])
            index &+= 8
        }
        while index < count {
            unsafe raise(maxima, min(documents[index] &- start, limit), scores[index])
            index &+= 1
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
        let least = Vector(repeating: atLeast)
        var found = 0
        var index = 0
        while index < count {
            let first = unsafe load(UnsafePointer(sums), at: index)
            let second = unsafe load(UnsafePointer(sums), at: index &+ 8)
            let isFirst = first .>= least
            let isSecond = second .>= least
            if any(isFirst .| isSecond) {
                // One after the other: most rows that have a hit have one.
                var lanes = laneBits(isFirst, isSecond)
                while lanes != 0 {
                    let place = index &+ lanes.trailingZeroBitCount
                    unsafe documents[found] = base &+ UInt32(truncatingIfNeeded: place)
                    unsafe scores[found] = sums[place]
                    found &+= 1
                    lanes &= lanes &- 1
                }
            }
            unsafe store(Vector(), sums, at: index)
            unsafe store(Vector(), sums, at: index &+ 8)
            index &+= 16
        }
        return found
    }

    /// Keeps, in their order, the documents whose scores are large enough.
    ///
    /// Quick where few are; where most are it takes no longer than one by one.
    ///
    /// - Parameters:
    ///   - documents: `count` documents.
    ///   - scores: Those of the documents.
    /// - Returns: How many are kept; they stand first, with their scores.
    @inlinable
    public static func keep(
        _ documents: UnsafeMutablePointer<UInt32>, _ scores: UnsafeMutablePointer<UInt32>, count: Int, atLeast: UInt32
    ) -> Int {
        let least = Vector(repeating: atLeast)
        let whole = count & ~15
        var kept = 0
        var index = 0
        while index < whole {
            let isFirst = unsafe load(UnsafePointer(scores), at: index) .>= least
            let isSecond = unsafe load(UnsafePointer(scores), at: index &+ 8) .>= least
            if any(isFirst .| isSecond) {
                // What is written stands before what is yet to be read, or in its place.
                var lanes = laneBits(isFirst, isSecond)
                while lanes != 0 {
                    let place = index &+ lanes.trailingZeroBitCount
                    unsafe documents[kept] = documents[place]
                    unsafe scores[kept] = scores[place]
                    kept &+= 1
                    lanes &= lanes &- 1
                }
            }
            index &+= 16
        }
        while index < count {
            let score = unsafe scores[index]
            unsafe documents[kept] = documents[index]
            unsafe scores[kept] = score
            kept &+= score >= atLeast ? 1 : 0
            index &+= 1
        }
        return kept
    }

    /// How many of `count` sums, a multiple of 16, are not 0.
    @inlinable
    public static func nonZeroCount(_ sums: UnsafePointer<UInt32>, count: Int) -> Int {
        let one = Vector(repeating: 1)
        var first = Vector()
        var second = Vector()
        for index in stride(from: 0, to: count, by: 16) {
            first &+= unsafe one.replacing(with: load(sums, at: index), where: load(sums, at: index) .< one)
            second &+= unsafe one.replacing(with: load(sums, at: index &+ 8), where: load(sums, at: index &+ 8) .< one)
        }
        return laneSum(first &+ second)
    }

    /// How many of `count` sums, a multiple of 16, are large enough.
    @inlinable
    public static func count(_ sums: UnsafePointer<UInt32>, count: Int, atLeast: UInt32) -> Int {
        let least = Vector(repeating: atLeast)
        let one = Vector(repeating: 1)
        var first = Vector()
        var second = Vector()
        for index in stride(from: 0, to: count, by: 16) {
            first &+= unsafe Vector().replacing(with: one, where: load(sums, at: index) .>= least)
            second &+= unsafe Vector().replacing(with: one, where: load(sums, at: index &+ 8) .>= least)
        }
        return laneSum(first &+ second)
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
}

extension Impacts {
    /// Eight scores, as ``score(frequency:factor:weight:)``. Conversions between vectors of integers and of floats are calls
    /// for each lane: the bits are cut and joined instead.
    @inlinable @inline(__always)
    static func scores(_ frequencies: Vector, _ factors: Floats, _ weights: Floats) -> Vector {
        let two23 = Floats(repeating: 0x1p23)
        let numbers = unsafe unsafeBitCast(frequencies | 0x4B00_0000, to: Floats.self) - two23
        let losses = weights / (1 + numbers * factors)
        return unsafe unsafeBitCast(weights - losses + two23, to: Vector.self) &- 0x4AFF_FFFF
    }

    /// The factors of eight documents.
    @inlinable @inline(__always)
    static func factors(_ documents: Vector, _ norms: UnsafePointer<UInt8>, _ table: UnsafePointer<Float>) -> Floats {
        let f0 = unsafe table[Int(norms[Int(documents[0])])]
        let f1 = unsafe table[Int(norms[Int(documents[1])])]
        let f2 = unsafe table[Int(norms[Int(documents[2])])]
        let f3 = unsafe table[Int(norms[Int(documents[3])])]
        let f4 = unsafe table[Int(norms[Int(documents[4])])]
        let f5 = unsafe table[Int(norms[Int(documents[5])])]
        let f6 = unsafe table[Int(norms[Int(documents[6])])]
        let f7 = unsafe table[Int(norms[Int(documents[7])])]
        return Floats(f0, f1, f2, f3, f4, f5, f6, f7)
    }

    /// All bits set in the first lanes, 0 to 8 of them.
    @inlinable @inline(__always)
    static func firstLanes(_ count: Int) -> Vector {
        let numbers = Vector(0, 1, 2, 3, 4, 5, 6, 7)
        let limit = Vector(repeating: UInt32(truncatingIfNeeded: count))
        return Vector().replacing(with: Vector(repeating: .max), where: numbers .< limit)
    }

    /// A bit for each of sixteen lanes.
    @inlinable @inline(__always)
    static func laneBits(_ first: SIMDMask<SIMD8<Int32>>, _ second: SIMDMask<SIMD8<Int32>>) -> Int {
        let low = Vector().replacing(with: Vector(1, 2, 4, 8, 16, 32, 64, 128), where: first)
        let high = Vector().replacing(with: Vector(256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768), where: second)
        return laneSum(low | high)
    }

    /// The places of documents in a window, `limit` for those outside.
    @inlinable @inline(__always)
    static func places(_ documents: Vector, _ start: UInt32, _ limit: UInt32) -> Vector {
        let limits = Vector(repeating: limit)
        let places = documents &- Vector(repeating: start)
        return places.replacing(with: limits, where: places .> limits)
    }

    @inlinable @inline(__always)
    static func raise(_ maxima: UnsafeMutablePointer<UInt32>, _ place: UInt32, _ score: UInt32) {
        unsafe maxima[Int(place)] = max(maxima[Int(place)], score)
    }
}
