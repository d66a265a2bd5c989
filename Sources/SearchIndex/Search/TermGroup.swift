/// What a typed token stands for: the terms of each segment that match it.
///
/// A token typed with diacritics matches its exact term, and the bare spelling below; one typed without matches every
/// term that folds to it, the exact spelling above the others. In a document the best of them counts.
struct TermGroup {
    /// How a term matches, best first.
    enum Rank: Int, CaseIterable {
        case exact
        case folded
        case bare

        var boost: Double {
            switch self {
            case .exact: 1
            case .folded: Scoring.foldedBoost
            case .bare: Scoring.bareBoost
            }
        }
    }

    /// A term that matches.
    struct Variant {
        var entry: TermEntry
        var rank: Rank
        /// See `Scoring.weight`.
        var weight: Double
    }

    /// The terms that match, by segment.
    var variants: [[Variant]]
    /// How telling the token is as a part of a phrase.
    var inverseDocumentFrequency: Double
}

/// Finds what tokens stand for in the segments of a generation.
struct TermResolver {
    let segments: [SearchSegment]
    let scoring: Scoring
    /// Whether the query has words with diacritics, so that those without are meant to have none.
    var isTypedWithDiacritics = false
    private var known: [[UInt8]: TermGroup] = [:]

    init(segments: [SearchSegment], scoring: Scoring) {
        self.segments = segments
        self.scoring = scoring
    }

    /// The group of a token.
    mutating func group(_ term: FoldedTerm) throws(IndexError) -> TermGroup {
        if let group = known[term.exact] { return group }
        var group = TermGroup(variants: [], inverseDocumentFrequency: 0)
        var counts = [Int](repeating: 0, count: TermGroup.Rank.allCases.count)
        for segment in segments {
            let variants = try variants(of: term, in: segment)
            for variant in variants {
                counts[variant.rank.rawValue] += try segment.liveDocumentCount(variant.entry)
            }
            group.variants.append(variants)
        }
        let weights = weights(term, counts: counts, &group)
        for segment in group.variants.indices {
            for index in group.variants[segment].indices {
                group.variants[segment][index].weight = weights[group.variants[segment][index].rank.rawValue]
            }
        }
        known[term.exact] = group
        return group
    }

    private func variants(of term: FoldedTerm, in segment: SearchSegment) throws(IndexError) -> [TermGroup.Variant] {
        let reader = segment.reader
        var variants: [TermGroup.Variant] = []
        if let entry = try TermCursor.find(term.exact, in: reader.terms) {
            variants.append(.init(entry: entry, rank: .exact, weight: 0))
        }
        if term.hasDiacritics {
            if let entry = try TermCursor.find(term.folded, in: reader.terms) {
                variants.append(.init(entry: entry, rank: .bare, weight: 0))
            }
        } else if let found = try reader.folded.find(term.exact) {
            for ordinal in try found.ordinals() {
                let entry = try TermCursor.entry(ordinal, in: reader.terms)
                variants.append(.init(entry: entry, rank: .folded, weight: 0))
            }
        }
        return variants
    }

    /// The weights by rank.
    ///
    /// A token without diacritics tells as much as all its spellings together; but where the query has diacritics
    /// elsewhere, one that has none was typed right, and its exact spelling tells what it tells alone. The bare spelling of one with diacritics
    /// never tells more than that one.
    private func weights(_ term: FoldedTerm, counts: [Int], _ group: inout TermGroup) -> [Double] {
        let exact = counts[TermGroup.Rank.exact.rawValue]
        let bare = counts[TermGroup.Rank.bare.rawValue]
        var frequencies: [Double]
        if term.hasDiacritics {
            let typed = scoring.inverseDocumentFrequency(exact)
            frequencies = [typed, 0, scoring.inverseDocumentFrequency(max(exact, bare))]
            group.inverseDocumentFrequency = exact > 0 ? typed : scoring.inverseDocumentFrequency(bare)
        } else {
            let typed = scoring.inverseDocumentFrequency(exact + counts[TermGroup.Rank.folded.rawValue])
            let own = isTypedWithDiacritics ? scoring.inverseDocumentFrequency(exact) : typed
            frequencies = [own, typed, 0]
            group.inverseDocumentFrequency = typed
        }
        return TermGroup.Rank.allCases.map { rank in
            Scoring.weight(inverseDocumentFrequency: frequencies[rank.rawValue], boost: rank.boost)
        }
    }
}
