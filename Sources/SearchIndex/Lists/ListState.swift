internal import Packing

/// Where a search stands in a list of postings: at one of its blocks, or behind the last.
///
/// A plain value over memory that others own: the segment's bytes and a buffer of `bufferCount` integers. Nothing throws;
/// bytes that contradict each other set `isDamaged` and end the list, and whatever they say, every document is one of the
/// segment and nothing outside of list and buffer is touched.
///
/// Documents and frequencies of a block are loaded separately, each when it is asked for, and stand at the same places of
/// their buffers: in ascending order, but for packed blocks, where posting `i` stands at
/// `BlockEncoder.place(of: i)`. A posting's *rank* is its number in the block.
@safe struct ListState: BitwiseCopyable {
    /// How many integers the buffer has room for: documents, frequencies, and where positions begin among those of the
    /// block and among their bits.
    static let bufferCount = 4 * bufferStride
    /// Documents are written eight at a time, and positions begin at one place more than there are postings.
    private static let bufferStride = BlockEncoder.blockCount + 16

    enum BlockKind: UInt8, BitwiseCopyable {
        case single, tail, sparse, packed, bitset
    }

    /// How many postings the list has.
    let postingCount: Int
    let blockCount: Int
    /// The block; `blockCount` behind the last.
    private(set) var blockIndex = 0
    /// The first document that the block may have; `UInt32.max` behind the last block.
    private(set) var firstDocument: UInt32 = 0
    /// The last document of the block; `UInt32.max` behind the last block.
    private(set) var lastDocument: UInt32 = 0
    /// How many postings the block has; 0 behind the last block.
    private(set) var count = 0
    /// Whether the list ended because its bytes make no sense.
    var isDamaged = false

    /// The documents of the block, once they are loaded; room for 128.
    let documents: UnsafeMutablePointer<UInt32>
    /// The frequencies of the block, once they are loaded; room for 128.
    let frequencies: UnsafeMutablePointer<UInt32>
    /// The number of the first of each posting's positions in their group, and at last how many there are.
    let positionStarts: UnsafeMutablePointer<UInt32>
    /// At which bit of the group's values each posting's begin, and where the last ones end.
    let positionBits: UnsafeMutablePointer<UInt32>

    // The list.
    let list: UnsafeRawPointer
    let byteCount: Int
    let table: ListTableView
    let norms: UnsafePointer<UInt8>
    let segmentDocumentCount: UInt32
    let positions: UnsafeRawPointer
    let positionsByteCount: Int
    let frequencyMaxCode: UInt8
    private let single: (document: UInt32, frequency: UInt32)
    /// Of a list in bits, where its documents begin; -1 of any other.
    let sparseStart: Int

    // The block, once it is open.
    var kind = BlockKind.tail
    var isOpen = false
    var areDocumentsLoaded = false
    var areFrequenciesLoaded = false
    var arePositionsLoaded = false
    var gapWidth = 0
    var frequencyWidth = 0
    /// Where gaps or words begin, where frequencies begin, and where the block ends.
    var data: UnsafeRawPointer
    var frequencyData: UnsafeRawPointer
    var exceptions: ExceptionsView
    var dataEnd: UnsafeRawPointer
    var group = PositionsGroupView()

    /// Stands at the first block.
    ///
    /// - Parameter buffers: Room for `bufferCount` integers, for this list alone.
    @unsafe init(_ ref: ListRef, in view: SegmentView, buffers: UnsafeMutablePointer<UInt32>) {
        let section = unsafe view.bytes(of: ref.section)
        let isSparse = ref.section == .pairs
        let isInside =
            unsafe ref.documentCount >= 1 && ref.documentCount <= view.documentCount
            && (isSparse
                ? Self.isSparse(ref, in: view)
                : Self.isRange(ref.start, ref.byteCount, in: section.count))
            && (ref.positionsByteCount == 0
                || Self.isRange(ref.positionsStart, ref.positionsByteCount, in: view.positions.count))
        unsafe documents = buffers
        unsafe frequencies = buffers + Self.bufferStride
        unsafe positionStarts = buffers + 2 * Self.bufferStride
        unsafe positionBits = buffers + 3 * Self.bufferStride
        sparseStart = isSparse ? ref.start : -1
        unsafe list = section.start + (isInside && !isSparse ? ref.start : 0)
        byteCount = isInside ? ref.byteCount : 0
        unsafe norms = view.norms
        segmentDocumentCount = unsafe view.documentCount
        unsafe positions = view.positions.start + (isInside ? ref.positionsStart : 0)
        positionsByteCount = isInside ? ref.positionsByteCount : 0
        frequencyMaxCode = ref.frequencyMaxCode
        single = (ref.document, ref.frequency)
        unsafe data = list
        unsafe frequencyData = list
        exceptions = unsafe ExceptionsView(none: list)
        unsafe dataEnd = list
        frequencyWidth = Int(ref.frequencyWidth)
        postingCount = isInside ? Int(ref.documentCount) : 0
        let isLong = postingCount >= BlockEncoder.blockCount
        blockCount = (postingCount &+ BlockEncoder.blockCount &- 1) / BlockEncoder.blockCount
        table =
            unsafe isLong
            ? ListTableView(list, byteCount: byteCount, blockCount: blockCount, hasPositions: positionsByteCount > 0)
            : ListTableView(list)
        if isInside, !isLong || table.byteCount > 0 { stand(at: 0) } else { damage() }
    }

