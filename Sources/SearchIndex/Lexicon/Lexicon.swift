/// An ordered dictionary in mapped bytes, as ``LexiconWriter`` wrote it.
///
/// Any number of threads may read it.
struct Lexicon: Sendable {
    /// What is noted of keys, in this order.
    enum Column: Int, CaseIterable {
        /// How many postings there are, less 1.
        case documentCount
        /// The frequency of a single posting, less 1; of more postings the code of the largest.
        case frequency
        /// The document of a single posting.
        case document
        /// How many bytes the postings take; 0 for a single one.
        case postings
        /// How many bytes the positions take.
        case positions
        /// How many bytes the pairs that begin with the term take.
        case pairs
    }

    // The views keep mapped what `blocks` reads.
    private let entries: ByteView
    private let index: ByteView
    let blocks: KeyBlocks
    private let lists: ListSection

    /// How many keys it has.
    var count: Int { blocks.count }

    /// - Parameter lists: The section that its entries lead to.
    /// - Throws: `damaged` when the index has not the size that the count asks for.
    init(entries: ByteView, index: ByteView, count: UInt64, lists: ListSection) throws(IndexError) {
        self.entries = entries
        self.index = index
        blocks = try KeyBlocks(entries: entries, index: index, count: count)
        self.lists = lists
    }

    /// The entry of a key; nil when the dictionary has it not.
    @inline(__always)
    func find(_ key: [UInt8]) throws(IndexError) -> TermRef? {
        let place = unsafe key.withUnsafeBytes { unsafe blocks.find($0) }
        guard place.isFound else {
            guard place.payload >= 0 else { throw damaged(place.ordinal) }
            return nil
        }
        return try entry(place.ordinal, payload: place.payload)
    }

    /// The entry of a key's number.
    ///
    /// - Throws: `damaged` too when there is no such key: numbers come out of the same segment.
    func entry(_ ordinal: Int) throws(IndexError) -> TermRef {
        guard ordinal >= 0, ordinal < count else {
            throw entries.damaged("key \(ordinal) is asked for, of \(count)")
        }
        return try entry(ordinal, payload: blocks.payload(ordinal / KeyBlockWriter.blockCount))
    }

    /// The number of the first key that is not before `key`; `count` when there is none.
    func lowerBound(_ key: [UInt8]) throws(IndexError) -> Int {
        let place = unsafe key.withUnsafeBytes { unsafe blocks.find($0) }
        guard place.payload >= 0 else { throw damaged(place.ordinal) }
        return place.ordinal
    }

    /// The numbers of the keys that begin so.
    func range(prefix: [UInt8]) throws(IndexError) -> Range<Int> {
        let first = try lowerBound(prefix)
        var successor = prefix
        while successor.last == UInt8.max { successor.removeLast() }
        guard let last = successor.popLast() else { return first..<count }
        successor.append(last + 1)
        return first..<(try lowerBound(successor))
    }

    /// A cursor before the key of a number, 0 to `count`.
    func cursor(from ordinal: Int = 0) throws(IndexError) -> LexiconCursor {
        var cursor = LexiconCursor(lexicon: self, keys: KeyCursor(blocks, block: ordinal / KeyBlockWriter.blockCount))
        try cursor.skip(ordinal % KeyBlockWriter.blockCount)
        return cursor
    }

    @inline(__always)
    fileprivate func entry(_ ordinal: Int, payload: Int) throws(IndexError) -> TermRef {
        guard payload >= 0, payload <= entries.count else { throw damaged(ordinal) }
        let (source, end) = unsafe blocks.bytes(from: payload)
        let mask: UInt64 = 1 << 40 - 1
        let postingsStart = unsafe UInt64(littleEndian: source.loadUnaligned(as: UInt64.self)) & mask
        let positionsStart =
            unsafe UInt64(littleEndian: source.loadUnaligned(fromByteOffset: 5, as: UInt64.self)) & mask
        let pairsStart = unsafe UInt64(littleEndian: source.loadUnaligned(fromByteOffset: 10, as: UInt64.self)) & mask
        var lane = unsafe LaneReader(
            source + 15, end: end, columnCount: 6, lane: ordinal % KeyBlockWriter.blockCount)
        let documentCount = lane.value() &+ 1
        let frequency = lane.value()
        let document = lane.value()
        let postings = lane.valueAndSum()
        let positions = lane.valueAndSum()
        let pairs = lane.valueAndSum()
        let isSingle = documentCount == 1
        guard !lane.isDamaged, max(documentCount, document) <= Int(Int32.max), frequency < FrequencyCode.frequencyMax
        else {
            throw damaged(ordinal)
        }
        let list = ListRef(
            section: lists, documentCount: UInt32(truncatingIfNeeded: documentCount),
            document: UInt32(truncatingIfNeeded: document),
            frequency: isSingle ? UInt32(truncatingIfNeeded: frequency &+ 1) : 0,
            frequencyMaxCode: isSingle
                ? FrequencyCode.roundingUp(UInt32(truncatingIfNeeded: frequency &+ 1))
                : UInt8(truncatingIfNeeded: frequency),
            start: isSingle ? 0 : Int(postingsStart) &+ postings.sum, byteCount: postings.value,
            positionsStart: positions.value == 0 ? 0 : Int(positionsStart) &+ positions.sum,
            positionsByteCount: positions.value)
        return TermRef(
            ordinal: UInt32(truncatingIfNeeded: ordinal), list: list,
            pairsStart: pairs.value == 0 ? 0 : Int(pairsStart) &+ pairs.sum, pairsByteCount: pairs.value)
    }

    @inline(never)
    func damaged(_ ordinal: Int) -> IndexError {
        entries.damaged("the block of key \(ordinal) contradicts itself")
    }
}

/// Walks over a dictionary in the order of its keys.
struct LexiconCursor {
    private let lexicon: Lexicon
    private var keys: KeyCursor
    /// The entry of the key.
    private(set) var term = TermRef(
        ordinal: 0, list: ListRef(section: .postings, documentCount: 0, frequencyMaxCode: 0))

    fileprivate init(lexicon: Lexicon, keys: KeyCursor) {
        self.lexicon = lexicon
        self.keys = keys
    }

    /// The key.
    var key: [UInt8] { keys.key }

    /// Moves to the next key; false when there is none.
    mutating func next() throws(IndexError) -> Bool {
        guard try advance() else { return false }
        term = try lexicon.entry(keys.ordinal, payload: keys.payload)
        return true
    }

    fileprivate mutating func skip(_ count: Int) throws(IndexError) {
        for _ in 0..<count { _ = try advance() }
    }

    private mutating func advance() throws(IndexError) -> Bool {
        if keys.next() { return true }
        if keys.isDamaged { throw lexicon.damaged(keys.ordinal + 1) }
        return false
    }
}
