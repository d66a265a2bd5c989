import Protocol
import SearchIndex

/// Makes hits of documents, with snippets and the whole document where they are wanted.
struct HitMaker {
    private let highlighter: Highlighter?
    private let withDocuments: Bool

    init(_ parameters: SearchParameters) {
        highlighter = parameters.withSnippets ? Highlighter(query: parameters.query) : nil
        withDocuments = parameters.withDocuments
    }

    func hit(_ document: Document, score: Double) -> Hit {
        Hit(
            id: document.id, score: score, kind: document.kind, title: document.title,
            source: Self.present(document.source), section: Self.present(document.section),
            byline: Self.present(document.byline), published: Self.present(document.published),
            snippets: highlighter.map { $0.snippets(in: Self.texts(of: document)).map(Self.snippet) },
            document: withDocuments ? document : nil)
    }

    /// The texts of a document by field, as they were indexed.
    static func texts(of document: Document) -> [(field: Field, texts: [String])] {
        [
            (.title, [document.title]), (.lead, [document.lead]), (.body, document.body),
            (.captions, document.captions), (.byline, [document.byline]),
        ]
    }

    private static func snippet(_ text: HighlightedText) -> Snippet {
        Snippet(
            field: text.field.name, index: text.index, start: text.start, text: text.text,
            highlights: text.highlights.map { [$0.lowerBound, $0.upperBound] })
    }

    private static func present(_ text: String) -> String? { text.isEmpty ? nil : text }
}
