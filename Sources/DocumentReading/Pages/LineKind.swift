/// What a line of a page is, as far as the line itself tells. What surrounds it decides the rest.
enum LineKind: Hashable {
    /// A heading over titles of other articles: "Tin liên quan".
    case related
    /// A line that names one other article: "Xem thêm: …".
    case relatedTitle(String)
    /// Buttons and counters of the site.
    case boilerplate
    /// What newspapers print at the foot of a page; in the running text it may be text.
    case footer
    /// Date, section, tags and the like, all of the line.
    case meta([MetaPart])
    /// A line that says by itself that it names the author or where the text is from.
    case byline
    /// Names of persons and nothing else: a byline where the text begins or ends.
    case name
    /// A caption with its credit.
    case caption
    /// A credit without a caption.
    case credit
    /// A remark below the text, as after an asterisk.
    case note
    /// Short, without a final punctuation mark: a title or a sub-heading.
    case heading
    case paragraph
}

/// A part of a line that tells about the article.
enum MetaPart: Hashable {
    case date(PageDate)
    case byline(String)
    case section(String)
    case place(String)
    case tags([String])
    case boilerplate
}

/// A line and what it is.
struct ClassifiedLine: Hashable {
    var line: PageLine
    var kind: LineKind

    var text: String { line.text }
    /// Whether it can be part of the running text.
    var isText: Bool { kind == .paragraph || kind == .heading }

    /// Whether it says who wrote the article, as far as the line itself tells.
    var namesAuthor: Bool {
        switch kind {
        case .name, .byline: true
        case .meta(let parts): parts.contains { if case .byline = $0 { true } else { false } }
        default: false
        }
    }
}
