/// A set of documents of a segment, one bit each.
struct DocumentSet {
    private(set) var words: [UInt64]

    init(documentCount: UInt32) {
        words = [UInt64](repeating: 0, count: (Int(documentCount) + 63) / 64)
    }

    @inline(__always)
    mutating func insert(_ document: UInt32) {
        words[Int(document >> 6)] |= 1 << UInt64(document & 63)
    }

    @inline(__always)
    func contains(_ document: UInt32) -> Bool {
        words[Int(document >> 6)] >> UInt64(document & 63) & 1 == 1
    }

    mutating func formUnion(_ other: DocumentSet) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    /// Keeps what is live.
    mutating func formIntersection(_ live: LiveSet) {
        for index in words.indices { words[index] &= live.words[index] }
    }

    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The first member that is `document` or behind it.
    func first(from document: UInt32) -> UInt32? {
        var index = Int(document >> 6)
        guard index < words.count else { return nil }
        var word = words[index] & (.max << UInt64(document & 63))
        while word == 0 {
            index += 1
            guard index < words.count else { return nil }
            word = words[index]
        }
        return UInt32(index * 64 + word.trailingZeroBitCount)
    }
}

/// The documents of sets, each with a score of its own; in a document the first set that has it counts.
final class SetScorer: DocumentCursor {
    private let all: DocumentSet
    private let sets: [(set: DocumentSet, score: Int64)]

    /// - Parameter sets: The best score first.
    init(_ sets: [(set: DocumentSet, score: Int64)], documentCount: UInt32) {
        self.sets = sets
        var all = DocumentSet(documentCount: documentCount)
        for (set, _) in sets { all.formUnion(set) }
        self.all = all
        super.init(cost: all.count)
        docID = all.first(from: 0) ?? Self.exhausted
    }

    override func next() throws(IndexError) {
        guard docID != Self.exhausted else { return }
        docID = all.first(from: docID + 1) ?? Self.exhausted
    }

    override func seek(to target: UInt32) throws(IndexError) {
        guard docID < target else { return }
        docID = all.first(from: target) ?? Self.exhausted
    }

    override func score() throws(IndexError) -> Int64 {
        sets.first { $0.set.contains(docID) }?.score ?? 0
    }
}

/// All documents, with one score.
final class AllScorer: DocumentCursor {
    private let documentCount: UInt32

    init(documentCount: UInt32) {
        self.documentCount = documentCount
        super.init(cost: Int(documentCount))
        if documentCount == 0 { docID = Self.exhausted }
    }

    override func next() throws(IndexError) {
        guard docID != Self.exhausted else { return }
        docID = docID + 1 < documentCount ? docID + 1 : Self.exhausted
    }

    override func seek(to target: UInt32) throws(IndexError) {
        guard docID < target else { return }
        docID = target < documentCount ? target : Self.exhausted
    }

    override func score() throws(IndexError) -> Int64 { Int64(Scoring.unit) }
}

/// The documents that have a keyword, with one score.
final class KeywordScorer: DocumentCursor {
    private var postings: PostingsCursor
    private let constant: Int64

    init(_ entry: TermEntry, in segment: SearchSegment, score: Int64) throws(IndexError) {
        postings = try PostingsCursor(
            entry, in: segment.reader.keywordPostings, documentCount: segment.documentCount)
        constant = score
        super.init(cost: entry.documentCount)
        scoreMax = score
        try next()
    }

    override func next() throws(IndexError) {
        try postings.next()
        docID = postings.docID
    }

    override func seek(to target: UInt32) throws(IndexError) {
        try postings.seek(to: target)
        docID = postings.docID
    }

    override func score() throws(IndexError) -> Int64 { constant }
}
