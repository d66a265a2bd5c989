/// What the dictionary of a segment says of a term.
struct TermRef: BitwiseCopyable {
    /// The number of the term in the segment, in the order of terms.
    var ordinal: UInt32
    /// Its postings.
    var list: ListRef
    /// Where the pairs that begin with the term lie in the section of pairs, and their size in bytes; 0 when there are none.
    var pairsStart = 0
    var pairsByteCount = 0
}

/// What the dictionary of a segment says of a folded form.
struct FoldedRef {
    /// The numbers of the terms that fold to it and differ from it, ascending.
    var ordinals: [UInt32]
    /// The documents that have any of these terms, each with the largest of their frequencies; the list of the term itself
    /// where there is one only.
    var merged: ListRef
}
