/// The terms of a generation that a typed token matches.
struct TermVariants {
    /// A term that matches.
    struct Variant {
        var entry: TermEntry
        var rank: TermGroup.Rank
    }

    /// Whether the token was typed with diacritics.
    let hasDiacritics: Bool
    /// The terms, by segment.
    fileprivate(set) var variants: [[Variant]] = []
    /// In how many live documents the terms of each rank are. Documents with several spellings count for each.
    fileprivate(set) var counts = [Int](repeating: 0, count: TermGroup.Rank.allCases.count)
}

/// Finds what tokens stand for in the segments of a generation.
struct TermResolver {
    private let segments: [SearchSegment]
    private var known: [[UInt8]: TermVariants] = [:]

    init(segments: [SearchSegment]) {
        self.segments = segments
    }

    /// The terms that a token matches.
    mutating func variants(of term: FoldedTerm) throws(IndexError) -> TermVariants {
        if let found = known[term.exact] { return found }
        var found = TermVariants(hasDiacritics: term.hasDiacritics)
        for segment in segments {
            let variants = try variants(of: term, in: segment)
            for variant in variants {
                found.counts[variant.rank.rawValue] += try segment.liveDocumentCount(variant.entry)
            }
            found.variants.append(variants)
        }
        known[term.exact] = found
        return found
    }

    private func variants(of term: FoldedTerm, in segment: SearchSegment) throws(IndexError) -> [TermVariants.Variant] {
        let reader = segment.reader
        var variants: [TermVariants.Variant] = []
        if let entry = try TermCursor.find(term.exact, in: reader.terms) {
            variants.append(.init(entry: entry, rank: .exact))
        }
        if term.hasDiacritics {
            if let entry = try TermCursor.find(term.folded, in: reader.terms) {
                variants.append(.init(entry: entry, rank: .bare))
            }
        } else if let found = try reader.folded.find(term.exact) {
            for ordinal in try found.ordinals() {
                let entry = try TermCursor.entry(ordinal, in: reader.terms)
                variants.append(.init(entry: entry, rank: .folded))
            }
        }
        return variants
    }
}
