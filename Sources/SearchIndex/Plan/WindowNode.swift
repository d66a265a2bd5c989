/// A node of a query's tree over one segment.
///
/// The nodes of a tree lie in one row, each directly before its parts: those of `must`, the rarest first, then of `should`,
/// then of `mustNot`.
@unsafe struct WindowNode: BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable {
        /// Every document.
        case all
        /// Lists of postings, of which in a document the best counts.
        case lists
        /// Sets of documents, of which in a document the first counts.
        case sets
        /// Lists of postings of which only occurrences in one field count, and in a document the best list.
        case field
        case phrase
        case boolean
    }

    var kind: Kind
    var occurrence: PlanNode.Occurrence
    /// Which of the tree's lists, sets or phrases.
    var first: Int32 = 0
    var count: Int32 = 0
    /// How many parts of `should` have to match.
    var minimum: Int32 = 0
    /// The number of the first node behind this one's parts.
    var end: Int32 = 0
    /// Where documents have all one score: this.
    var constant: UInt32 = 0
    var field: Field?
    /// No document scores more.
    var bound: UInt32 = 0
    /// The documents of the window that match, as far as they were asked for.
    var bits: UnsafeMutablePointer<UInt64>
    /// What documents of the window score, where matching finds it; else as many words as matching needs.
    var scores: UnsafeMutablePointer<UInt32>
}

/// A list of a tree.
@unsafe struct WindowList: BitwiseCopyable {
    /// Walks ahead of `scoring`, from window to window.
    var matching: ListState
    /// Scores documents.
    var scoring: WindowLeaf
}

/// A set of a tree.
@unsafe struct WindowSet: BitwiseCopyable {
    let words: UnsafePointer<UInt64>
    let constant: UInt32
}
