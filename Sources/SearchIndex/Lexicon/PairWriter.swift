/// Writes for each term the terms that follow it somewhere in running text, each with its list of postings.
///
/// First terms come in ascending order, and for each of them the second ones. The pairs of a first term are its slice;
/// the dictionary says where it lies. Pairs come in blocks of 32. A slice begins with the number of pairs as a varint. If
/// it is more than 32, tables follow:
///
///     u8   bit 0, 1: second terms, beginnings of blocks have 32 bits instead of 16
///     the first second term of each block
///     where each block begins, from the beginning of the slice
///
/// A block is a row of bits, the lowest of a byte first. It begins with five bits, the parameter k of the block, and then
/// has for each pair
///
/// - the second term: less the one before, less 1; the first of a slice as it is; that of a block in the tables not. In
///   Rice's code: as many zeros as the number >> k says, a one, and the lowest k bits; for 24 or more 24 zeros and then 32 bits;
/// - the number of documents in Elias' gamma code;
/// - unless that is 128 or more, the width of the frequencies plus 1 in the same code.
///
/// What the pairs lead to lies at the end of the block, the first pair's last, so that it is found by adding sizes: a
/// ``SparseList``, or of a list of 128 or more, among the postings of pairs, its beginning in 40 bits, its size in 32, and the
/// code of its largest frequency in 8. Bits between are 0.
struct PairWriter {
    static let blockCount = 32
    static let riceHighLimit = 24
    static let parameterBitCount = 5
    static let referenceBitCount = 80
    static let secondsAreWide: UInt8 = 1
    static let startsAreWide: UInt8 = 2

    private var slices: SectionBuffer
    private var lists: ListWriter
    private let documentCount: UInt32
    // The present pair.
    private var documents: [UInt32] = []
    private var frequencies: [UInt32] = []
    // The present block.
    private var seconds: [UInt32] = []
    private var counts: [UInt32] = []
    private var widths: [UInt32] = []
    private var data = BitRow()
    private var dataEnds: [Int] = []
    private var row = BitRow()
    // The present slice.
    private var blocks: [UInt8] = []
    private var blockStarts: [Int] = []
    private var blockSeconds: [UInt32] = []
    private var sliceCount = 0
    private var last: UInt32 = 0
    /// How many pairs were added.
    private(set) var count = 0

    /// - Parameters:
    ///   - slices: The section of pairs.
    ///   - postings: The section of pairs' postings.
    ///   - norms: Those of all documents of the segment, ascending.
    init(slices: SectionBuffer, postings: SectionBuffer, norms: [UInt8]) {
        self.slices = slices
        lists = ListWriter(section: .pairPostings, postings: postings, norms: norms)
        documentCount = UInt32(norms.count)
    }

    /// Adds the next posting of the present pair.
    ///
    /// - Precondition: documents ascend; the frequency is at least 1.
    @inline(__always)
    mutating func add(document: UInt32, frequency: UInt32) {
        documents.append(document)
        frequencies.append(frequency)
    }

    /// Ends a pair of the present first term; one without postings is left out.
    ///
    /// - Parameter second: The number of the second term; they ascend.
    mutating func endPair(_ second: UInt32) throws(IndexError) {
        guard !documents.isEmpty else { return }
        if seconds.count == Self.blockCount { endBlock(isFirstInTable: true) }
        seconds.append(second)
        counts.append(UInt32(documents.count))
        if documents.count < BlockEncoder.blockCount { appendSparse() } else { try appendReference() }
        dataEnds.append(data.count)
        documents.removeAll(keepingCapacity: true)
        frequencies.removeAll(keepingCapacity: true)
        sliceCount += 1
        count += 1
    }

    private mutating func appendSparse() {
        var frequencyMax: UInt32 = 1
        for index in frequencies.indices {
            frequencies[index] = min(frequencies[index], FrequencyCode.frequencyMax)
            frequencyMax = max(frequencyMax, frequencies[index])
        }
        let width = SparseList.frequencyWidth(count: documents.count, max: frequencyMax)
        widths.append(UInt32(width))
        SparseList.append(documents, frequencies, width: width, documentCount: documentCount, to: &data)
    }

    private mutating func appendReference() throws(IndexError) {
        for index in documents.indices {
            try lists.add(document: documents[index], frequency: frequencies[index])
        }
        guard let list = try lists.end() else { preconditionFailure("the pair has documents") }
        guard list.start <= LaneColumns.valueMax, list.byteCount <= UInt32.max else {
            throw IndexError(.tooLarge, path: "", reason: "a segment has too many pairs; merge less into one")
        }
        widths.append(0)
        data.append(UInt64(list.start), 40)
        data.append(UInt64(list.byteCount), 32)
        data.append(UInt64(list.frequencyMaxCode), 8)
    }