    /// Whether the documents of a list in bits lie inside of the section. Lists of one have none there.
    @unsafe
    private static func isSparse(_ ref: ListRef, in view: SegmentView) -> Bool {
        guard ref.documentCount > 1 else { return true }
        guard ref.documentCount < BlockEncoder.blockCount, ref.frequencyWidth <= 24 else { return false }
        let bitCount = unsafe SparseList.documentsBitCount(Int(ref.documentCount), documentCount: view.documentCount)
        return unsafe isRange(ref.start, bitCount, in: 8 &* view.pairs.count)
    }

    private static func isRange(_ start: Int, _ count: Int, in whole: Int) -> Bool {
        start >= 0 && count >= 0 && start <= whole && count <= whole &- start
    }

    /// Whether the list has ended.
    @inline(__always)
    var isExhausted: Bool { blockIndex >= blockCount }

    /// Ends the list for what its bytes are.
    @inline(never)
    mutating func damage() {
        isDamaged = true
        end()
    }

    private mutating func end() {
        blockIndex = blockCount
        firstDocument = .max
        lastDocument = .max
        count = 0
        isOpen = false
        areDocumentsLoaded = false
        areFrequenciesLoaded = false
        arePositionsLoaded = false
    }

    /// Moves to the next block; false behind the last.
    @inline(__always)
    mutating func nextBlock() -> Bool {
        guard blockIndex &+ 1 < blockCount else {
            end()
            return false
        }
        stand(at: blockIndex &+ 1)
        return !isExhausted
    }

    /// Moves to the first block from the present one on that ends with `target` or behind it; false when there is none.
    @inline(__always)
    mutating func findBlock(_ target: UInt32) -> Bool {
        if target <= lastDocument { return !isExhausted }
        return search(target)
    }

    private mutating func search(_ target: UInt32) -> Bool {
        guard table.byteCount > 0 else {
            end()
            return false
        }
        let block = table.firstBlock(from: blockIndex &+ 1, endingAtOrBehind: target, count: blockCount)
        guard block < blockCount else {
            end()
            return false
        }
        stand(at: block)
        return !isExhausted
    }

    /// Moves to a block, forwards or backwards.
    mutating func stand(at block: Int) {
        isOpen = false
        areDocumentsLoaded = false
        areFrequenciesLoaded = false
        arePositionsLoaded = false
        blockIndex = block
        count = min(BlockEncoder.blockCount, postingCount &- block &* BlockEncoder.blockCount)
        guard table.byteCount > 0 else { return openShort() }
        firstDocument = block == 0 ? 0 : table.lastDocument(block &- 1) &+ 1
        lastDocument = table.lastDocument(block)
        // A block has room for its postings, inside the segment.
        guard firstDocument <= lastDocument, lastDocument < segmentDocumentCount else { return damage() }
    }

    /// Lists without a table say nowhere what their last document is.
    private mutating func openShort() {
        firstDocument = 0
        guard postingCount > 1 else {
            kind = .single
            isOpen = true
            areDocumentsLoaded = true
            areFrequenciesLoaded = true
            unsafe documents[0] = single.document
            unsafe frequencies[0] = single.frequency
            lastDocument = single.document
            guard lastDocument < segmentDocumentCount else { return damage() }
            return
        }
        lastDocument = segmentDocumentCount &- 1
        loadDocuments()
        guard !isExhausted else { return }
        lastDocument = unsafe documents[count &- 1]
    }
}
