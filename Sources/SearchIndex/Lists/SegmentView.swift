/// The bytes of an open segment, for loops that keep no owner: whoever made it keeps the segment mapped.
///
/// At least 64 readable bytes follow each of the parts.
@unsafe struct SegmentView: BitwiseCopyable {
    /// Bytes of a section.
    @unsafe struct Bytes: BitwiseCopyable {
        var start: UnsafeRawPointer
        var count: Int
    }

    /// How many documents the segment has, deleted ones included.
    var documentCount: UInt32
    /// The norm of each document, ascending.
    var norms: UnsafePointer<UInt8>
    var postings: Bytes
    var foldedPostings: Bytes
    var pairPostings: Bytes
    var keywordPostings: Bytes
    var pairs: Bytes
    var positions: Bytes

    /// The section of a list.
    @inline(__always)
    func bytes(of section: ListSection) -> Bytes {
        switch section {
        case .postings: unsafe postings
        case .foldedPostings: unsafe foldedPostings
        case .pairPostings: unsafe pairPostings
        case .keywordPostings: unsafe keywordPostings
        case .pairs: unsafe pairs
        }
    }
}
