/// A term that can stand at a place of a phrase, in one segment.
struct PhraseMember: BitwiseCopyable {
    /// For which token of the phrase it can stand, from 0.
    var place: Int
    var rank: PhraseRank
    var term: TermRef
}

/// How a term matches a token of a phrase; an occurrence of the phrase ranks as the worst of its terms does.
enum PhraseRank: UInt8, BitwiseCopyable, CaseIterable {
    /// As it was typed.
    case exact
    /// In another spelling of a token typed without diacritics.
    case folded
    /// Without the diacritics that the token was typed with.
    case bare
}

/// What an occurrence of a phrase weighs, by rank; see `WeighedLeaf.weight`.
struct PhraseWeights: BitwiseCopyable {
    var exact: Float
    var folded: Float
    var bare: Float

    /// The largest of them.
    var largest: Float { max(exact, folded, bare) }

    @inline(__always)
    subscript(rank: PhraseRank) -> Float {
        switch rank {
        case .exact: exact
        case .folded: folded
        case .bare: bare
        }
    }
}

/// A phrase as one segment is searched for it.
///
/// Tokens stand side by side in one text of one field. Scored is, for each rank, how often the phrase occurs in this rank
/// or better, the fields' weights counted; the best of these counts.
@unsafe struct PhraseTerms {
    /// The terms, by place and within a place by rank; the caller keeps them.
    var members: UnsafeBufferPointer<PhraseMember>
    /// How many tokens the phrase has, two at least.
    var placeCount: Int
    var weights: PhraseWeights
    /// The field that occurrences have to lie in; any when nil.
    var field: Field?
}
