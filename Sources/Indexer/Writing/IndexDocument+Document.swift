import Protocol
import SearchIndex

extension IndexDocument {
    /// What the index is given of a document.
    ///
    /// - Parameter stored: The document's JSON.
    init(_ document: Document, stored: [UInt8]) {
        func list(_ text: String) -> [String] { text.isEmpty ? [] : [text] }
        let texts: [(field: Field, texts: [String])] = [
            (.title, list(document.title)), (.lead, list(document.lead)), (.body, document.body),
            (.captions, document.captions), (.byline, list(document.byline)),
        ]
        let keywords: [(field: Field, values: [String])] = [
            (.kind, [document.kind.rawValue]), (.source, list(document.source)), (.section, list(document.section)),
            (.tags, document.tags),
        ]
        self.init(
            id: Array(document.id.utf8), texts: texts.filter { !$0.texts.isEmpty },
            keywords: keywords.filter { !$0.values.isEmpty }, stored: stored,
            published: PublicationTime.seconds(document.published))
    }
}
