internal import TextAnalysis

/// Finds the documents that have a token, or a keyword, that begins so.
///
/// The beginning matches as a whole token would: see ``TermGroup``. All of its terms together tell as much as one term
/// in so many documents, however often they occur in each.
struct PrefixResolver {
    let segments: [SearchSegment]
    let scoring: Scoring

    /// Documents that match alike.
    typealias RankedSet = (set: DocumentSet, rank: TermGroup.Rank)

    /// For each segment the sets of documents, the best rank first, and how many live documents there are in all.
    func sets(_ text: String, in field: Field?) throws(IndexError) -> (sets: [[RankedSet]], count: Int) {
        var ranked: [[RankedSet]] = []
        var count = 0
        for segment in segments {
            let sets = try sets(text, in: field, of: segment)
            ranked.append(sets)
            guard var all = sets.first?.set else { continue }
            for (set, _) in sets.dropFirst() { all.formUnion(set) }
            if let live = segment.live { all.formIntersection(live) }
            count += all.count
        }
        return (ranked, count)
    }

    private func sets(
        _ text: String, in field: Field?, of segment: SearchSegment
    ) throws(IndexError) -> [RankedSet] {
        if let field, field.fieldKind == .keyword {
            return [(try keywords(text, in: field, of: segment), .exact)]
        }
        let prefix = FoldedTerm(text)
        let terms = segment.reader.terms
        var exact = DocumentSet(documentCount: segment.documentCount)
        try terms.forEach(prefix: prefix.exact) { _, entry throws(IndexError) in
            try insert(entry, in: field, of: segment, into: &exact)
        }
        var others = DocumentSet(documentCount: segment.documentCount)
        guard prefix.hasDiacritics else {
            var cursor = segment.reader.folded.cursor()
            var isInside = try cursor.seek(prefix.exact)
            while isInside, cursor.key.starts(with: prefix.exact) {
                for ordinal in try cursor.ordinals() {
                    try insert(TermCursor.entry(ordinal, in: terms), in: field, of: segment, into: &others)
                }
                isInside = try cursor.next()
            }
            return [(exact, .exact), (others, .folded)]
        }
        try terms.forEach(prefix: prefix.folded) { term, entry throws(IndexError) in
            if FoldedTerm.isBare(term) { try insert(entry, in: field, of: segment, into: &others) }
        }
        return [(exact, .exact), (others, .bare)]
    }

    private func keywords(_ text: String, in field: Field, of segment: SearchSegment) throws(IndexError) -> DocumentSet
    {
        var set = DocumentSet(documentCount: segment.documentCount)
        try segment.reader.keywords.forEach(prefix: [field.rawValue] + Analyzer.keyword(text)) {
            _, entry throws(IndexError) in
            try set.insert(
                PostingsCursor(entry, in: segment.reader.keywordPostings, documentCount: segment.documentCount))
        }
        return set
    }

    private func insert(
        _ entry: TermEntry, in field: Field?, of segment: SearchSegment, into set: inout DocumentSet
    ) throws(IndexError) {
        guard let field else { return try set.insert(segment.postings(entry)) }
        let variant = TermVariants.Variant(entry: entry, rank: .exact)
        let cursor = try FieldTermScorer(variant, weight: 0, in: field, of: segment, scoring: scoring)
        while cursor.docID != DocumentCursor.exhausted {
            set.insert(cursor.docID)
            try cursor.next()
        }
    }
}

extension DictionaryReader {
    /// Calls `body` for the terms that begin so, in their order.
    func forEach(
        prefix: [UInt8], _ body: (_ term: [UInt8], _ entry: TermEntry) throws(IndexError) -> Void
    ) throws(IndexError) {
        var cursor = TermCursor(self)
        var isInside = try cursor.seek(prefix)
        while isInside, cursor.term.starts(with: prefix) {
            try body(cursor.term, cursor.entry)
            isInside = try cursor.next()
        }
    }
}

extension DocumentSet {
    /// Adds the documents of all postings.
    mutating func insert(_ postings: consuming PostingsCursor) throws(IndexError) {
        var postings = postings
        try postings.next()
        while postings.docID != PostingsCursor.exhausted {
            insert(postings.docID)
            try postings.next()
        }
    }
}
