/// Leads from two terms to the documents in which one follows the other, as ``PairWriter`` wrote it.
///
/// Any number of threads may read it.
@safe struct PairIndex: @unchecked Sendable {
    // The memory is never written to, and the view keeps it mapped.

    private let slices: ByteView
    private let section: UnsafeRawPointer
    private let termCount: Int
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

    /// The numbers of terms by their places, by which cursors name second terms; made once for many of them.
    struct SecondTerms {
        fileprivate let numbers: [UInt32]
    }

    /// - Parameters:
    ///   - termCount: How many terms the segment has.
    ///   - documentCount: How many documents it has.
    ///   - isComplete: Whether it has all of its pairs.
    /// - Throws: `damaged` when the section is too small for so many terms.
    init(slices: ByteView, termCount: Int, documentCount: UInt32, isComplete: Bool) throws(IndexError) {
        self.slices = slices
        self.termCount = slices.count == 0 ? 0 : termCount
        self.documentCount = documentCount
        self.isComplete = isComplete
        guard slices.count >= Self.placesByteCount(self.termCount) else {
            throw slices.damaged("\(slices.count) bytes are too few for the pairs of \(termCount) terms")
        }
        unsafe section = try slices.pointer(0, slices.count)
    }

    private static func placesByteCount(_ termCount: Int) -> Int {
        termCount * (PairWriter.placesAreWide(termCount: termCount) ? 4 : 2)
    }

    /// The place of a term; nil when there is no such term.
    @inline(__always)
    private func place(of term: UInt32) -> UInt32? {
        guard Int(term) < termCount else { return nil }
        return unsafe PairWriter.placesAreWide(termCount: termCount)
            ? section.loadUnaligned(fromByteOffset: 4 &* Int(term), as: UInt32.self).littleEndian
            : UInt32(section.loadUnaligned(fromByteOffset: 2 &* Int(term), as: UInt16.self).littleEndian)
    }

    /// Where a term is followed by another.
    ///
    /// - Parameter second: The number of the second term.
    @inline(__always)
    func find(_ first: TermRef, _ second: UInt32) throws(IndexError) -> Answer {
        let absent = isComplete ? Answer.nowhere : .unknown
        guard first.pairsByteCount > 0, let place = place(of: second) else { return absent }
        let slice = try slice(first)
        guard let block = slice.block(of: place) else { return absent }
        guard var walk = slice.walk(block) else { throw damaged(first) }
        while walk.next() {
            if walk.second >= place { return walk.second == place ? .list(walk.list) : absent }
        }
        guard !walk.isDamaged else { throw damaged(first) }
        return absent
    }

    /// What cursors need.
    func secondTerms() throws(IndexError) -> SecondTerms {
        let none = UInt32.max
        var numbers = [UInt32](repeating: none, count: termCount)
        for term in 0..<UInt32(termCount) {
            guard let place = place(of: term), place < termCount, numbers[Int(place)] == none else {
                throw slices.damaged("the place of term \(term) is that of another")
            }
            numbers[Int(place)] = term
        }
        return SecondTerms(numbers: numbers)
    }

    /// A cursor before the pairs that begin with a term.
    ///
    /// - Parameter terms: Those of this segment.
    func cursor(_ first: TermRef, _ terms: SecondTerms) throws(IndexError) -> PairCursor {
        PairCursor(index: self, terms: terms, first: first, slice: first.pairsByteCount > 0 ? try slice(first) : nil)
    }

    @inline(__always)
    private func slice(_ first: TermRef) throws(IndexError) -> PairSlice {
        let start = first.pairsStart &+ Self.placesByteCount(termCount)
        try slices.check(start, first.pairsByteCount)
        guard
            let slice = unsafe PairSlice(section, start..<start &+ first.pairsByteCount, documentCount: documentCount)
        else { throw damaged(first) }
        return slice
    }

    @inline(never)
    fileprivate func damaged(_ first: TermRef) -> IndexError {
        slices.damaged(
            "the pairs of term \(first.ordinal) at \(first.pairsStart &+ Self.placesByteCount(termCount)) "
                + "contradict each other")
    }
}

/// Walks over the pairs that begin with a term, those with common second terms first.
struct PairCursor {
    private let index: PairIndex
    private let terms: PairIndex.SecondTerms
    private let first: TermRef
    private let slice: PairSlice?
    private var walk: PairWalk?
    private var block = 0
    /// The number of the second term.
    private(set) var second: UInt32 = 0

    fileprivate init(index: PairIndex, terms: PairIndex.SecondTerms, first: TermRef, slice: PairSlice?) {
        self.index = index
        self.terms = terms
        self.first = first
        self.slice = slice
    }

    /// The documents that have the pair.
    var list: ListRef { walk?.list ?? ListRef(section: .pairs, documentCount: 0, frequencyMaxCode: 0) }

    /// Moves to the next pair; false when there is none.
    mutating func next() throws(IndexError) -> Bool {
        guard let slice else { return false }
        while true {
            if walk?.next() == true {
                let place = Int(walk?.second ?? 0)
                guard place < terms.numbers.count else { throw index.damaged(first) }
                second = terms.numbers[place]
                return true
            }
            if walk?.isDamaged == true { throw index.damaged(first) }
            guard block < slice.blockCount else { return false }
            walk = slice.walk(block)
            guard walk != nil else { throw index.damaged(first) }
            block += 1
        }
    }
}
