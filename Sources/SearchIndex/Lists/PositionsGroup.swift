/// What one block of postings has of positions: a group of integers of some bits each.
///
///     u8       bits a value; bit 7: occurrences are counted apart
///     u8       exceptions
///     [u8      bits a count
///              each posting's occurrences − 1, consecutive bits]
///              the values, consecutive bits
///     u8 each  the exceptions' places among the values, ascending; u16 in groups of more than 256 values
///     varint   each: what is above the bits of the value
///
/// A posting's values are its first position and the distances of each other from the one before, less 1. Where a
/// posting's frequency is the number of its occurrences, in all postings of a block, these are not counted apart.
enum PositionsGroup {
    static let exceptionCountMax = 32
    /// Larger groups have no exceptions.
    static let exceptionValueCountMax = 1 << 16
    static let countsDiffer: UInt8 = 0x80
    /// Positions have three bits less than an integer.
    static let widthMax = 29
}

/// Writes groups of positions.
struct PositionsGroupWriter {
    private var values: [UInt32] = []
    private var counts: [UInt32] = []
    private var widths = ExceptionWidth()

    /// Notes the positions of the next posting, which ascend.
    @inline(__always) @unsafe
    mutating func add(_ positions: UnsafePointer<UInt32>, count: Int) {
        counts.append(UInt32(truncatingIfNeeded: count))
        var next: UInt32 = 0
        for index in 0..<count {
            let position = unsafe positions[index]
            values.append(position &- next)
            widths.add(position &- next)
            next = position &+ 1
        }
    }

    /// Appends the group, and begins anew.
    ///
    /// - Parameter frequencies: Those of the postings.
    mutating func end(frequencies: ArraySlice<UInt32>, to bytes: inout [UInt8]) {
        precondition(counts.count == frequencies.count, "each posting of a list with positions has some")
        let placeByteCount = values.count > 256 ? 2 : 1
        let width = widths.take(
            exceptionCountMax: values.count > PositionsGroup.exceptionValueCountMax
                ? 0 : PositionsGroup.exceptionCountMax,
            placeByteCount: placeByteCount)
        let countsDiffer = !counts.elementsEqual(frequencies)
        let start = bytes.count
        bytes.append(UInt8(width) | (countsDiffer ? PositionsGroup.countsDiffer : 0))
        bytes.append(0)
        if countsDiffer { appendCounts(to: &bytes) }
        bytes[start + 1] = appendValues(width, placeByteCount: placeByteCount, to: &bytes)
        values.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
    }

    private mutating func appendCounts(to bytes: inout [UInt8]) {
        var all: UInt32 = 0
        for index in counts.indices {
            counts[index] &-= 1
            all |= counts[index]
        }
        let width = 32 - all.leadingZeroBitCount
        bytes.append(UInt8(width))
        bytes.append(bits: counts[...], width: width)
    }

    /// Returns how many exceptions there are.
    private mutating func appendValues(_ width: Int, placeByteCount: Int, to bytes: inout [UInt8]) -> UInt8 {
        let mask = UInt32(truncatingIfNeeded: 1 << width - 1)
        var exceptions: [(place: Int, high: UInt32)] = []
        for (place, value) in values.enumerated() where value > mask {
            exceptions.append((place, value >> UInt32(width)))
            values[place] = value & mask
        }
        bytes.append(bits: values[...], width: width)
        for (place, _) in exceptions {
            bytes.append(UInt8(truncatingIfNeeded: place))
            if placeByteCount == 2 { bytes.append(UInt8(truncatingIfNeeded: place >> 8)) }
        }
        for (_, high) in exceptions { bytes.append(varint: high) }
        return UInt8(exceptions.count)
    }
}
