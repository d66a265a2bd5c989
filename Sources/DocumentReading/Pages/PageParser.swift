public import Protocol

/// Reads a page of text as scraped from a news site.
///
/// A page is a list of lines. Each is classified by signs that Vietnamese news sites share (``LineClassifier``), then
/// the lines are grouped by their places on the page (``PageOutline``), and the groups become documents. Nothing is
/// matched against one site, and nothing is dropped: lines that no field takes are in `extra`, under `lines`.
public enum PageParser {
    /// The documents of a page: the article, then the teasers printed around it, linked both ways by `related`; none for
    /// a page without text.
    ///
    /// - Parameters:
    ///   - text: the page, of any length, with line ends of any kind.
    ///   - source: path of the page relative to the folder ingested: the article's id is made from it and the text.
    public static func documents(of text: String, source: String) -> [Document] {
        let lines = PageLine.lines(of: text).map(LineClassifier.classify)
        guard !lines.isEmpty else { return [] }
        let outline = PageOutline(lines)
        var article = article(of: outline, id: Identity.id(source: source, content: text.utf8))
        article.source = source
        let teasers = teasers(of: outline, article: article)
        article.related = teasers.map(\.id)
        return [article] + teasers
    }

    private static func article(of outline: PageOutline, id: String) -> Document {
        var document = Document(id: id, title: outline.title, lead: outline.lead, body: outline.body)
        document.captions = outline.captions
        document.byline = outline.bylines.joined(separator: " - ")
        document.section = outline.section
        document.published = outline.published
        document.places = outline.places
        document.organizations = outline.organizations
        document.tags = outline.tags
        if !outline.rest.isEmpty { document.extra["lines"] = .array(outline.rest.map(JSONValue.string)) }
        return finished(document)
    }

    private static func teasers(of outline: PageOutline, article: Document) -> [Document] {
        var counts: [[UInt8]: Int] = [:]
        return outline.teasers.map { teaser in
            let ordinal = counts[Array(teaser.title.utf8), default: 0]
            counts[Array(teaser.title.utf8)] = ordinal + 1
            let id = Identity.teaserID(parent: article.id, title: teaser.title, ordinal: ordinal)
            var document = Document(id: id, kind: .teaser, title: teaser.title, lead: teaser.lead)
            document.source = article.source
            document.published = teaser.published
            document.related = [article.id]
            let sign = PageLine(teaser.lead).sign
            if document.published.isEmpty { document.published = DateSigns.opening(of: sign)?.iso ?? "" }
            return finished(document)
        }
    }

    private static func finished(_ given: Document) -> Document {
        var document = given
        document.fingerprint = Identity.fingerprint(of: document)
        document.language = Language.tag(of: document)
        return document
    }
}
