/// What a typed token stands for: the terms of each segment that match it, and what they count.
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

    /// What terms of each rank count; see `Scoring.weight`.
    struct Weights {
        private let exact: Double
        private let folded: Double
        private let bare: Double

        /// - Parameters: How telling the terms of each rank are.
        init(exact: Double, folded: Double, bare: Double) {
            self.exact = Scoring.weight(inverseDocumentFrequency: exact, boost: Rank.exact.boost)
            self.folded = Scoring.weight(inverseDocumentFrequency: folded, boost: Rank.folded.boost)
            self.bare = Scoring.weight(inverseDocumentFrequency: bare, boost: Rank.bare.boost)
        }

        subscript(rank: Rank) -> Double {
            switch rank {
            case .exact: exact
            case .folded: folded
            case .bare: bare
            }
        }
    }

    /// The terms that match, by segment.
    let variants: [[TermVariants.Variant]]
    let weights: Weights
    /// How telling the token is as a part of a phrase.
    let inverseDocumentFrequency: Double

    /// Weighs the terms of a token.
    ///
    /// A token without diacritics tells as much as all its spellings together; but where the query has diacritics
    /// elsewhere, one that has none was typed right, and its exact spelling tells what it tells alone. The bare spelling
    /// of one with diacritics never tells more than that one.
    ///
    /// - Parameter counts: In how many documents of all that are searched its terms are, by rank.
    init(_ token: TermVariants, counts: [Int], isTypedWithDiacritics: Bool, _ scoring: Scoring) {
        variants = token.variants
        let exact = counts[Rank.exact.rawValue]
        if token.hasDiacritics {
            let bare = counts[Rank.bare.rawValue]
            let typed = scoring.inverseDocumentFrequency(exact)
            weights = Weights(
                exact: typed, folded: 0, bare: scoring.inverseDocumentFrequency(max(exact, bare)))
            inverseDocumentFrequency = exact > 0 ? typed : scoring.inverseDocumentFrequency(bare)
        } else {
            let typed = scoring.inverseDocumentFrequency(exact + counts[Rank.folded.rawValue])
            let own = isTypedWithDiacritics ? scoring.inverseDocumentFrequency(exact) : typed
            weights = Weights(exact: own, folded: typed, bare: 0)
            inverseDocumentFrequency = typed
        }
    }
}
