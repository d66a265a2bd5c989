/// What one block of postings has of positions: a group of integers of some bits each.
///
///     u8       width; bit 7: occurrences are counted apart
///     u8       exceptions
///     [u8      bits a count
///              each posting's occurrences − 1, consecutive bits]
///              the values, consecutive bits
///              the exceptions (``ExceptionWidth``), a place in as many bits as the number of values less 1
///
/// A posting's values are its first position and the distances of each other from the one before, less 1. Those of a
/// posting with more occurrences are smaller, and have fewer bits: see `width(_:occurrences:)`. Where a posting's frequency is the number of its occurrences, in all postings of a block, these are not counted apart.
enum PositionsGroup {
    static let exceptionCountMax = 32
    /// Larger groups have no exceptions.
    static let exceptionValueCountMax = 1 << 16
    static let countsDiffer: UInt8 = 0x80
    /// A group has no more values: where each posting's begin is then a bit's number of 32 bits.
    static let valueCountMax = Int(UInt32.max) / valueWidthMax
    /// Positions have three bits less than an integer.
    static let valueWidthMax = 29
    /// The width with which the values of postings with the most occurrences have as many bits.
    static let widthMax = valueWidthMax + 28

    /// How many bits less a value has in a posting of so many occurrences: the binary logarithm of half of one more than
    /// these, rounded down.
    @inline(__always)
    static func allowance(occurrences: UInt32) -> Int {
        max(0, 30 &- (occurrences &+ 1).leadingZeroBitCount)
    }

    /// How many bits a value has in a posting of so many occurrences, in a group of a width.
    @inline(__always)
    static func width(_ width: Int, occurrences: UInt32) -> Int {
        min(max(0, width &- allowance(occurrences: occurrences)), valueWidthMax)
    }

    /// How many bits a place has among so many values.
    @inline(__always)
    static func placeWidth(_ valueCount: Int) -> Int { Int.bitWidth &- (valueCount &- 1).leadingZeroBitCount }
}

/// Writes groups of positions.
struct PositionsGroupWriter {
    private var values: [UInt32] = []
    private var counts: [UInt32] = []
    /// How many values have an allowance, by that.
    private var valueCounts = [Int](repeating: 0, count: 32)
    private var widths = ExceptionWidth()
    private var exceptions = ExceptionWriter()

    /// How many values the group has.
    var valueCount: Int { values.count }

    /// Notes the positions of the next posting, which ascend.
    @inline(__always) @unsafe
    mutating func add(_ positions: UnsafePointer<UInt32>, count: Int) {
        let occurrences = UInt32(truncatingIfNeeded: count)
        counts.append(occurrences)
        let allowance = PositionsGroup.allowance(occurrences: occurrences)
        valueCounts[allowance] &+= count
        var next: UInt32 = 0
        for index in 0..<count {
            let position = unsafe positions[index]
            values.append(position &- next)
            widths.add(position &- next, allowance: allowance)
            next = position &+ 1
        }
    }

    /// Appends the group, and begins anew.
    ///
    /// - Parameter frequencies: Those of the postings.
    mutating func end(frequencies: ArraySlice<UInt32>, to bytes: inout [UInt8]) {
        precondition(counts.count == frequencies.count, "each posting of a list with positions has some")
        let placeWidth = PositionsGroup.placeWidth(values.count)
        let width = takeWidth(placeWidth: placeWidth)
        let countsDiffer = !counts.elementsEqual(frequencies)
        let start = bytes.count
        bytes.append(UInt8(width) | (countsDiffer ? PositionsGroup.countsDiffer : 0))
        bytes.append(0)
        if countsDiffer { appendCounts(to: &bytes) }
        appendValues(width, to: &bytes)
        bytes[start + 1] = UInt8(exceptions.end(placeWidth: placeWidth, to: &bytes))
        values.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
    }

    private mutating func takeWidth(placeWidth: Int) -> Int {
        let isSmall = values.count <= PositionsGroup.exceptionValueCountMax
        let width = widths.take(
            exceptionCountMax: isSmall ? PositionsGroup.exceptionCountMax : 0, placeWidth: placeWidth
        ) { width in
            var bitCount = 0
            for (allowance, count) in valueCounts.enumerated() where count > 0 {
                bitCount += count * min(max(0, width - allowance), PositionsGroup.valueWidthMax)
            }
            return bitCount
        }
        for allowance in valueCounts.indices { valueCounts[allowance] = 0 }
        return width
    }

    private mutating func appendValues(_ width: Int, to bytes: inout [UInt8]) {
        var appender = BitAppender()
        var place = 0
        for count in counts {
            let bits = PositionsGroup.width(width, occurrences: count)
            for _ in 0..<count {
                appender.append(
                    UInt64(exceptions.cut(values[place], at: place, width: bits)), width: bits, to: &bytes)
                place &+= 1
            }
        }
        appender.finish(to: &bytes)
    }

    private func appendCounts(to bytes: inout [UInt8]) {
        var all: UInt32 = 0
        for count in counts { all |= count &- 1 }
        let width = 32 - all.leadingZeroBitCount
        bytes.append(UInt8(width))
        bytes.append(bits: counts.map { $0 - 1 }[...], width: width)
    }
}
