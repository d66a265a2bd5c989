/// Leads from two terms to the documents in which one follows the other, as ``PairWriter`` wrote it.
///
/// Any number of threads may read it.
struct PairIndex: Sendable {
    private let slices: ByteView
    private let isComplete: Bool

    /// What is known of a pair.
    enum Answer {
        /// It is in these documents.
        case list(ListRef)
        /// It is in none.
        case nowhere
        /// It may be anywhere: the segment has no pairs, or was told to leave some out.
        case unknown
    }

    /// - Parameters:
    ///   - documentCount: How many documents the segment has.
    ///   - isComplete: Whether the segment has all of its pairs.
    init(slices: ByteView, documentCount: UInt32, isComplete: Bool) {
        self.slices = slices
        self.isComplete = isComplete
    }

    /// Where a term is followed by another.
    ///
    /// - Parameter second: The number of the second term.
    func find(_ first: TermRef, _ second: UInt32) throws(IndexError) -> Answer {
        var cursor = try cursor(first)
        while try cursor.next() {
            if cursor.second == second { return .list(cursor.list) }
        }
        return isComplete ? .nowhere : .unknown
    }

    /// A cursor before the pairs that begin with a term.
    func cursor(_ first: TermRef) throws(IndexError) -> PairCursor {
        PairCursor(slice: try slices.slice(first.pairsStart, first.pairsByteCount))
    }
}

/// Walks over the pairs that begin with a term, in the order of the second ones.
struct PairCursor {
    private let slice: ByteView
    private var offset = 0
    /// The number of the second term.
    private(set) var second: UInt32 = 0
    /// The documents that have the pair.
    private(set) var list = ListRef(section: .pairPostings, documentCount: 0, frequencyMaxCode: 0)

    fileprivate init(slice: ByteView) {
        self.slice = slice
    }

    /// Moves to the next pair; false when there is none.
    mutating func next() throws(IndexError) -> Bool {
        guard offset < slice.count else { return false }
        second = UInt32(try slice.varint(&offset, max: Int(UInt32.max)))
        list = try slice.list(&offset, in: .pairPostings)
        return true
    }
}

extension [UInt8] {
    mutating func append(_ list: ListRef) {
        for value in [
            Int(list.documentCount), Int(list.document), Int(list.frequency), Int(list.frequencyMaxCode), list.start,
            list.byteCount, list.positionsStart, list.positionsByteCount,
        ] { append(varint: UInt(value)) }
    }
}

extension ByteView {
    func list(_ offset: inout Int, in section: ListSection) throws(IndexError) -> ListRef {
        var values: [Int] = []
        for _ in 0..<8 { values.append(try varint(&offset, max: 1 << 40)) }
        return ListRef(
            section: section, documentCount: UInt32(values[0]), document: UInt32(values[1]),
            frequency: UInt32(values[2]), frequencyMaxCode: UInt8(values[3]), start: values[4], byteCount: values[5],
            positionsStart: values[6], positionsByteCount: values[7])
    }
}
