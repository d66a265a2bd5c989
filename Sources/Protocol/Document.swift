// Protocol: the messages that the processes of a cluster exchange, as plain Codable values.
//
// It imports nothing but Foundation's coders and knows no socket, no index and no file. Every method and type here stands
// in docs/protocol/openrpc.json as well; a test holds the two together.

/// What is ingested, stored and found: one article, or one teaser of an article that stands elsewhere.
///
/// In JSON every field but `id`, `kind` and `title` may be absent; absent and empty mean the same, and empty fields are
/// not written. Unknown keys of a source belong into ``extra``, so that nothing of a page is lost.
public struct Document: Codable, Hashable, Sendable {
    /// Names the document in the whole cluster. Compared, hashed and ordered as UTF-8 bytes, never by Swift's `==` of
    /// strings, for which composed and decomposed text is the same. 1…512 bytes.
    public var id: String
    public var kind: Kind
    public var title: String
    /// The paragraph that sums the article up, as news sites print it below the title.
    public var lead: String
    /// The paragraphs of the running text, sub-headings included, in their order.
    public var body: [String]
    /// Captions of photographs, credits included, in their order.
    public var captions: [String]
    public var byline: String
    /// Where the document comes from: a URL, or the path of its file relative to the folder that was ingested.
    public var source: String
    /// The section of the paper or site.
    public var section: String
    /// ISO 8601 date or date and time. What is not known is left out, as in `--09-05` for a date without a year.
    public var published: String
    public var places: [String]
    public var people: [String]
    public var organizations: [String]
    public var tags: [String]
    /// Ids of the documents that the page links to: an article's teasers, and a teaser's article.
    public var related: [String]
    /// BCP 47 tag of the language, such as `vi`.
    public var language: String
    /// Hash of the content, by which doubles are recognised.
    public var fingerprint: String
    /// What the source held and no field above fits.
    public var extra: [String: JSONValue]

    /// What a document is.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// A whole article.
        case article
        /// Title and lead of an article that stands elsewhere, found on another page.
        case teaser
    }

    /// Creates a document; what is not given is empty.
    public init(
        id: String, kind: Kind = .article, title: String, lead: String = "", body: [String] = [],
        captions: [String] = [], byline: String = "", source: String = "", section: String = "",
        published: String = "", places: [String] = [], people: [String] = [], organizations: [String] = [],
        tags: [String] = [], related: [String] = [], language: String = "", fingerprint: String = "",
        extra: [String: JSONValue] = [:]
    ) {
        self.id = id
        self.kind = kind
        self.title = title
        self.lead = lead
        self.body = body
        self.captions = captions
        self.byline = byline
        self.source = source
        self.section = section
        self.published = published
        self.places = places
        self.people = people
        self.organizations = organizations
        self.tags = tags
        self.related = related
        self.language = language
        self.fingerprint = fingerprint
        self.extra = extra
    }
}

extension Document {
    /// The greatest length of an id in UTF-8 bytes.
    public static let idByteCountMax = 512

    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, kind, title, lead, body, captions, byline, source, section, published, places, people, organizations
        case tags, related, language, fingerprint, extra
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String { try container.decodeIfPresent(String.self, forKey: key) ?? "" }
        func list(_ key: CodingKeys) throws -> [String] {
            try container.decodeIfPresent([String].self, forKey: key) ?? []
        }
        let id = try container.decode(String.self, forKey: .id)
        guard (1...Self.idByteCountMax).contains(id.utf8.count) else {
            throw DecodingError.dataCorruptedError(
                forKey: .id, in: container,
                debugDescription: "an id has 1 to \(Self.idByteCountMax) bytes of UTF-8, this one has \(id.utf8.count)")
        }
        self.init(
            id: id, kind: try container.decodeIfPresent(Kind.self, forKey: .kind) ?? .article,
            title: try text(.title), lead: try text(.lead), body: try list(.body), captions: try list(.captions),
            byline: try text(.byline), source: try text(.source), section: try text(.section),
            published: try text(.published), places: try list(.places), people: try list(.people),
            organizations: try list(.organizations), tags: try list(.tags), related: try list(.related),
            language: try text(.language), fingerprint: try text(.fingerprint),
            extra: try container.decodeIfPresent([String: JSONValue].self, forKey: .extra) ?? [:])
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        func put(_ text: String, _ key: CodingKeys) throws {
            if !text.isEmpty { try container.encode(text, forKey: key) }
        }
        func put(_ list: [String], _ key: CodingKeys) throws {
            if !list.isEmpty { try container.encode(list, forKey: key) }
        }
        try container.encode(id, forKey: .id)
        try container.encode(kind, forKey: .kind)
        try container.encode(title, forKey: .title)
        try put(lead, .lead)
        try put(body, .body)
        try put(captions, .captions)
        try put(byline, .byline)
        try put(source, .source)
        try put(section, .section)
        try put(published, .published)
        try put(places, .places)
        try put(people, .people)
        try put(organizations, .organizations)
        try put(tags, .tags)
        try put(related, .related)
        try put(language, .language)
        try put(fingerprint, .fingerprint)
        if !extra.isEmpty { try container.encode(extra, forKey: .extra) }
    }
}
