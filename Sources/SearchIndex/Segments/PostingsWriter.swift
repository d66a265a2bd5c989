internal import Packing

/// Writes lists of postings, one after the other, with the positions of each posting in a section of their own.
///
/// A list of 128 postings or more begins with a table of its blocks, 16 bytes each (``SkipEntry``); then follow the
/// blocks. A whole block has the bits of its document gaps, the bits of its frequencies (a byte each), the packed gaps
/// and the packed frequencies. The rest of a list, fewer than 128 postings, is made of variable-length integers.
struct PostingsWriter {
    var postings: SectionBuffer
    /// Nil for keywords.
    var positions: SectionBuffer?

    private var gaps = [UInt32](repeating: 0, count: BitPacking.blockCount)
    private var frequencies = [UInt32](repeating: 0, count: BitPacking.blockCount)
    private var pendingCount = 0
    private var skips: [UInt8] = []
    private var blocks: [UInt8] = []
    private var listCount = 0
    private var lastDocument: Int64 = -1
    private var positionsStart = 0
    private var blockPositionsStart = 0
    private var blockFrequencyMax: UInt32 = 0
    private var blockNormMin: UInt8 = 255
    private var frequencyMax: UInt32 = 0
    private var normMin: UInt8 = 255

    init(postings: SectionBuffer, positions: SectionBuffer?) {
        self.postings = postings
        self.positions = positions
    }

    /// Adds a posting to the list.
    ///
    /// - Precondition: documents come in ascending order.
    @inline(__always)
    mutating func add(document: UInt32, frequency: UInt32, norm: UInt8) throws(IndexError) {
        gaps[pendingCount] = UInt32(truncatingIfNeeded: Int64(document) &- lastDocument &- 1)
        frequencies[pendingCount] = frequency
        lastDocument = Int64(document)
        blockFrequencyMax = max(blockFrequencyMax, frequency)
        blockNormMin = min(blockNormMin, norm)
        pendingCount &+= 1
        listCount &+= 1
        if pendingCount == BitPacking.blockCount { try endBlock() }
    }

    /// Ends the list; nil when it had no postings.
    mutating func end(ordinal: Int) throws(IndexError) -> TermEntry? {
        guard listCount > 0 else { return nil }
        if pendingCount > 0 { try endTail() }
        let start = postings.count
        if listCount >= BitPacking.blockCount { postings.bytes += skips }
        postings.bytes += blocks
        let end = positions?.count ?? 0
        let entry = TermEntry(
            ordinal: ordinal, documentCount: listCount, postings: start..<postings.count,
            positions: positionsStart..<end, frequencyMax: frequencyMax, normMin: normMin)
        try postings.settle()
        try positions?.settle()
        reset(positionsStart: end)
        return entry
    }

    private mutating func reset(positionsStart: Int) {
        skips.removeAll(keepingCapacity: true)
        blocks.removeAll(keepingCapacity: true)
        listCount = 0
        lastDocument = -1
        self.positionsStart = positionsStart
        blockPositionsStart = positionsStart
        frequencyMax = 0
        normMin = 255
    }

    private mutating func endBlock() throws(IndexError) {
        let start = blocks.count
        let bits = unsafe (BitPacking.bitCount(of: gaps), BitPacking.bitCount(of: frequencies))
        blocks.append(UInt8(bits.0))
        blocks.append(UInt8(bits.1))
        let packed = start + 2
        let gapByteCount = BitPacking.byteCount(bitCount: bits.0)
        blocks.append(contentsOf: repeatElement(0, count: gapByteCount + BitPacking.byteCount(bitCount: bits.1)))
        unsafe blocks.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            unsafe BitPacking.pack(gaps, bitCount: bits.0, into: base + packed)
            unsafe BitPacking.pack(frequencies, bitCount: bits.1, into: base + packed + gapByteCount)
        }
        try endSkip(blockStart: start)
    }

    /// The last postings. A frequency of 1, the commonest, takes one bit of the gap's integer.
    private mutating func endTail() throws(IndexError) {
        let start = blocks.count
        for index in 0..<pendingCount {
            let frequency = frequencies[index]
            blocks.append(varint: UInt64(gaps[index]) << 1 | (frequency == 1 ? 1 : 0))
            if frequency != 1 { blocks.append(varint: frequency) }
        }
        try endSkip(blockStart: start)
    }

    private mutating func endSkip(blockStart: Int) throws(IndexError) {
        let end = positions?.count ?? 0
        guard let block = UInt32(exactly: blockStart), end - positionsStart <= Int(UInt32.max) else {
            throw IndexError(
                .tooLarge, path: "",
                reason: "a term has more than 4 GiB of postings in one segment; merge less into one")
        }
        let entry = SkipEntry(
            lastDocument: UInt32(lastDocument), block: block,
            positions: UInt32(blockPositionsStart - positionsStart), frequencyMax: blockFrequencyMax,
            normMin: blockNormMin)
        entry.append(to: &skips)
        frequencyMax = max(frequencyMax, blockFrequencyMax)
        normMin = min(normMin, blockNormMin)
        blockFrequencyMax = 0
        blockNormMin = 255
        blockPositionsStart = end
        pendingCount = 0
        try positions?.settle()
    }
}
