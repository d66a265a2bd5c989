internal import Synchronization

/// A segment as searches see it.
@safe final class SearchSegment: @unchecked Sendable {
    // Sendable: what is not constant has a lock of its own.

    let reader: SegmentReader
    /// The live documents; nil when all are.
    let live: DocumentBits?
    let entry: Manifest.Segment
    /// How many live documents lists have, by where they lie: counted once for a segment and a live set.
    private let liveCounts = Mutex<[UInt64: Int]>([:])
    /// Sets of documents that were asked for more than once.
    let filters = FilterCache()

    // What searches read without an owner: the reader keeps it mapped.
    let view: SegmentView
    let idRank: IdRank
    let idOrder: IdRank
    let fields: PhraseFields
    /// Whether text fields are told apart, and forms without diacritics are known.
    let hasFields: Bool
    /// No document has a smaller norm.
    private let normMin: UInt8

    init(reader: SegmentReader, live: LiveSet?, entry: Manifest.Segment) throws(IndexError) {
        self.reader = reader
        self.live = live.map { DocumentBits($0) }
        self.entry = entry
        unsafe view = reader.view
        unsafe idRank = reader.idRank
        unsafe idOrder = try reader.ids.order.pointer()
        let spans = reader.spans.bytes
        unsafe fields = PhraseFields(
            SegmentView.Bytes(start: try spans.pointer(0, spans.count), count: spans.count),
            documentCount: reader.documentCount)
        hasFields = reader.hasFields
        normMin = reader.documentCount > 0 ? try reader.norms.byte(0) : 0
    }

    var documentCount: UInt32 { reader.documentCount }

    /// Whether a document is live.
    @inline(__always)
    func isLive(_ document: UInt32) -> Bool { live?.contains(document) ?? true }

    /// How many live documents a list has.
    @inline(__always)
    func liveCount(_ list: ListRef) throws(IndexError) -> Int {
        live == nil ? Int(list.documentCount) : try countLive(list)
    }

    private func countLive(_ list: ListRef) throws(IndexError) -> Int {
        guard let live else { return Int(list.documentCount) }
        if list.documentCount == 1 { return list.document < documentCount && live.contains(list.document) ? 1 : 0 }
        let place = UInt64(list.section.rawValue) << 56 | UInt64(list.start)
        if let known = liveCounts.withLock({ $0[place] }) { return known }
        let union = ListUnion(of: self)
        try union.insert(list)
        let count = union.bits.count(in: live)
        liveCounts.withLock { $0[place] = count }
        return count
    }

    /// What no posting of a list scores more than.
    func bound(_ list: ListRef, weight: Float, _ normFactors: UnsafePointer<Float>) -> UInt32 {
        unsafe Scoring.score(
            weight: weight, frequency: max(1, FrequencyCode.frequency(list.frequencyMaxCode)),
            factor: normFactors[Int(normMin)])
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
}
