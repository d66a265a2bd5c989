/// Leads from a folded form to the other terms that fold to it, as ``FoldedIndexWriter`` wrote it.
///
/// Any number of threads may read it.
struct FoldedIndex: Sendable {
    // The views keep mapped what `blocks` reads.
    private let entries: ByteView
    private let index: ByteView
    private let blocks: KeyBlocks
    private let terms: Lexicon

    /// How many forms it has.
    var count: Int { blocks.count }

    /// - Parameter terms: The segment's terms.
    /// - Throws: `damaged` when the index has not the size that the count asks for.
    init(entries: ByteView, index: ByteView, count: UInt64, terms: Lexicon) throws(IndexError) {
        self.entries = entries
        self.index = index
        blocks = try KeyBlocks(entries: entries, index: index, count: count)
        self.terms = terms
    }

    /// The terms that fold to a form and differ from it; nil when there are none.
    func find(_ form: [UInt8]) throws(IndexError) -> FoldedRef? {
        let place = try place(form)
        return place.isFound ? try entry(place.ordinal, payload: place.payload) : nil
    }

    /// The documents that have any of the terms that fold to a form and differ from it; nil when there are none.
    ///
    /// What ``find(_:)`` gives, without the numbers of the terms.
    func merged(_ form: [UInt8]) throws(IndexError) -> ListRef? {
        let place = try place(form)
        guard place.isFound else { return nil }
        var (offset, _) = try bounds(place.ordinal, payload: place.payload)
        return try list(&offset).list
    }

    /// The terms of a form's number.
    ///
    /// - Throws: `damaged` too when there is no such form.
    func entry(_ number: Int) throws(IndexError) -> FoldedRef {
        guard number >= 0, number < count else { throw entries.damaged("form \(number) is asked for, of \(count)") }
        return try entry(number, payload: blocks.payload(number / KeyBlockWriter.blockCount))
    }

    /// The documents that ``entry(_:)`` gives, without the numbers of the terms.
    func merged(_ number: Int) throws(IndexError) -> ListRef {
        guard number >= 0, number < count else { throw entries.damaged("form \(number) is asked for, of \(count)") }
        var (offset, _) = try bounds(number, payload: blocks.payload(number / KeyBlockWriter.blockCount))
        return try list(&offset).list
    }

    private func place(_ form: [UInt8]) throws(IndexError) -> KeyBlocks.Place {
        let place = unsafe form.withUnsafeBytes { unsafe blocks.find($0) }
        guard place.payload >= 0 else { throw damaged(place.ordinal) }
        return place
    }

    /// The numbers of the forms that begin so.
    func range(prefix: [UInt8]) throws(IndexError) -> Range<Int> {
        let first = try place(prefix).ordinal
        var successor = prefix
        while successor.last == UInt8.max { successor.removeLast() }
        guard let last = successor.popLast() else { return first..<count }
        successor.append(last + 1)
        return first..<(try place(successor).ordinal)
    }

    /// A cursor before the form of a number, 0 to `count`.
    func cursor(from number: Int = 0) throws(IndexError) -> FoldedCursor {
        var cursor = FoldedCursor(index: self, keys: KeyCursor(blocks, block: number / KeyBlockWriter.blockCount))
        try cursor.skip(number % KeyBlockWriter.blockCount)
        return cursor
    }

    /// Where an entry begins and ends.
    private func bounds(_ number: Int, payload: Int) throws(IndexError) -> (start: Int, end: Int) {
        guard payload >= 0 else { throw damaged(number) }
        let lane = number % KeyBlockWriter.blockCount
        let base = payload + 4 * KeyBlockWriter.blockCount
        let start = lane == 0 ? 0 : Int(try entries.load(payload + 4 * lane - 4, as: UInt32.self))
        let end = Int(try entries.load(payload + 4 * lane, as: UInt32.self))
        guard start < end, base + end <= entries.count else { throw damaged(number) }
        return (base + start, base + end)
    }

    /// Reads how many terms there are, and the list.
    private func list(_ offset: inout Int) throws(IndexError) -> (count: Int, list: ListRef) {
        let count = try entries.varint(&offset, max: terms.count)
        guard count > 1 else {
            var first = offset
            let ordinal = try entries.varint(&first, max: terms.count)
            return (count, try terms.entry(ordinal).list)
        }
        var list = ListRef(section: .foldedPostings, documentCount: 0, frequencyMaxCode: 0)
        list.documentCount = UInt32(try entries.varint(&offset, max: SegmentHeader.documentCountMax))
        if list.documentCount == 1 {
            list.document = UInt32(try entries.varint(&offset, max: SegmentHeader.documentCountMax))
            list.frequency = UInt32(try entries.varint(&offset, max: Int(FrequencyCode.frequencyMax)))
            list.frequencyMaxCode = FrequencyCode.roundingUp(list.frequency)
        } else {
            list.start = try entries.varint(&offset, max: LaneColumns.valueMax)
            list.byteCount = try entries.varint(&offset, max: LaneColumns.valueMax)
            list.frequencyMaxCode = UInt8(try entries.varint(&offset, max: Int(UInt8.max)))
        }
        guard list.documentCount > 0 else { throw entries.damaged("a list before \(offset) has no documents") }
        return (count, list)
    }

    fileprivate func entry(_ number: Int, payload: Int) throws(IndexError) -> FoldedRef {
        var (offset, end) = try bounds(number, payload: payload)
        let (count, merged) = try list(&offset)
        var ordinals: [UInt32] = []
        var next = 0
        while offset < end {
            next += try entries.varint(&offset, max: terms.count)
            guard next < terms.count else { throw damaged(number) }
            ordinals.append(UInt32(next))
            next += 1
        }
        guard offset == end, ordinals.count == count, count > 0 else { throw damaged(number) }
        return FoldedRef(ordinals: ordinals, merged: merged)
    }

    fileprivate func damaged(_ number: Int) -> IndexError {
        entries.damaged("the block of form \(number) contradicts itself")
    }
}

/// Walks over folded forms in their order.
struct FoldedCursor {
    private let index: FoldedIndex
    private var keys: KeyCursor
    /// The terms of the form.
    private(set) var terms = FoldedRef(
        ordinals: [], merged: ListRef(section: .foldedPostings, documentCount: 0, frequencyMaxCode: 0))

    fileprivate init(index: FoldedIndex, keys: KeyCursor) {
        self.index = index
        self.keys = keys
    }

    /// The form.
    var key: [UInt8] { keys.key }

    /// Moves to the next form; false when there is none.
    mutating func next() throws(IndexError) -> Bool {
        guard try advance() else { return false }
        terms = try index.entry(keys.ordinal, payload: keys.payload)
        return true
    }

    fileprivate mutating func skip(_ count: Int) throws(IndexError) {
        for _ in 0..<count { _ = try advance() }
    }

    private mutating func advance() throws(IndexError) -> Bool {
        if keys.next() { return true }
        if keys.isDamaged { throw index.damaged(keys.ordinal + 1) }
        return false
    }
}
