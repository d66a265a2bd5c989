internal import Hashing

/// An open segment file. Opening reads its header alone.
///
/// Any number of threads may read it; it is unmapped when the last lets go.
final class SegmentReader: Sendable {
    /// The XXH3-128 of its header, and with the header's checksums of its sections, of its content.
    let name: Hash128
    let header: SegmentHeader
    let terms: DictionaryReader
    let folded: DictionaryReader
    let keywords: DictionaryReader
    let postings: ByteView
    let positions: ByteView
    let keywordPostings: ByteView
    let norms: ByteView
    let spans: DocumentSpans
    let ids: IdsReader
    let stored: StoredReader
    private let file: ByteView

    var documentCount: UInt32 { header.documentCount }
    var byteCount: Int { file.count }
    var path: String { file.path }

    /// Opens and examines a file.
    ///
    /// - Parameter name: What its content has to be named; nil to take it as it is.
    /// - Throws: `missing`, `damaged`, `version` or `system`.
    init(path: String, name: Hash128? = nil) throws(IndexError) {
        let file = try Mapping(path: path).bytes
        let header = try SegmentHeader(reading: file)
        func section(_ kind: SectionKind) throws(IndexError) -> ByteView {
            let place = header[kind]
            guard place.offset <= UInt64(file.count), place.byteCount <= UInt64(file.count) - place.offset else {
                throw file.damaged("the section \(kind.name) lies outside of the file")
            }
            return try file.slice(Int(place.offset), Int(place.byteCount), section: kind.name)
        }
        guard Int(header.documentCount) <= SegmentHeader.documentCountMax else {
            throw file.damaged("\(header.documentCount) documents are too many")
        }
        let documentCount = header.documentCount
        self.file = file
        self.header = header
        self.name = try file.slice(0, SegmentHeader.byteCount).withSpan { XXH3.hash128($0) }
        if let name, name != self.name { throw file.damaged("its content is that of \(self.name)") }
        terms = try DictionaryReader(
            entries: section(.terms), index: section(.termIndex), count: header.termCount)
        folded = try DictionaryReader(
            entries: section(.folded), index: section(.foldedIndex), count: header.foldedCount)
        keywords = try DictionaryReader(
            entries: section(.keywords), index: section(.keywordIndex), count: header.keywordCount)
        postings = try section(.postings)
        positions = try section(.positions)
        keywordPostings = try section(.keywordPostings)
        norms = try section(.norms)
        guard norms.count == Int(documentCount) else { throw norms.damaged("its size is wrong") }
        spans = try DocumentSpans(section(.spans), documentCount: documentCount)
        ids = try IdsReader(
            offsets: section(.idOffsets), bytes: section(.idBytes), table: section(.idTable),
            documentCount: documentCount)
        stored = try StoredReader(
            blocks: section(.stored), index: section(.storedIndex), documentCount: documentCount)
    }

    /// Verifies the checksum of every section, and that there is nothing between them.
    func check() throws(IndexError) {
        var end = SegmentHeader.byteCount
        for kind in SectionKind.allCases {
            let place = header[kind]
            let bytes = try file.slice(Int(place.offset), Int(place.byteCount), section: kind.name)
            guard bytes.withSpan({ XXH3.hash64($0) }) == place.checksum else {
                throw bytes.damaged("the checksum differs")
            }
            guard place.offset >= UInt64(end) else { throw bytes.damaged("it begins in another section") }
            try checkPadding(end..<Int(place.offset))
            end = Int(place.offset) + bytes.count
        }
        try checkPadding(end..<file.count)
    }

    private func checkPadding(_ range: Range<Int>) throws(IndexError) {
        guard try file.array(range.lowerBound, range.count).allSatisfy({ $0 == 0 }) else {
            throw file.damaged("there is something between the sections at \(range.lowerBound)")
        }
    }

    /// The length of a document, as its norm says.
    func length(of document: UInt32) throws(IndexError) -> UInt32 {
        LengthCode.lengths[Int(try norms.byte(Int(document)))]
    }
}
