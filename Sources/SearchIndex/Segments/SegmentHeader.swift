internal import Hashing

/// The first bytes of a segment file: what it holds and where. docs/format.md draws it.
struct SegmentHeader {
    static let magic: [UInt8] = Array("TIMTSEG\n".utf8)
    static let version: UInt32 = 2
    static let byteCount = 1024
    static let documentCountMax = Int(Int32.max)
    /// Where the table of sections begins.
    private static let sectionsStart = 128

    /// Where a section lies, and the XXH3-64 of its bytes.
    struct Section {
        var offset: UInt64 = 0
        var byteCount: UInt64 = 0
        var checksum: UInt64 = 0
    }

    /// What a segment has, beside documents, terms and postings.
    struct Contents: OptionSet {
        let rawValue: UInt32
        /// All texts of a document are one: there are no fields, spans or folded forms.
        static let singleField = Contents(rawValue: 1)
        /// Forms without diacritics lead to merged lists.
        static let foldedForms = Contents(rawValue: 2)
        /// Pairs of adjacent terms have lists.
        static let pairs = Contents(rawValue: 4)
    }

    var documentCount: UInt32 = 0
    var contents: Contents = []
    var termCount: UInt64 = 0
    var foldedCount: UInt64 = 0
    var keywordCount: UInt64 = 0
    /// The sum of the documents' lengths, as their norms say.
    var lengthSum: UInt64 = 0
    var pairCount: UInt64 = 0
    /// A pair in fewer documents has no list, unless each of its terms is in `pairTermDocumentCountMin`; 0 where all
    /// pairs have lists.
    var pairDocumentCountMin: UInt32 = 0
    var pairTermDocumentCountMin: UInt32 = 0
    /// How many documents have a date.
    var datedCount: UInt32 = 0
    var sections = [Section](repeating: Section(), count: SectionKind.allCases.count)

    /// Whether a pair that has no list occurs nowhere.
    var hasAllPairs: Bool { contents.contains(.pairs) && pairDocumentCountMin == 0 }

    subscript(kind: SectionKind) -> Section {
        get { sections[Int(kind.rawValue) - 1] }
        set { sections[Int(kind.rawValue) - 1] = newValue }
    }

    /// The header's bytes, with its own checksum at their end.
    func encoded() -> [UInt8] {
        var bytes = Self.magic
        bytes.append(littleEndian: Self.version)
        bytes.append(littleEndian: UInt32(sections.count))
        bytes.append(littleEndian: documentCount)
        bytes.append(littleEndian: contents.rawValue)
        for count in [termCount, foldedCount, keywordCount, lengthSum, pairCount] { bytes.append(littleEndian: count) }
        for count in [pairDocumentCountMin, pairTermDocumentCountMin, datedCount] { bytes.append(littleEndian: count) }
        bytes += [UInt8](repeating: 0, count: Self.sectionsStart - bytes.count)
        for section in sections {
            for value in [section.offset, section.byteCount, section.checksum] { bytes.append(littleEndian: value) }
        }
        bytes += [UInt8](repeating: 0, count: Self.byteCount - 8 - bytes.count)
        bytes.append(littleEndian: XXH3.hash64(bytes))
        return bytes
    }

    init() {}

    /// Reads and verifies the header of a file.
    init(reading file: ByteView) throws(IndexError) {
        let header = try file.slice(0, min(file.count, Self.byteCount), section: "header")
        let magic = try header.array(0, 8)
        guard magic == Self.magic else { throw header.damaged("this is no segment of an index") }
        let version = try header.load(8, as: UInt32.self)
        guard version == Self.version else {
            throw IndexError(
                .version, path: file.path, section: "header",
                reason: "the format has version \(version), this program reads \(Self.version); build the index again")
        }
        let checked = try header.slice(0, Self.byteCount - 8)
        let checksum = try header.load(Self.byteCount - 8, as: UInt64.self)
        guard checksum == checked.withSpan({ XXH3.hash64($0) }) else {
            throw header.damaged("the checksum differs")
        }
        let sectionCount = try header.load(12, as: UInt32.self)
        guard sectionCount == UInt32(sections.count) else {
            throw header.damaged("the number of sections is wrong")
        }
        documentCount = try header.load(16, as: UInt32.self)
        contents = Contents(rawValue: try header.load(20, as: UInt32.self))
        termCount = try header.load(24, as: UInt64.self)
        foldedCount = try header.load(32, as: UInt64.self)
        keywordCount = try header.load(40, as: UInt64.self)
        lengthSum = try header.load(48, as: UInt64.self)
        pairCount = try header.load(56, as: UInt64.self)
        pairDocumentCountMin = try header.load(64, as: UInt32.self)
        pairTermDocumentCountMin = try header.load(68, as: UInt32.self)
        datedCount = try header.load(72, as: UInt32.self)
        for index in sections.indices {
            let place = Self.sectionsStart + 24 * index
            sections[index].offset = try header.load(place, as: UInt64.self)
            sections[index].byteCount = try header.load(place + 8, as: UInt64.self)
            sections[index].checksum = try header.load(place + 16, as: UInt64.self)
        }
    }
}
