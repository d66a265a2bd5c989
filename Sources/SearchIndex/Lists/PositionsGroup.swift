/// What one block of postings has of positions: a group of integers of some bits each.
///
///     u8       bits a value; bit 7: occurrences are counted apart
///     u8       exceptions
///     [u8      bits a count
///              each posting's occurrences − 1, consecutive bits]
///              the values, consecutive bits
///              the exceptions (``ExceptionWidth``), a place in as many bits as the number of values less 1
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

    /// How many bits a place has among so many values.
    @inline(__always)
    static func placeWidth(_ valueCount: Int) -> Int { Int.bitWidth &- (valueCount &- 1).leadingZeroBitCount }
}

/// Writes groups of positions.
struct PositionsGroupWriter {
    private var values: [UInt32] = []
    private var counts: [UInt32] = []
    private var widths = ExceptionWidth()
    private var exceptions = ExceptionWriter()

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
        let placeWidth = PositionsGroup.placeWidth(values.count)
        let (width, highWidth) = widths.take(
            exceptionCountMax: values.count > PositionsGroup.exceptionValueCountMax
                ? 0 : PositionsGroup.exceptionCountMax,
            placeWidth: placeWidth)
        let countsDiffer = !counts.elementsEqual(frequencies)
        let start = bytes.count
        bytes.append(UInt8(width) | (countsDiffer ? PositionsGroup.countsDiffer : 0))
        bytes.append(0)
        if countsDiffer { appendCounts(to: &bytes) }
        for place in values.indices { values[place] = exceptions.cut(values[place], at: place, width: width) }
        bytes.append(bits: values[...], width: width)
        bytes[start + 1] = UInt8(exceptions.end(placeWidth: placeWidth, highWidth: highWidth, to: &bytes))
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
}
