/// Tells what a line is by the signs in it. Each sign is a function of its own; this is the order in which they count.
enum LineClassifier {
    /// Longer lines behind an asterisk are paragraphs.
    private static let noteCountMax = 120

    static func classify(_ line: PageLine) -> ClassifiedLine { ClassifiedLine(line: line, kind: kind(of: line)) }

    static func kind(of line: PageLine) -> LineKind {
        if !line.key.isEmpty {
            if let kind = RelatedSigns.kind(of: line) { return kind }
            if BoilerplateSigns.isBoilerplate(line.key) { return .boilerplate }
            if BylineSigns.isByline(line) { return .byline }
            if let parts = MetaSigns.parts(of: line) { return .meta(parts) }
        }
        if let kind = CaptionSigns.kind(of: line) { return kind }
        if !line.key.isEmpty {
            if NameSigns.areNames(line.sign) { return .name }
            if BoilerplateSigns.isFooter(line.key) { return .footer }
        }
        if line.scalarCount <= noteCountMax, line.sign.hasPrefix("*") || line.sign.hasPrefix("(*)") { return .note }
        return HeadingSigns.isHeading(line) ? .heading : .paragraph
    }
}

/// Tells titles and sub-headings from sentences.
enum HeadingSigns {
    /// Titles are shorter; so are most sentences, but these end with a punctuation mark.
    static let countMax = 140

    static func isHeading(_ line: PageLine) -> Bool {
        guard line.scalarCount <= countMax, hasWholeQuotes(line.sign) else { return false }
        // What stands before a closing quote or bracket decides.
        let closing: Set<Character> = ["\"", "”", "’", "'", "»", ")", "]"]
        guard let last = line.sign.reversed().first(where: { !closing.contains($0) }) else { return false }
        let ending = line.sign.hasSuffix("...") ? "…" : last
        switch ending {
        case ".", ",", ";", ":": return false
        // Cut-off text ends so, and now and then a short title.
        case "…": return line.scalarCount <= 90
        // A title asks or calls once; several sentences are text.
        case "?", "!": return !line.words.dropLast().contains(where: endsSentence)
        default: return true
        }
    }

    /// Whether a sentence ends at a word that is longer than an abbreviation.
    private static func endsSentence(_ word: Substring) -> Bool {
        guard let last = word.last, ".?!".contains(last), !word.hasSuffix("...") else { return false }
        return word.dropLast().allSatisfy(\.isLetter) && word.last(where: \.isLetter)?.isLowercase == true
    }

    /// Whether each quote that opens is closed: in running text one may go on over several lines, in a title never.
    private static func hasWholeQuotes(_ sign: String) -> Bool {
        sign.unicodeScalars.count { $0 == "\"" || $0 == "“" || $0 == "”" } % 2 == 0
    }
}
