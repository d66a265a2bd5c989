/// What the index is given of a document.
public struct IndexDocument: Sendable {
    /// The name by which the document is replaced and deleted: any bytes, at most ``idByteCountMax``.
    public var id: [UInt8]
    /// The running text, analysed and searched. Several texts of a field (paragraphs) are kept apart: no phrase goes
    /// across. Fields may come in any order; those of no text are left out.
    public var texts: [(field: Field, texts: [String])]
    /// The keywords, compared as a whole without regard to case.
    public var keywords: [(field: Field, values: [String])]
    /// What ``IndexReader/stored(_:)`` gives back: any bytes.
    public var stored: [UInt8]
    /// When it was published, in seconds since 1970; nil when that is not known. Kept to the minute, from 1970 to the
    /// year 10136; what lies outside counts as not known.
    public var published: Int64?

    /// The longest id, in bytes.
    public static let idByteCountMax = 65_535

    /// A document with all its parts.
    public init(
        id: [UInt8], texts: [(field: Field, texts: [String])], keywords: [(field: Field, values: [String])] = [],
        stored: [UInt8] = [], published: Int64? = nil
    ) {
        self.id = id
        self.texts = texts
        self.keywords = keywords
        self.stored = stored
        self.published = published
    }
}
