internal import Packing

/// Walks over the postings of one term in one segment, in the order of documents.
///
/// A cursor belongs to one thread. Before the first `next()` or `seek(to:)` it stands before the first posting.
///
/// It cannot be copied and lies inside of whoever walks, so that a step counts no references.
@safe struct PostingsCursor: ~Copyable {
    /// What `docID` is when there are no more postings.
    static let exhausted = UInt32.max

    /// How many postings the list has.
    let count: Int
    /// The document, or `exhausted`.
    private(set) var docID: UInt32 = 0
    /// The block of the posting, and its place in there.
    private(set) var blockIndex = -1
    private(set) var index = 0

    private let list: ByteView
    private let documentCount: UInt32
    private let blockCount: Int
    /// Bytes of the table of blocks.
    private let tableByteCount: Int
    /// How many postings the block has; 0 before the first.
    private var length = 0
    private var lastDocument: UInt32 = 0
    private let documents: UnsafeMutablePointer<UInt32>
    private let frequencies: UnsafeMutablePointer<UInt32>
    /// Where the packed frequencies of the block lie, until they are unpacked.
    private var packedFrequencies: (offset: Int, bitCount: Int)?

    /// - Parameters:
    ///   - entry: The term, from the dictionary of the segment.
    ///   - section: The section of postings.
    ///   - documentCount: How many documents the segment has.
    init(_ entry: TermEntry, in section: ByteView, documentCount: UInt32) throws(IndexError) {
        let bytes = try section.slice(entry.postings.lowerBound, entry.postings.count)
        let blocks = (entry.documentCount + BitPacking.blockCount - 1) / BitPacking.blockCount
        let byteCount = entry.documentCount >= BitPacking.blockCount ? blocks * SkipEntry.byteCount : 0
        guard entry.documentCount <= Int(documentCount), byteCount <= bytes.count else {
            throw bytes.damaged("a list of \(entry.documentCount) postings does not fit")
        }
        list = bytes
        count = entry.documentCount
        self.documentCount = documentCount
        blockCount = blocks
        tableByteCount = byteCount
        unsafe documents = .allocate(capacity: 2 * BitPacking.blockCount)
        unsafe frequencies = documents + BitPacking.blockCount
    }

    deinit { unsafe documents.deallocate() }

    /// How often the term is in the document, weighted.
    var frequency: UInt32 {
        mutating get throws(IndexError) {
            if packedFrequencies != nil { try unpackFrequencies() }
            return unsafe frequencies[index]
        }
    }

    /// Moves to the next posting.
    @inline(__always)
    mutating func next() throws(IndexError) {
        index &+= 1
        if index < length {
            unsafe docID = documents[index]
        } else {
            try moveToNextBlock()
        }
    }

    /// Moves to the next posting whose frequency is at least the one that a table has for its document's norm.
    ///
    /// - Parameters:
    ///   - needed: 256 numbers, none smaller than the one before.
    ///   - norms: The norms of all documents of the segment.
    @unsafe
    mutating func next(needed: UnsafePointer<UInt32>, norms: UnsafePointer<UInt8>) throws(IndexError) {
        var position = index + 1
        while true {
            if packedFrequencies != nil, position < length { try unpackFrequencies() }
            let (documents, frequencies) = unsafe (documents, frequencies)
            while position < length {
                if unsafe frequencies[position] >= needed[Int(norms[Int(documents[position])])] {
                    index = position
                    unsafe docID = documents[position]
                    return
                }
                position &+= 1
            }
            var block = blockIndex + 1
            while block < blockCount, tableByteCount > 0 {
                let skip = try SkipEntry(list, block: block)
                if unsafe skip.frequencyMax >= needed[Int(skip.normMin)] { break }
                block += 1
            }
            guard block < blockCount else { return end() }
            try decode(block: block)
            position = 0
        }
    }

    private mutating func moveToNextBlock() throws(IndexError) {
        guard blockIndex + 1 < blockCount else { return end() }
        try decode(block: blockIndex + 1)
        unsafe docID = documents[0]
    }

    private mutating func end() {
        docID = Self.exhausted
        blockIndex = blockCount
        length = 0
        index = 0
        packedFrequencies = nil
    }

    /// Moves to the first posting whose document is `target` or behind it; stays when it is there already.
    mutating func seek(to target: UInt32) throws(IndexError) {
        guard length == 0 || docID < target else { return }
        guard blockIndex < blockCount else { return }
        if length == 0 || target > lastDocument {
            guard let block = try findBlock(target) else { return end() }
            try decode(block: block)
        }
        let documents = unsafe documents
        var position = index
        while unsafe position &+ 8 < length && documents[position &+ 8] < target { position &+= 8 }
        while unsafe position < length && documents[position] < target { position &+= 1 }
        guard position < length else { return end() }
        index = position
        unsafe docID = documents[position]
    }

