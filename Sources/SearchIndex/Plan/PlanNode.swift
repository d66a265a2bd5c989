/// A node of a query's plan.
///
/// The nodes of a plan lie in one row, each directly before its parts, which come in the order must, should, mustNot.
struct PlanNode: BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable {
        /// No document.
        case nothing
        /// Every document.
        case all
        /// Documents of a range of dates; `first` is where `QueryPlan.filters` begins to tell what segments have.
        case published
        /// A token; `first` is its leaf.
        case token
        /// Tokens side by side; `first` and `count` are their leaves.
        case phrase
        /// A keyword; `first` is its leaf.
        case keyword
        /// All terms, or keywords, that begin so or are written nearly so; `first` is the leaf.
        case several
        /// What matches enough of its parts.
        case boolean
    }

    /// What a node is to the one that it is a part of.
    enum Occurrence: UInt8, BitwiseCopyable {
        case must
        case should
        case mustNot
    }

    var kind: Kind
    var occurrence = Occurrence.must
    /// The field that matches have to lie in; any when nil. For tokens and phrases.
    var field: Field?
    var first: Int32 = 0
    var count: Int32 = 0
    /// How many parts of `should` have to match. At least 1 where nothing is in `must`.
    var minimum: Int32 = 0
    /// How many parts there are in `must`.
    var mustCount: Int32 = 0
    /// The number of the first node behind this one's parts.
    var end: Int32 = 0
}
