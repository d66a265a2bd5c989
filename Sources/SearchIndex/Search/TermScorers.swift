/// The documents that have a term in one field; occurrences elsewhere do not count.
final class FieldTermScorer: DocumentCursor {
    private var postings: PostingsCursor
    private var positions: PositionsCursor
    private let segment: SearchSegment
    private let field: Field
    private let weight: Double
    private let scoring: Scoring
    private var found: [UInt32] = []
    private var frequency = 0

    init(
        _ variant: TermVariants.Variant, weight: Double, in field: Field, of segment: SearchSegment, scoring: Scoring
    ) throws(IndexError) {
        postings = try segment.postings(variant.entry)
        positions = try PositionsCursor(variant.entry, in: segment.reader.positions)
        self.segment = segment
        self.field = field
        self.weight = weight
        self.scoring = scoring
        super.init(cost: variant.entry.documentCount)
        scoreMax = Int64(weight) + 1
        try next()
    }

    override func next() throws(IndexError) {
        try postings.next()
        try settle()
    }

    override func seek(to target: UInt32) throws(IndexError) {
        guard docID < target else { return }
        try postings.seek(to: target)
        try settle()
    }

    /// Moves on to a document that has the term in the field.
    private func settle() throws(IndexError) {
        while postings.docID != PostingsCursor.exhausted {
            let span = try segment.reader.spans.span(of: field, document: postings.docID)
            if !span.isEmpty {
                found.removeAll(keepingCapacity: true)
                try positions.append(postings, to: &found)
                frequency = found.reduce(0) { $0 + (span.contains($1) ? 1 : 0) }
                if frequency > 0 { break }
            }
            try postings.next()
        }
        docID = postings.docID
    }

    override func score() throws(IndexError) -> Int64 {
        let norm = try segment.reader.norms.byte(Int(docID))
        return Scoring.score(
            weight, frequency: Double(frequency) * Double(field.weight), saturation: scoring.saturations[Int(norm)])
    }
}

/// The documents of any of several cursors; the best score counts.
final class BestOfScorer: DocumentCursor {
    private let cursors: [DocumentCursor]

    /// - Precondition: there is a cursor at least.
    init(_ cursors: [DocumentCursor]) {
        self.cursors = cursors
        super.init(cost: cursors.reduce(0) { $0 + $1.cost })
        scoreMax = cursors.reduce(0) { max($0, $1.scoreMax) }
        settle()
    }

    private func settle() {
        var first = DocumentCursor.exhausted
        for cursor in cursors { first = min(first, cursor.docID) }
        docID = first
    }

    override func next() throws(IndexError) {
        for cursor in cursors where cursor.docID == docID && docID != Self.exhausted { try cursor.next() }
        settle()
    }

    override func seek(to target: UInt32) throws(IndexError) {
        guard docID < target else { return }
        for cursor in cursors where cursor.docID < target { try cursor.seek(to: target) }
        settle()
    }

    override func score() throws(IndexError) -> Int64 {
        var best: Int64 = 0
        for cursor in cursors where cursor.docID == docID { best = max(best, try cursor.score()) }
        return best
    }
}
