internal import Synchronization

/// A segment as searches see it.
final class SearchSegment: Sendable {
    let reader: SegmentReader
    let live: LiveSet?
    let entry: Manifest.Segment
    /// How many live documents a term has, by its number: counted once in each generation.
    private let liveCounts = Mutex<[Int: Int]>([:])

    init(_ segment: OpenSegment) {
        reader = segment.reader
        live = segment.live
        entry = segment.entry
    }

    var documentCount: UInt32 { reader.documentCount }

    /// Whether a document is live.
    @inline(__always)
    func isLive(_ document: UInt32) -> Bool { live?.contains(document) ?? true }

    /// The postings of a term.
    func postings(_ entry: TermEntry) throws(IndexError) -> PostingsCursor {
        try PostingsCursor(entry, in: reader.postings, documentCount: documentCount)
    }

    /// In how many live documents a term is.
    func liveDocumentCount(_ entry: TermEntry) throws(IndexError) -> Int {
        guard let live else { return entry.documentCount }
        if let known = liveCounts.withLock({ $0[entry.ordinal] }) { return known }
        var postings = try postings(entry)
        var count = 0
        try postings.next()
        while postings.docID != PostingsCursor.exhausted {
            if live.contains(postings.docID) { count += 1 }
            try postings.next()
        }
        liveCounts.withLock { $0[entry.ordinal] = count }
        return count
    }
}
