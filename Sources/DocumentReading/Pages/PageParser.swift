public import Protocol

/// Reads a page of text as scraped from a news site.
public enum PageParser {
    /// The documents of a page: the article, then the teasers printed around it; none for a page without text.
    public static func documents(of text: String, source: String) -> [Document] {
        let lines = text.split(whereSeparator: \.isNewline).map(\.trimmingSpace).filter { !$0.isEmpty }
        guard let title = lines.first else { return [] }
        var document = Document(id: Identity.id(source: source, content: text.utf8), title: title)
        document.body = Array(lines.dropFirst())
        document.fingerprint = Identity.fingerprint(of: document)
        return [document]
    }
}
