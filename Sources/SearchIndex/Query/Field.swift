/// A part of a document that can be searched on its own.
///
/// The raw values are stored in segments and never change; a new field takes the next free number.
public enum Field: UInt8, CaseIterable, Hashable, Sendable, BitwiseCopyable {
    /// The headline.
    case title = 0
    /// The paragraph that stands out before the running text.
    case lead = 1
    /// The paragraphs of the running text.
    case body = 2
    /// What is written under the pictures.
    case captions = 3
    /// Who wrote it.
    case byline = 4
    /// `article` or `teaser`.
    case kind = 5
    /// The site or paper it comes from.
    case source = 6
    /// The section of the site it appeared in.
    case section = 7
    /// Tags given by the source.
    case tags = 8

    /// How a field's content is matched.
    public enum Kind: Hashable, Sendable {
        /// Analysed into tokens; terms, phrases and prefixes match inside it.
        case text
        /// Taken as a whole, without regard to case.
        case keyword
    }

    /// The fields of running text, in the order of their positions in a document.
    public static let textFields: [Field] = [.title, .lead, .body, .captions, .byline]

    /// The fields that are matched as a whole.
    public static let keywordFields: [Field] = [.kind, .source, .section, .tags]

    /// Whether the field is analysed text or a keyword.
    public var fieldKind: Kind {
        switch self {
        case .title, .lead, .body, .captions, .byline: .text
        case .kind, .source, .section, .tags: .keyword
        }
    }

    /// The name in queries, as in `title:lũ`, and in messages.
    public var name: String {
        switch self {
        case .title: "title"
        case .lead: "lead"
        case .body: "body"
        case .captions: "captions"
        case .byline: "byline"
        case .kind: "kind"
        case .source: "source"
        case .section: "section"
        case .tags: "tags"
        }
    }

    /// The field of a name, or nil when there is none; names are lower case.
    public init?(name: some StringProtocol) {
        guard let field = Field.allCases.first(where: { $0.name == name }) else { return nil }
        self = field
    }
}