    private mutating func endBlock(isFirstInTable: Bool) {
        blockSeconds.append(seconds[0])
        blockStarts.append(blocks.count)
        let first = isFirstInTable ? 1 : 0
        var next = isFirstInTable ? seconds[0] + 1 : 0
        var gaps: [UInt32] = []
        for second in seconds[first...] {
            gaps.append(second - next)
            next = second + 1
        }
        let parameter = Self.parameter(gaps)
        row.append(UInt64(parameter), Self.parameterBitCount)
        for index in seconds.indices {
            if index >= first { Self.append(rice: gaps[index - first], parameter, to: &row) }
            row.append(gamma: counts[index])
            if counts[index] < BlockEncoder.blockCount { row.append(gamma: widths[index] + 1) }
        }
        // The whole of the block ends with a byte.
        row.appendZeros(-(row.count + data.count) & 7)
        for index in seconds.indices.reversed() {
            row.append(data, (index == 0 ? 0 : dataEnds[index - 1])..<dataEnds[index])
        }
        row.append(to: &blocks)
        row.removeAll()
        data.removeAll()
        dataEnds.removeAll(keepingCapacity: true)
        seconds.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
        widths.removeAll(keepingCapacity: true)
    }

    /// The parameter with which numbers take the fewest bits.
    private static func parameter(_ values: [UInt32]) -> Int {
        var best = (parameter: 0, bitCount: Int.max)
        let mean = values.isEmpty ? 0 : values.reduce(UInt64(0)) { $0 + UInt64($1) } / UInt64(values.count)
        let near = 64 - mean.leadingZeroBitCount
        for parameter in max(0, near - 3)...min(31, near) {
            let bitCount = values.reduce(0) { sum, value in
                let high = Int(value >> UInt32(parameter))
                return sum + (high < riceHighLimit ? high + 1 + parameter : riceHighLimit + 32)
            }
            if bitCount < best.bitCount { best = (parameter, bitCount) }
        }
        return best.parameter
    }

    private static func append(rice value: UInt32, _ parameter: Int, to row: inout BitRow) {
        let high = Int(value >> UInt32(parameter))
        if high < riceHighLimit {
            row.append(1 << UInt64(high), high + 1)
            row.append(UInt64(value) & (1 << UInt64(parameter) - 1), parameter)
        } else {
            row.append(0, riceHighLimit)
            row.append(UInt64(value), 32)
        }
    }

    /// Ends the slice of a first term, and begins that of the next.
    ///
    /// - Returns: The size of the slice, for the entry of the first term; 0 when it has no pairs.
    mutating func endTerm() throws(IndexError) -> Int {
        guard sliceCount > 0 else { return 0 }
        let start = slices.count
        endBlock(isFirstInTable: !blockStarts.isEmpty)
        slices.bytes.append(varint: UInt(sliceCount))
        if blockStarts.count > 1 { try appendTables(sliceStart: start) }
        slices.bytes += blocks
        let byteCount = slices.count - start
        try slices.settle()
        blocks.removeAll(keepingCapacity: true)
        blockStarts.removeAll(keepingCapacity: true)
        blockSeconds.removeAll(keepingCapacity: true)
        sliceCount = 0
        return byteCount
    }

    private mutating func appendTables(sliceStart: Int) throws(IndexError) {
        let secondsAreWide = (blockSeconds.last ?? 0) > UInt16.max
        let blockCount = blockStarts.count
        let fixed = slices.count - sliceStart + 1 + blockCount * (secondsAreWide ? 4 : 2)
        let startsAreWide = fixed + 2 * blockCount + blocks.count > UInt16.max
        let base = fixed + blockCount * (startsAreWide ? 4 : 2)
        guard base + blocks.count <= UInt32.max else {
            throw IndexError(.tooLarge, path: "", reason: "a term has too many pairs; merge less into one segment")
        }
        slices.bytes.append((secondsAreWide ? Self.secondsAreWide : 0) | (startsAreWide ? Self.startsAreWide : 0))
        for second in blockSeconds { slices.bytes.append(Int(second), isWide: secondsAreWide) }
        for start in blockStarts { slices.bytes.append(base + start, isWide: startsAreWide) }
    }

    /// Ends both sections, which the caller then takes.
    mutating func finish() throws(IndexError) -> (slices: SectionBuffer, postings: SectionBuffer) {
        (slices, lists.postings)
    }
}

extension [UInt8] {
    /// Appends an unsigned integer of 32 or of 16 bits.
    fileprivate mutating func append(_ value: Int, isWide: Bool) {
        if isWide {
            append(littleEndian: UInt32(truncatingIfNeeded: value))
        } else {
            append(littleEndian: UInt16(truncatingIfNeeded: value))
        }
    }
}
