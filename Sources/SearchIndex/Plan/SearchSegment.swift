internal import Synchronization

/// A segment as searches see it.
final class SearchSegment: Sendable {
    let reader: SegmentReader
    /// The live documents; nil when all are.
    let live: DocumentBits?
    let entry: Manifest.Segment
    /// How many live documents lists have, by where they lie: counted once for a segment and a live set.
    private let liveCounts = Mutex<[UInt64: Int]>([:])
    private let scratch = ScratchPool()
    /// Sets of documents that were asked for more than once.
    let filters = FilterCache()

    init(reader: SegmentReader, live: LiveSet?, entry: Manifest.Segment) {
        self.reader = reader
        self.live = live.map { DocumentBits($0) }
        self.entry = entry
    }

    var documentCount: UInt32 { reader.documentCount }

    /// Whether a document is live.
    @inline(__always)
    func isLive(_ document: UInt32) -> Bool { live?.contains(document) ?? true }

    /// How many live documents a list has.
    func liveCount(_ list: ListRef) throws(IndexError) -> Int {
        guard let live else { return Int(list.documentCount) }
        if list.byteCount == 0 { return list.document < documentCount && live.contains(list.document) ? 1 : 0 }
        let place = UInt64(list.section.rawValue) << 56 | UInt64(list.start)
        if let known = liveCounts.withLock({ $0[place] }) { return known }
        let count = try documents(of: list).count(in: live)
        liveCounts.withLock { $0[place] = count }
        return count
    }

    /// The documents of a list as a set.
    func documents(of list: ListRef) throws(IndexError) -> DocumentBits {
        let bits = DocumentBits(documentCount: documentCount)
        try insert(list, into: bits)
        return bits
    }

    /// Adds the documents of a list to a set.
    func insert(_ list: ListRef, into bits: DocumentBits) throws(IndexError) {
        let buffers = UnsafeMutablePointer<UInt32>.allocate(capacity: ListState.bufferCount)
        defer { unsafe buffers.deallocate() }
        var state = unsafe ListState(list, in: reader.view, buffers: buffers)
        unsafe state.bits(0..<documentCount, into: bits.words)
        if state.isDamaged { throw damaged() }
    }
}

extension SearchSegment {
    /// Adds the documents to a set that have a term in one field.
    func insert(_ list: ListRef, in field: Field, into bits: DocumentBits) throws(IndexError) {
        guard reader.hasFields else { return try insert(list, into: bits) }
        let documents = try documents(of: list)
        let isComplete = try scratch.withScratch { scratch throws(IndexError) in
            let fields = unsafe FieldOccurrences(try reader.phraseFields(), scratch)
            let buffers = unsafe scratch.take(UInt32.self, count: ListState.bufferCount)
            var state = unsafe ListState(list, in: reader.view, buffers: buffers)
            documents.forEach { document in
                if unsafe fields.frequency(of: &state, in: field, document: document) > 0 { bits.insert(document) }
            }
            return !state.isDamaged
        }
        guard isComplete else { throw damaged() }
    }

    /// The documents of a range of minutes since 1970.
    func published(_ minutes: ClosedRange<UInt32>) throws(IndexError) -> DocumentBits {
        try filters.set(.published(minutes)) { () throws(IndexError) in
            let bits = DocumentBits(documentCount: documentCount)
            guard !reader.dates.isEmpty else { return bits }
            for document in 0..<documentCount where minutes.contains(try reader.dates.minute(document)) {
                bits.insert(document)
            }
            return bits
        }
    }

    /// An error for bytes that loops over lists found to contradict each other.
    func damaged() -> IndexError {
        IndexError(
            .damaged, path: reader.path,
            reason: "a list of postings is not what was written; the index is to be built again from its documents")
    }
}

extension SegmentReader {
    /// Whether text fields are told apart, and forms without diacritics are known.
    var hasFields: Bool { !header.contents.contains(.singleField) }

    /// The fields of documents, for loops that keep no owner.
    @unsafe func phraseFields() throws(IndexError) -> PhraseFields {
        let bytes = spans.bytes
        return unsafe PhraseFields(
            SegmentView.Bytes(start: try bytes.pointer(0, bytes.count), count: bytes.count),
            documentCount: documentCount)
    }
}
