internal import TextAnalysis

/// Finds the documents of a segment that have a token, or a keyword, that begins so.
///
/// The beginning matches as a whole token would. All of its terms together tell as much as one term in so many documents,
/// however often they occur in each.
struct BeginningFinder {
    let segment: SearchSegment
    let field: Field?

    /// - Parameter typed: The text in both forms.
    func find(_ text: String, _ typed: FoldedTerm) throws(IndexError) -> FoundSets {
        let reader = segment.reader
        let exact = DocumentBits(documentCount: segment.documentCount)
        if let field, field.fieldKind == .keyword {
            try insert(reader.keywords, prefix: [field.rawValue] + Analyzer.keyword(text), into: exact)
            return FoundSets([FoundSets.Ranked(exact, .exact)])
        }
        try insert(reader.terms, prefix: typed.exact, into: exact)
        guard reader.hasFields else { return FoundSets([FoundSets.Ranked(exact, .exact)]) }
        let others = DocumentBits(documentCount: segment.documentCount)
        if typed.hasDiacritics {
            try insert(reader.terms, prefix: typed.folded, into: others) { FoldedTerm.isBare($0) }
        } else {
            try insertFolded(prefix: typed.exact, into: others)
        }
        return FoundSets([
            FoundSets.Ranked(exact, .exact), FoundSets.Ranked(others, typed.hasDiacritics ? .bare : .folded),
        ])
    }

    /// Adds the documents of all keys that begin so.
    private func insert(
        _ lexicon: Lexicon, prefix: [UInt8], into bits: DocumentBits, where isWanted: (([UInt8]) -> Bool)? = nil
    ) throws(IndexError) {
        let range = try lexicon.range(prefix: prefix)
        guard !range.isEmpty else { return }
        var cursor = try lexicon.cursor(from: range.lowerBound)
        for _ in range {
            guard try cursor.next() else { return }
            if let isWanted, !isWanted(cursor.key) { continue }
            try insert(cursor.term, into: bits)
        }
    }

    private func insertFolded(prefix: [UInt8], into bits: DocumentBits) throws(IndexError) {
        let folded = segment.reader.folded
        let range = try folded.range(prefix: prefix)
        guard !range.isEmpty else { return }
        var cursor = try folded.cursor(from: range.lowerBound)
        for _ in range {
            guard try cursor.next() else { return }
            if field == nil {
                try segment.insert(cursor.terms.merged, into: bits)
            } else {
                for ordinal in cursor.terms.ordinals {
                    try insert(segment.reader.terms.entry(Int(ordinal)), into: bits)
                }
            }
        }
    }

    private func insert(_ term: TermRef, into bits: DocumentBits) throws(IndexError) {
        guard let field, field.fieldKind == .text else { return try segment.insert(term.list, into: bits) }
        try segment.insert(term.list, in: field, into: bits)
    }
}

extension FoundSets {
    /// How many live documents there are in all.
    func liveCount(in segment: SearchSegment) -> Int {
        guard let first = sets.first else { return 0 }
        guard sets.count > 1 else { return first.set.count(in: segment.live) }
        let all = DocumentBits(documentCount: segment.documentCount)
        for ranked in sets { all.formUnion(ranked.set) }
        return all.count(in: segment.live)
    }
}
