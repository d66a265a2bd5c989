/// What a generation knows of one part of a query: where it is in each segment, and how many live documents have it.
/// Nothing of it depends on other generations.
enum QueryLeaf {
    case token(TermVariants)
    /// For each segment its sets, the best rank first.
    case beginning([[PrefixResolver.RankedSet]], count: Int)
    /// For each segment its entry.
    case keyword([TermEntry?], count: Int)

    /// How many live documents match, as ``QueryStatistics/counts`` says. How many numbers these are depends on the query
    /// alone.
    var counts: [Int] {
        switch self {
        case .token(let token): token.counts
        case .beginning(_, let count), .keyword(_, let count): [count]
        }
    }

    /// The leaf with its weights.
    ///
    /// - Parameters:
    ///   - counts: How many documents match of all that are searched.
    ///   - isTypedWithDiacritics: Whether the query has diacritics anywhere.
    func weighed(_ counts: [Int], isTypedWithDiacritics: Bool, _ scoring: Scoring) -> WeighedLeaf {
        switch self {
        case .token(let token):
            .token(TermGroup(token, counts: counts, isTypedWithDiacritics: isTypedWithDiacritics, scoring))
        case .beginning(let segments, _):
            .beginning(
                segments.map { sets in
                    sets.map { ($0.set, scoring.constant(matching: counts[0], boost: $0.rank.boost)) }
                })
        case .keyword(let entries, _):
            .keyword(entries, score: scoring.constant(matching: counts[0], boost: 1))
        }
    }
}

/// A leaf of which is known what it adds to scores.
enum WeighedLeaf {
    case token(TermGroup)
    /// For each segment its sets, the best score first.
    case beginning([[(set: DocumentSet, score: Int64)]])
    case keyword([TermEntry?], score: Int64)
}
