internal import Hashing

/// An open segment file. Opening reads its header alone.
///
/// Any number of threads may read it; it is unmapped when the last lets go.
@safe final class SegmentReader: @unchecked Sendable {
    // Sendable: everything is constant, and the pointers of `view` and the others lead into the mapping that `file` holds,
    // which nobody writes to.

    /// The XXH3-128 of its header, and with the header's checksums of its sections, of its content.
    let name: Hash128
    let header: SegmentHeader
    let terms: Lexicon
    let folded: FoldedIndex
    let pairs: PairIndex
    let keywords: Lexicon
    let ids: IdsReader
    let spans: DocumentSpans
    let dates: DocumentDates
    /// The bytes that lists of postings are read from, for as long as the reader lives.
    let view: SegmentView
    /// The place of each document in the bytewise order of ids, for as long as the reader lives.
    let idRank: IdRank
    /// What is stored, in the order of arrival; `storedOrder` has the place of each document.
    let stored: StoredReader
    let storedOrder: DocumentNumbers
    let norms: ByteView
    /// The first document of each norm, and the number of documents: 257 numbers.
    let normStarts: ByteView
    let file: ByteView

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
        guard Int(header.documentCount) <= SegmentHeader.documentCountMax else {
            throw file.damaged("\(header.documentCount) documents are too many")
        }
        func section(_ kind: SectionKind) throws(IndexError) -> ByteView { try Self.section(kind, header, file) }
        func bytes(_ kind: SectionKind) throws(IndexError) -> SegmentView.Bytes {
            let section = try section(kind)
            return unsafe try SegmentView.Bytes(start: section.pointer(0, section.count), count: section.count)
        }
        let documentCount = header.documentCount
        self.file = file
        self.header = header
        self.name = try file.slice(0, SegmentHeader.byteCount).withSpan { XXH3.hash128($0) }
        if let name, name != self.name { throw file.damaged("its content is that of \(self.name)") }
        terms = try Lexicon(
            entries: section(.terms), index: section(.termIndex), count: header.termCount, lists: .postings)
        folded = try FoldedIndex(
            entries: section(.folded), index: section(.foldedIndex), count: header.foldedCount, terms: terms)
        keywords = try Lexicon(
            entries: section(.keywords), index: section(.keywordIndex), count: header.keywordCount,
            lists: .keywordPostings)
        pairs = try PairIndex(
            slices: section(.pairs), termCount: terms.count, documentCount: documentCount,
            isComplete: header.hasAllPairs)
        norms = try section(.norms)
        guard norms.count == Int(documentCount) else { throw norms.damaged("its size is wrong") }
        normStarts = try section(.normStarts)
        guard normStarts.count == 257 * 4 else { throw normStarts.damaged("its size is wrong") }
        unsafe view = try SegmentView(
            documentCount: documentCount,
            norms: norms.pointer(0, norms.count).assumingMemoryBound(to: UInt8.self), postings: bytes(.postings),
            foldedPostings: bytes(.foldedPostings), pairPostings: bytes(.pairPostings),
            keywordPostings: bytes(.keywordPostings), pairs: bytes(.pairs), positions: bytes(.positions))
        ids = try IdsReader(
            offsets: section(.idOffsets), bytes: section(.idBytes), order: section(.idOrder),
            rank: section(.idRank), documentCount: documentCount)
        unsafe idRank = try ids.rank.pointer()
        spans = try DocumentSpans(section(.spans), documentCount: documentCount)
        dates = try DocumentDates(section(.dates), documentCount: documentCount)
        storedOrder = try DocumentNumbers(section(.storedOrder), documentCount: documentCount)
        stored = try StoredReader(
            blocks: section(.stored), index: section(.storedIndex), documentCount: documentCount)
        for kind in Self.scatteredSections { try section(kind).advise(.scattered) }
    }

    /// What searches read a few bytes of, far from each other.
    private static let scatteredSections: [SectionKind] = [.positions, .idBytes, .idOrder, .stored]

    /// Lets the system read ahead everywhere, for those who read all of the file.
    func expectWholeRead() throws(IndexError) {
        for kind in Self.scatteredSections { try section(kind).advise(.onward) }
    }

    /// The bytes of a section.
    func section(_ kind: SectionKind) throws(IndexError) -> ByteView { try Self.section(kind, header, file) }

    private static func section(
        _ kind: SectionKind, _ header: SegmentHeader, _ file: ByteView
    ) throws(IndexError) -> ByteView {
        let place = header[kind]
        let padding = UInt64(SegmentFile.paddingByteCountMin)
        guard place.offset % 64 == 0, place.offset <= UInt64(file.count),
            place.byteCount <= UInt64(file.count) - place.offset,
            UInt64(file.count) - place.offset - place.byteCount >= padding
        else { throw file.damaged("the section \(kind.name) lies outside of the file") }
        return try file.slice(Int(place.offset), Int(place.byteCount), section: kind.name)
    }

    /// Verifies the checksum of every section, and that there is nothing between them.
    func check() throws(IndexError) {
        try expectWholeRead()
        var end = SegmentHeader.byteCount
        for kind in SectionKind.allCases {
            let place = header[kind]
            let bytes = try Self.section(kind, header, file)
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

    /// What is stored of a document.
    func stored(_ document: UInt32) throws(IndexError) -> [UInt8] {
        guard document < documentCount else {
            throw storedOrder.bytes.damaged("document \(document) is asked for, of \(documentCount)")
        }
        return try stored.stored(try storedOrder.number(document))
    }
}
