/// A list of postings of one segment, with what it adds to scores.
struct WeighedLeaf: BitwiseCopyable {
    var list: ListRef
    /// What the score is at most as frequencies grow without end, in units of the query; below 2²³.
    var weight: Float
    /// When larger than 0, what every posting scores; frequencies are then not read.
    var constant: UInt32 = 0
    /// No posting of the list scores more; at most 2²³.
    var bound: UInt32
}

/// Leaves of which, in a document, the best counts: the spellings of one token.
struct LeafGroup: BitwiseCopyable {
    /// Which of the plan's leaves is the first, that of the best rank, and how many there are, one to three.
    var start: Int
    var count: Int
    /// No document scores more by this group.
    var bound: UInt32

    init(leaves: Range<Int>, bound: UInt32) {
        start = leaves.lowerBound
        count = leaves.count
        self.bound = bound
    }

    /// Which of the plan's leaves.
    var leaves: Range<Int> { start..<start + count }
}

/// What an engine searches in: one segment, and what is kept of all segments searched so far.
///
/// Lives for one call; the caller keeps the segment mapped.
@unsafe struct SegmentSearch: ~Copyable {
    let view: SegmentView
    /// The live documents, a bit each, ⌈documents / 64⌉ words; nil when all are live.
    let live: UnsafePointer<UInt64>?
    /// The place of each document in the bytewise order of the segment's ids: ties go by it.
    let idRank: IdRank
    /// The inverse of `idRank`: the document of each place.
    let idOrder: IdRank
    /// The leaves that groups name.
    let leaves: UnsafePointer<WeighedLeaf>
    /// For each norm, `Float(1 / saturation)`; 256 of them.
    let normFactors: UnsafePointer<Float>
    /// How many documents `live` leaves out; nil when nobody knows.
    var deletedCount: Int?
}

/// The place of each document in the bytewise order of ids, or the document of each place, in 16 or in 32 bits.
@unsafe enum IdRank: BitwiseCopyable {
    case narrow(UnsafePointer<UInt16>)
    case wide(UnsafePointer<UInt32>)

    @inline(__always)
    subscript(document: UInt32) -> UInt32 {
        switch unsafe self {
        case .narrow(let ranks): unsafe UInt32(ranks[Int(document)])
        case .wide(let ranks): unsafe ranks[Int(document)]
        }
    }
}
