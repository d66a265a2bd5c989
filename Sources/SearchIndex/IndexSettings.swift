public import TextAnalysis

/// How an index is written. Whatever the settings, the same documents give the same answers.
public struct IndexSettings: Sendable {
    /// How many segments of like size are merged into one; at least 2.
    public var mergeFactor = 8
    /// Segments are not merged into one of more bytes than this.
    public var mergedByteCountMax = 5 << 30
    /// A segment of which more than this part is deleted is written anew without them.
    public var deletedFractionMax = 0.25
    /// Segments of fewer bytes count as being of this size when they are compared.
    public var segmentByteCountMin = 1 << 20
    /// How many documents a publication puts into one segment at most.
    public var segmentDocumentCountMax = 100_000

    /// What is indexed of a document; the same for all segments of an index.
    public var schema = IndexSchema.news
    /// Which pairs of adjacent terms have lists of their own.
    public var pairs = PairRule.all
    /// About how many bytes a publication takes while it inverts documents; at least 1 MiB count. What does not fit is
    /// written as partial segments, which are merged into one at the end.
    public var memoryByteCountMax = 256 << 20
    /// About how many bytes of lists a second a thread of a merge writes at most, so that whoever reads from the same
    /// machine hardly feels it; nil for as many as it can.
    public var mergedByteCountPerSecondMax: Int?
    /// How many threads a publication or a merge uses; what is written does not depend on it.
    public var threadCount = 1

    /// The defaults.
    public init() {}

    /// How much of a section of a segment being written stays in memory.
    var spillByteCount: Int { max(64 << 10, memoryByteCountMax / 16) }
}

/// What an index knows of documents.
public enum IndexSchema: UInt32, Sendable, Hashable, CaseIterable {
    /// All text fields with their weights, kept apart from each other, forms without diacritics, keywords.
    case news
    /// One field: all texts of a document in the order of their fields as one text, its letters and
    /// the places of tones as they are, each occurrence counting once. No forms without diacritics.
    case singleField

    /// Whether terms are found by their forms without diacritics, and text fields are told from each other.
    var hasFields: Bool { self == .news }

    /// How texts become terms, those of documents and those of queries.
    public var analyzer: Analyzer { Analyzer(placesTones: self == .news, mendsLetters: self == .news) }
}

/// Which pairs of terms that stand side by side in a text get lists of postings. Phrases whose pairs have none are
/// answered from positions.
public enum PairRule: Sendable, Hashable {
    /// None.
    case none
    /// All that occur.
    case all
    /// Those in so many documents of a segment or more, and those both of whose terms are in so many. Such segments are
    /// for indexes that are built once: merging drops their pairs.
    case common(documentCountMin: UInt32, termDocumentCountMin: UInt32)
}
