/// The sections of a segment that hold lists of postings.
enum ListSection: UInt8, BitwiseCopyable {
    case postings
    case foldedPostings
    case pairPostings
    case keywordPostings
    /// The pairs themselves, among which lists of fewer than 128 postings lie: see ``SparseList``.
    case pairs
}

/// A list of postings as a dictionary names it: how long it is and where it lies.
///
/// Made from bytes of a file: `ListState` verifies the ranges against the sections before it reads.
struct ListRef: BitwiseCopyable {
    /// In which section the postings lie.
    var section: ListSection
    /// How many postings there are, those of deleted documents included; at least 1.
    var documentCount: UInt32
    /// The document and the frequency of the one posting of a list of one, which has no bytes among the postings.
    var document: UInt32 = 0
    var frequency: UInt32 = 0
    /// No frequency of the list is larger than what this code stands for; see `FrequencyCode`.
    var frequencyMaxCode: UInt8
    /// Of a list in the section of pairs, the width of its frequencies.
    var frequencyWidth: UInt8 = 0
    /// Where the list begins in its section, and its size in bytes; 0 for a list of one. In the section of pairs, at which
    /// bit it begins, and 0.
    var start = 0
    var byteCount = 0
    /// Where its positions begin in their section, and their size in bytes; 0 for lists that have none.
    var positionsStart = 0
    var positionsByteCount = 0
}
