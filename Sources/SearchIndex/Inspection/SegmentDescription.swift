/// What a segment of an index holds, and how large its parts are.
public struct SegmentDescription: Hashable, Sendable, Codable {
    /// A part of the file.
    public struct Section: Hashable, Sendable, Codable {
        /// Its name, as docs/format.md has it.
        public var name: String
        /// Where it begins in the file.
        public var offset: UInt64
        /// Its size, without what is between sections.
        public var byteCount: UInt64
    }

    /// The file.
    public var path: String
    /// Its size.
    public var byteCount: UInt64
    /// How many documents were written.
    public var documents: Int
    /// How many of them can be found.
    public var liveDocuments: Int
    /// Different terms.
    public var terms: UInt64
    /// Forms without diacritics that lead to terms.
    public var foldedForms: UInt64
    /// Pairs of adjacent terms that have lists.
    public var pairs: UInt64
    /// Different keywords.
    public var keywords: UInt64
    /// Documents with a date.
    public var datedDocuments: Int
    /// All sections, in their order, empty ones included.
    public var sections: [Section]
}

extension SegmentDescription {
    init(_ reader: SegmentReader, liveCount: Int) {
        let header = reader.header
        path = reader.path
        byteCount = UInt64(reader.byteCount)
        documents = Int(header.documentCount)
        liveDocuments = liveCount
        terms = header.termCount
        foldedForms = header.foldedCount
        pairs = header.pairCount
        keywords = header.keywordCount
        datedDocuments = Int(header.datedCount)
        sections = SectionKind.allCases.map { kind in
            Section(name: kind.name, offset: header[kind].offset, byteCount: header[kind].byteCount)
        }
    }
}
