/// The parts of a segment file, in their order.
enum SectionKind: UInt32, CaseIterable {
    case terms = 1
    case termIndex
    case postings
    case positions
    case folded
    case foldedIndex
    case foldedPostings
    case pairs
    case pairPostings
    case keywords
    case keywordIndex
    case keywordPostings
    /// Empty; kept for what may come.
    case reserved
    case norms
    case normStarts
    case spans
    case idOffsets
    case idBytes
    case idOrder
    case idRank
    case storedOrder
    case stored
    case storedIndex
    case dates

    /// The name that errors use.
    var name: String { String(describing: self) }
}
