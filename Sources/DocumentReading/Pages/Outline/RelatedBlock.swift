/// Title and lead of an article that stands elsewhere.
struct Teaser: Hashable {
    var title: String
    var lead = ""
    var published = ""
}

/// The list of other articles below a heading such as "Tin liên quan", and where it ends.
struct RelatedBlock: Hashable {
    var teasers: [Teaser] = []
    /// Lines in it that are no teaser: buttons, the imprint.
    var rest: [PageLine] = []
    /// The index of the first line behind it.
    var end: Int

    /// Whether most titles have a lead.
    private let hasLeads: Bool

    /// Reads the block that begins at the start of some lines.
    ///
    /// - Parameters:
    ///   - lines: what stands below the heading, up to the next such heading.
    ///   - isArticleOver: whether a byline stood above, so that no more of the article is to come.
    init(_ lines: ArraySlice<ClassifiedLine>, isArticleOver: Bool) {
        end = isArticleOver ? lines.endIndex : Self.resumption(in: lines) ?? lines.endIndex
        let list = lines[..<end]
        let leadCount = list.count { $0.kind == .paragraph }
        hasLeads = leadCount > 0 && leadCount * 2 >= list.count { $0.kind == .heading }
        for index in list.indices { add(lines[index], next: index + 1 < end ? lines[index + 1] : nil) }
    }

    private mutating func add(_ item: ClassifiedLine, next: ClassifiedLine?) {
        switch item.kind {
        case .boilerplate, .footer, .related:
            rest.append(item.line)
        case .meta(let parts):
            guard let last = teasers.indices.last, teasers[last].published.isEmpty,
                case .date(let date)? = parts.first(where: { if case .date = $0 { true } else { false } })
            else { return rest.append(item.line) }
            teasers[last].published = date.iso
        case .relatedTitle(let title):
            teasers.append(Teaser(title: title))
        case .name where next?.kind != .paragraph:
            rest.append(item.line)
        case .heading where teasers.last?.lead.isEmpty == true && isLead(item, next: next):
            teasers[teasers.count - 1].lead = item.text
        case .paragraph, .note:
            guard let last = teasers.last, !Self.isLongTitle(item, next: next, after: last) else { fallthrough }
            teasers[teasers.count - 1].lead = last.lead.isEmpty ? item.text : last.lead + " " + item.text
        default:
            teasers.append(Teaser(title: Self.withoutBullet(item.text)))
        }
    }

    /// Whether a line that looks like a sentence is a title: the teaser before has its lead, and a lead follows.
    private static func isLongTitle(_ item: ClassifiedLine, next: ClassifiedLine?, after teaser: Teaser) -> Bool {
        !teaser.lead.isEmpty && next?.kind == .paragraph && item.line.scalarCount <= PageLine.keyCountMax
    }

    /// Whether a line that looks like a title is the lead of the title above it: cut off, as sites do where the room
    /// ends, or without a lead of its own where titles have one.
    private func isLead(_ item: ClassifiedLine, next: ClassifiedLine?) -> Bool {
        if item.line.sign.hasSuffix("...") || item.line.sign.hasSuffix("…") { return true }
        return hasLeads && (next == nil || next?.kind == .heading)
    }

    private static func withoutBullet(_ text: String) -> String {
        let bullets: Set<Character> = ["-", "–", "•", "*", "+", "●", "▪", "►", ">", "»"]
        guard let first = text.first, bullets.contains(first) else { return text }
        return text.drop { bullets.contains($0) }.trimmingSpace
    }

    /// Where the article goes on below a list that stands in its middle; nil when the list stands at the end.
    ///
    /// Teasers are titles, each with one paragraph at most, and have no captions and no byline. So whatever has
    /// no title, two paragraphs in a row, a caption, or a byline at its end is the article again.
    static func resumption(in lines: ArraySlice<ClassifiedLine>) -> Int? {
        let paragraphs = lines.indices.filter { lines[$0].kind == .paragraph }
        var candidates: [Int] = []
        if let first = paragraphs.first(where: { lines.indices.contains($0 + 1) && lines[$0 + 1].kind == .paragraph }) {
            candidates.append(first)
        }
        if let caption = lines.firstIndex(where: { $0.kind == .caption || $0.kind == .credit }) {
            let isAfterText = caption > lines.startIndex && lines[caption - 1].kind == .paragraph
            candidates.append(isAfterText ? caption - 1 : caption)
        }
        let hasTitle = lines.contains { $0.kind == .heading || $0.kind == .name }
        if let first = paragraphs.first, !hasTitle || hasByline(lines[first...]) {
            candidates.append(first)
        }
        if let single = paragraphs.first, paragraphs.count == 1, isSeveralTitles(lines[..<single]),
            !lines[single...].dropFirst().contains(where: \.isText)
        {
            candidates.append(single)
        }
        return candidates.min()
    }

    /// Whether a byline stands below the first paragraph; a name is one where no text follows it.
    private static func hasByline(_ lines: ArraySlice<ClassifiedLine>) -> Bool {
        let lastText = lines.lastIndex(where: \.isText) ?? lines.startIndex
        return lines.contains { $0.kind == .byline } || lines[lastText...].contains { $0.kind == .name }
    }

    /// Whether two titles or more stand without a lead: then none has one.
    private static func isSeveralTitles(_ lines: ArraySlice<ClassifiedLine>) -> Bool {
        lines.count { $0.kind == .heading } >= 2
    }
}
