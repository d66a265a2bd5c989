internal import Packing

/// Writes lists of postings, one after the other, with the positions of each posting in a section of their own.
///
/// A list of one posting has no bytes: document and frequency stand in the dictionary. A list of fewer than 128 is a
/// tail; a longer one begins with tables of its blocks (``ListTable``), then come blocks of 128 and a tail of what is left
/// over (``BlockEncoder``). Positions lie in groups, one a block (``PositionsGroup``).
struct ListWriter {
    /// Which section the lists are for; ``ListRef`` names it.
    let section: ListSection
    var postings: SectionBuffer
    /// Nil for lists that have none.
    var positions: SectionBuffer?

    private let norms: [UInt8]
    /// The part of a frequency's saturation that depends on the document, by norm, at the average length of the norms.
    private let saturations: [Float]
    private var encoder = BlockEncoder()
    private var group = PositionsGroupWriter()
    private var points = ThresholdPoints()
    private var table = ListTable()
    private var blocks: [UInt8] = []
    private var listCount = 0
    private var positionsStart = 0
    private var frequencyMaxCode: UInt8 = 0

    /// - Parameter norms: Those of all documents of the segment, ascending.
    init(section: ListSection, postings: SectionBuffer, positions: SectionBuffer? = nil, norms: [UInt8]) {
        self.section = section
        self.postings = postings
        self.positions = positions
        self.norms = norms
        let lengthSum = norms.reduce(UInt64(0)) { $0 + UInt64(LengthCode.lengths[Int($1)]) }
        let average = max(1, Float(lengthSum) / Float(max(1, norms.count)))
        saturations = LengthCode.lengths.map { 1.2 * (0.25 + 0.75 * Float($0) / average) }
        positionsStart = positions?.count ?? 0
    }

    /// Adds the positions of the posting that is added next.
    ///
    /// - Parameters:
    ///   - positions: Ascending.
    ///   - count: At least 1.
    @inline(__always) @unsafe
    mutating func addPositions(_ positions: UnsafePointer<UInt32>, count: Int) {
        unsafe group.add(positions, count: count)
    }

    /// Adds the positions of the posting that is added next, at least one, in ascending order.
    @inline(__always)
    mutating func addPositions(_ positions: [UInt32]) {
        unsafe positions.withUnsafeBufferPointer {
            unsafe group.add($0.baseAddress.unsafelyUnwrapped, count: $0.count)
        }
    }

    /// Adds a posting to the list.
    ///
    /// - Parameter frequency: At least 1; larger ones than `FrequencyCode.frequencyMax` count as that.
    /// - Precondition: documents come in ascending order.
    @inline(__always)
    mutating func add(document: UInt32, frequency: UInt32) throws(IndexError) {
        encoder.add(document: document, frequency: min(frequency, FrequencyCode.frequencyMax))
        listCount &+= 1
        if encoder.count == BlockEncoder.blockCount { try endBlock() }
    }

    /// Ends the list; nil when it had no postings.
    mutating func end() throws(IndexError) -> ListRef? {
        guard listCount > 0 else { return nil }
        var ref = ListRef(section: section, documentCount: UInt32(listCount), frequencyMaxCode: 0)
        if listCount == 1 {
            ref.document = encoder.documents[0]
            ref.frequency = encoder.frequencies[0]
            ref.frequencyMaxCode = FrequencyCode.roundingUp(ref.frequency)
            try endPositions()
            encoder.clear()
        } else {
            if encoder.count > 0 { try endBlock() }
            ref.frequencyMaxCode = frequencyMaxCode
            ref.start = postings.count
            if listCount >= BlockEncoder.blockCount {
                try table.append(
                    to: &postings.bytes, blocksByteCount: blocks.count, points: points.take(saturations: saturations))
            }
            postings.bytes += blocks
            ref.byteCount = postings.count - ref.start
        }
        if let positions {
            ref.positionsStart = positionsStart
            ref.positionsByteCount = positions.count - positionsStart
        }
        try postings.settle()
        try positions?.settle()
        reset()
        return ref
    }

    private mutating func reset() {
        encoder.begin()
        points.clear()
        table.clear()
        blocks.removeAll(keepingCapacity: true)
        listCount = 0
        positionsStart = positions?.count ?? 0
        frequencyMaxCode = 0
    }

    private mutating func endBlock() throws(IndexError) {
        for index in 0..<encoder.count {
            points.add(frequency: encoder.frequencies[index], norm: norms[Int(encoder.documents[index])])
        }
        let code = FrequencyCode.roundingUp(encoder.frequencies[..<encoder.count].max() ?? 0)
        frequencyMaxCode = max(frequencyMaxCode, code)
        try endPositions()
        let last = encoder.end(hasFrequencies: section != .keywordPostings, to: &blocks)
        table.add(
            lastDocument: last, dataEnd: blocks.count, positionEnd: positions.map { $0.count - positionsStart },
            frequencyMaxCode: code)
        try positions?.settle()
    }

    private mutating func endPositions() throws(IndexError) {
        guard positions != nil else { return }
        guard group.valueCount <= PositionsGroup.valueCountMax else {
            throw IndexError(
                .tooLarge, path: "", reason: "128 documents have a term too often; merge less into one segment")
        }
        group.end(frequencies: encoder.frequencies[..<encoder.count], to: &positions!.bytes)
    }
}
