internal import TextAnalysis

/// Finds the documents of a segment that have a token, or a keyword, that begins so.
///
/// The beginning matches as a whole token would. All of its terms together tell as much as one term in so many documents,
/// however often they occur in each.
struct BeginningFinder {
    let segment: SearchSegment
    let field: Field?

    let scratch: QueryScratch

    /// - Parameter typed: The text in both forms.
    func find(_ text: String, _ typed: FoldedTerm) throws(IndexError) -> FoundSets {
        let reader = segment.reader
        let exact = ListUnion(of: segment)
        if let field, field.fieldKind == .keyword {
            try insert(reader.keywords, prefix: [field.rawValue] + Analyzer.keyword(text), in: nil, into: exact)
            return FoundSets([FoundSets.Ranked(exact.bits, .exact)])
        }
        try insert(reader.terms, prefix: typed.exact, in: field, into: exact)
        guard segment.hasFields else { return FoundSets([FoundSets.Ranked(exact.bits, .exact)]) }
        let others = ListUnion(of: segment)
        if typed.hasDiacritics {
            try insert(reader.terms, prefix: typed.folded, in: field, into: others) { FoldedTerm.isBare($0) }
        } else {
            try insertFolded(prefix: typed.exact, into: others)
        }
        return FoundSets([
            FoundSets.Ranked(exact.bits, .exact),
            FoundSets.Ranked(others.bits, typed.hasDiacritics ? .bare : .folded),
        ])
    }

    /// Adds the documents of all keys that begin so.
    private func insert(
        _ lexicon: Lexicon, prefix: [UInt8], in field: Field?, into union: borrowing ListUnion,
        where isWanted: (([UInt8]) -> Bool)? = nil
    ) throws(IndexError) {
        let range = try lexicon.range(prefix: prefix)
        guard !range.isEmpty else { return }
        guard let isWanted else {
            for ordinal in range { try union.insert(lexicon.entry(ordinal).list, in: field, scratch: scratch) }
            return
        }
        var cursor = try lexicon.cursor(from: range.lowerBound)
        for _ in range {
            guard try cursor.next() else { return }
            if isWanted(cursor.key) { try union.insert(cursor.term.list, in: field, scratch: scratch) }
        }
    }

    private func insertFolded(prefix: [UInt8], into union: borrowing ListUnion) throws(IndexError) {
        let folded = segment.reader.folded
        for number in try folded.range(prefix: prefix) {
            if field == nil {
                try union.insert(folded.merged(number))
            } else {
                for ordinal in try folded.entry(number).ordinals {
                    try union.insert(
                        segment.reader.terms.entry(Int(ordinal)).list, in: field, scratch: scratch)
                }
            }
        }
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
