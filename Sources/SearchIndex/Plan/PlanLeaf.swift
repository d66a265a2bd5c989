/// A part of a query that is looked up by itself, and what one generation knows of it. Nothing of it depends on other
/// generations.
struct PlanLeaf: BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable {
        case token
        case keyword
        case several
    }

    var kind: Kind
    /// Whether the token was typed with diacritics.
    var hasDiacritics = false
    /// Where what was found in the first segment lies; what was found in the others follows. In `QueryPlan.found` for
    /// tokens and keywords, in `QueryPlan.sets` for several terms.
    var first: Int32
    var counts: LeafCounts
}

/// How many live documents match a leaf, as ``QueryStatistics/counts`` says.
struct LeafCounts: BitwiseCopyable {
    /// Those with the term as typed; of leaves other than tokens, all.
    var exact = 0
    /// Those that have any other spelling of a token typed without diacritics.
    var folded = 0
    /// Those that have the bare spelling of a token typed with diacritics.
    var bare = 0
}

/// What a segment has of a token or keyword.
struct FoundTerms: BitwiseCopyable {
    /// The term as typed.
    var exact: TermRef?
    /// The bare spelling of a token typed with diacritics.
    var bare: TermRef?
    /// The documents that have any other spelling of a token typed without, with the largest of their frequencies.
    var folded: ListRef?
    /// Where these spellings begin in `QueryPlan.spellings`, and how many there are, where they have to be told apart: in
    /// phrases and fields.
    var spellingStart: Int32 = 0
    var spellingCount: Int32 = 0

    var isEmpty: Bool { exact == nil && bare == nil && folded == nil }
}

/// What a segment has of several terms that match alike, as sets of documents; the best rank first.
struct FoundSets: Sendable {
    struct Ranked: Sendable {
        let set: DocumentBits
        let rank: MatchRank
        /// How many members the set has.
        let count: Int

        init(_ set: DocumentBits, _ rank: MatchRank) {
            self.set = set
            self.rank = rank
            count = set.count()
        }
    }

    /// None of them is empty.
    let sets: [Ranked]

    init(_ sets: some Sequence<Ranked>) {
        self.sets = sets.filter { $0.count > 0 }
    }
}

/// How a term matches what was typed, best first.
enum MatchRank: UInt8, CaseIterable, BitwiseCopyable {
    case exact
    /// Another spelling of a token typed without diacritics.
    case folded
    /// The bare spelling of a token typed with diacritics.
    case bare
    /// Written nearly so: one letter differs, or two.
    case near
    case far

    /// How much it counts beside a term that was found as typed.
    var boost: Double {
        switch self {
        case .exact: 1
        case .folded: Scoring.foldedBoost
        case .bare: Scoring.bareBoost
        case .near: 0.5
        case .far: 0.25
        }
    }
}