    /// The first block after the present one that ends with `target` or behind it.
    private func findBlock(_ target: UInt32) throws(IndexError) -> Int? {
        guard tableByteCount > 0 else { return blockIndex < 0 ? 0 : nil }
        // The block is mostly near: steps that double, then halves.
        var low = blockIndex + 1
        var step = 1
        var high = low
        while high < blockCount, try lastDocument(ofBlock: high) < target {
            low = high + 1
            high += step
            step *= 2
        }
        high = min(high, blockCount)
        while low < high {
            let middle = (low + high) / 2
            if try lastDocument(ofBlock: middle) < target { low = middle + 1 } else { high = middle }
        }
        return low < blockCount ? low : nil
    }

    private func lastDocument(ofBlock block: Int) throws(IndexError) -> UInt32 {
        try list.load(block * SkipEntry.byteCount, as: UInt32.self)
    }

    private mutating func decode(block: Int) throws(IndexError) {
        var offset = tableByteCount
        var base: UInt32 = 0
        var expectedLast: UInt32?
        if tableByteCount > 0 {
            let skip = try SkipEntry(list, block: block)
            offset += Int(skip.block)
            expectedLast = skip.lastDocument
            if block > 0 { base = try lastDocument(ofBlock: block - 1) &+ 1 }
        }
        let rest = count - block * BitPacking.blockCount
        length = min(rest, BitPacking.blockCount)
        if length == BitPacking.blockCount {
            try decodePacked(offset, base: base)
        } else {
            try decodeTail(offset, base: base)
        }
        blockIndex = block
        index = 0
        lastDocument = unsafe documents[length - 1]
        if let expectedLast, expectedLast != lastDocument {
            throw list.damaged("block \(block) ends with document \(lastDocument), its table says \(expectedLast)")
        }
    }

    private mutating func decodePacked(_ start: Int, base: UInt32) throws(IndexError) {
        let gapBits = Int(try list.byte(start))
        let frequencyBits = Int(try list.byte(start + 1))
        guard gapBits <= 32, frequencyBits <= 32 else { throw list.damaged("a block has \(gapBits) bits a gap") }
        let gapByteCount = BitPacking.byteCount(bitCount: gapBits)
        let byteCount = gapByteCount + BitPacking.byteCount(bitCount: frequencyBits)
        let packed = unsafe try list.pointer(start + 2, byteCount)
        unsafe BitPacking.unpack(packed, bitCount: gapBits, into: documents)
        let documents = unsafe documents
        var next = base
        var largest: UInt32 = 0
        for index in 0..<BitPacking.blockCount {
            unsafe next &+= documents[index]
            unsafe documents[index] = next
            largest = max(largest, next)
            next &+= 1
        }
        guard largest < documentCount else { throw outside(largest) }
        packedFrequencies = (start + 2 + gapByteCount, frequencyBits)
    }

    private mutating func unpackFrequencies() throws(IndexError) {
        guard let (offset, bitCount) = packedFrequencies else { return }
        let packed = unsafe try list.pointer(offset, BitPacking.byteCount(bitCount: bitCount))
        unsafe BitPacking.unpack(packed, bitCount: bitCount, into: frequencies)
        packedFrequencies = nil
    }

    private mutating func decodeTail(_ start: Int, base: UInt32) throws(IndexError) {
        var offset = start
        var next = UInt64(base)
        for index in 0..<length {
            let gap = try list.varint(&offset)
            next += gap >> 1 & 0xFFFF_FFFF
            guard next < UInt64(documentCount) else { throw outside(UInt32(truncatingIfNeeded: next)) }
            unsafe documents[index] = UInt32(next)
            unsafe frequencies[index] = gap & 1 == 1 ? 1 : UInt32(truncatingIfNeeded: try list.varint(&offset))
            next += 1
        }
        packedFrequencies = nil
    }

    @inline(never)
    private func outside(_ document: UInt32) -> IndexError {
        list.damaged("there is a posting of document \(document), of \(documentCount)")
    }

    /// Where the positions of a block's postings begin, from the beginning of those of the list.
    func positionsStart(ofBlock block: Int) throws(IndexError) -> Int {
        tableByteCount > 0 ? Int(try SkipEntry(list, block: block).positions) : 0
    }
}
