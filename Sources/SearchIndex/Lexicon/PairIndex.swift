/// Leads from two terms to the documents in which one follows the other, as ``PairWriter`` wrote it.
///
/// Any number of threads may read it.
@safe struct PairIndex: @unchecked Sendable {
    // The memory is never written to, and the view keeps it mapped.

    private let slices: ByteView
    private let section: UnsafeRawPointer
    private let documentCount: UInt32
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
    init(slices: ByteView, documentCount: UInt32, isComplete: Bool) throws(IndexError) {
        self.slices = slices
        unsafe section = try slices.pointer(0, slices.count)
        self.documentCount = documentCount
        self.isComplete = isComplete
    }

    /// Where a term is followed by another.
    ///
    /// - Parameter second: The number of the second term.
    @inline(__always)
    func find(_ first: TermRef, _ second: UInt32) throws(IndexError) -> Answer {
        let absent = isComplete ? Answer.nowhere : .unknown
        guard first.pairsByteCount > 0 else { return absent }
        let slice = try slice(first)
        guard let block = slice.block(of: second) else { return absent }
        guard var walk = slice.walk(block) else { throw damaged(first) }
        while walk.next() {
            if walk.second >= second { return walk.second == second ? .list(walk.list) : absent }
        }
        guard !walk.isDamaged else { throw damaged(first) }
        return absent
    }

    /// A cursor before the pairs that begin with a term.
    func cursor(_ first: TermRef) throws(IndexError) -> PairCursor {
        PairCursor(index: self, first: first, slice: first.pairsByteCount > 0 ? try slice(first) : nil)
    }

    @inline(__always)
    private func slice(_ first: TermRef) throws(IndexError) -> PairSlice {
        try slices.check(first.pairsStart, first.pairsByteCount)
        let range = first.pairsStart..<first.pairsStart &+ first.pairsByteCount
        guard let slice = unsafe PairSlice(section, range, documentCount: documentCount) else { throw damaged(first) }
        return slice
    }

    @inline(never)
    fileprivate func damaged(_ first: TermRef) -> IndexError {
        slices.damaged("the pairs of term \(first.ordinal) at \(first.pairsStart) contradict each other")
    }
}

/// Walks over the pairs that begin with a term, in the order of the second ones.
struct PairCursor {
    private let index: PairIndex
    private let first: TermRef
    private let slice: PairSlice?
    private var walk: PairWalk?
    private var block = 0

    fileprivate init(index: PairIndex, first: TermRef, slice: PairSlice?) {
        self.index = index
        self.first = first
        self.slice = slice
    }

    /// The number of the second term.
    var second: UInt32 { walk?.second ?? 0 }
    /// The documents that have the pair.
    var list: ListRef { walk?.list ?? ListRef(section: .pairs, documentCount: 0, frequencyMaxCode: 0) }

    /// Moves to the next pair; false when there is none.
    mutating func next() throws(IndexError) -> Bool {
        guard let slice else { return false }
        while true {
            if walk?.next() == true { return true }
            if walk?.isDamaged == true { throw index.damaged(first) }
            guard block < slice.blockCount else { return false }
            walk = slice.walk(block)
            guard walk != nil else { throw index.damaged(first) }
            block += 1
        }
    }
}
