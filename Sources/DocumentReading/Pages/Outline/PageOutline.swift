/// The parts of a page, grouped from its lines.
struct PageOutline: Hashable {
    var title = ""
    var lead = ""
    var body: [String] = []
    var captions: [String] = []
    var bylines: [String] = []
    var section = ""
    var published = ""
    var places: [String] = []
    var organizations: [String] = []
    var tags: [String] = []
    var teasers: [Teaser] = []
    /// Lines that no part takes, in their order.
    private(set) var rest: [String] = []

    /// Groups the lines of a page.
    init(_ lines: [ClassifiedLine]) {
        guard let titleIndex = Self.titleIndex(in: lines) else {
            rest = lines.map(\.text)
            return
        }
        for line in lines[..<titleIndex] { addHead(line) }
        var below = lines[(titleIndex + 1)...]
        if lines[titleIndex].line.scalarCount <= Self.titleCountMax {
            title = lines[titleIndex].text
            // Pages print the title again in the way to the article.
            below = below.drop { $0.line.sign == lines[titleIndex].line.sign }
        } else {
            below = lines[titleIndex...]
        }
        let article = cutRelated(below)
        let zones = ArticleZones(article)
        for line in zones.front { addHead(line) }
        addText(zones.text)
        for line in zones.tail { addTail(line) }
        finish(zones.text)
        rest = left.sorted { $0.number < $1.number }.map(\.text)
    }

    /// The lines of ``rest`` while they are gathered.
    private var left: [PageLine] = []

    /// Longer lines are paragraphs of a page without a title.
    static let titleCountMax = 300

    /// The first line that says something: no date, no button; a name only where no title follows it.
    static func titleIndex(in lines: [ClassifiedLine]) -> Int? {
        let index = lines.firstIndex { line in
            switch line.kind {
            case .boilerplate, .footer, .related, .meta, .byline: false
            default: true
            }
        }
        guard let index else { return lines.isEmpty ? nil : lines.firstIndex { $0.kind != .boilerplate } ?? 0 }
        let isNameAboveTitle =
            lines[index].kind == .name && index + 1 < lines.count && lines[index + 1].kind == .heading
        return isNameAboveTitle ? index + 1 : index
    }

    /// Takes the lists of other articles out, and gives what is left: the article.
    private mutating func cutRelated(_ lines: ArraySlice<ClassifiedLine>) -> [ClassifiedLine] {
        var article: [ClassifiedLine] = []
        var hasText = false
        var isOver = false
        var index = lines.startIndex
        while index < lines.endIndex {
            switch lines[index].kind {
            case .relatedTitle(let title):
                teasers.append(Teaser(title: title))
                index += 1
            case .related:
                let end = lines[(index + 1)...].firstIndex { $0.kind == .related } ?? lines.endIndex
                let block = RelatedBlock(lines[(index + 1)..<end], isArticleOver: isOver)
                // Without a list below it, it was a button.
                if block.teasers.isEmpty { left.append(lines[index].line) }
                teasers += block.teasers
                left += block.rest
                index = block.end
            default:
                article.append(lines[index])
                // A byline below text ends the article, unless more text follows.
                isOver = !lines[index].isText && (isOver || (hasText && lines[index].namesAuthor))
                hasText = hasText || lines[index].isText
                index += 1
            }
        }
        return article
    }
}

extension PageOutline {
    /// A line above the text.
    private mutating func addHead(_ item: ClassifiedLine) {
        switch item.kind {
        case .name, .byline: bylines.append(item.text)
        case .meta(let parts): addMeta(parts, of: item)
        case .caption, .credit: captions.append(item.text)
        default: left.append(item.line)
        }
    }

    /// A line below the text.
    private mutating func addTail(_ item: ClassifiedLine) {
        switch item.kind {
        // Below the author's name the credit tells who took all of the pictures.
        case .credit where !bylines.isEmpty: bylines.append(item.text)
        case .note: body.append(item.text)
        default: addHead(item)
        }
    }

    private mutating func addMeta(_ parts: [MetaPart], of item: ClassifiedLine) {
        var isTaken = true
        for part in parts {
            switch part {
            case .date(let date) where published.isEmpty: published = date.iso
            case .section(let name) where section.isEmpty:
                section = name
                // The steps below the section are kept as the line has them.
                isTaken = isTaken && MetaSigns.breadcrumb(of: item.line.sign) == nil
            case .byline(let name): bylines.append(name)
            case .place(let place): places.append(place)
            case .tags(let names): tags += names
            case .date, .section, .boilerplate: isTaken = false
            }
        }
        if !isTaken { left.append(item.line) }
    }

    /// The running text: paragraphs, and among them captions and what belongs to the page alone.
    private mutating func addText(_ items: [ClassifiedLine]) {
        let hasGaps = items.contains { $0.line.isAfterGap }
        for (index, item) in items.enumerated() {
            switch item.kind {
            case .boilerplate: left.append(item.line)
            case .caption: captions.append(item.text)
            case .byline: bylines.append(item.text)
            case .credit:
                if index > 0, body.count > 1, Self.isCaption(items[index - 1], of: item, hasGaps: hasGaps) {
                    captions.append(body.removeLast() + " " + item.text)
                } else {
                    captions.append(item.text)
                }
            case .meta(let parts):
                guard case .tags? = parts.first else { return body.append(item.text) }
                addMeta(parts, of: item)
            default: body.append(item.text)
            }
        }
    }

    /// Whether the line above a credit is its caption: next to it where other lines stand apart, or else one sentence.
    private static func isCaption(_ item: ClassifiedLine, of credit: ClassifiedLine, hasGaps: Bool) -> Bool {
        guard item.isText, item.line.scalarCount <= 250 else { return false }
        if hasGaps { return !credit.line.isAfterGap }
        let sentences = item.line.words.count { $0.hasSuffix(".") || $0.hasSuffix("!") || $0.hasSuffix("?") }
        return sentences <= 1 && item.line.scalarCount <= 160
    }

    /// Lead, dateline and date, which the beginning of the text tells.
    private mutating func finish(_ items: [ClassifiedLine]) {
        if let first = items.first(where: { $0.isText }), Self.isLead(first, of: items) { lead = body.removeFirst() }
        guard let first = items.first(where: { $0.kind == .paragraph }) else { return }
        let dateline = DatelineSigns(of: first.line.sign)
        places += dateline.places.filter { !places.contains($0) }
        organizations = dateline.organizations
        if published.isEmpty { published = DateSigns.opening(of: first.line.sign)?.iso ?? "" }
    }

    /// The first paragraph is the lead: site after site prints it so. It is not where the article has no other
    /// paragraph, begins with a sub-heading or a list, or is longer than any lead.
    private static func isLead(_ first: ClassifiedLine, of items: [ClassifiedLine]) -> Bool {
        guard items.count(where: \.isText) >= 2, !first.line.sign.hasSuffix(":") else { return false }
        return first.kind == .heading ? first.line.scalarCount >= 40 : first.line.scalarCount <= leadCountMax
    }

    static let leadCountMax = 600
}
