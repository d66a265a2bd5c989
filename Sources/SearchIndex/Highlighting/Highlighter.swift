/// Finds the words of a document that made it match a query, and the pieces of its text that show them best.
///
/// A word is highlighted by the rules by which the index matches it: typed with diacritics, it is found so and written
/// bare; typed bare, it is found however it is written; a phrase only where all of it stands side by side in one text;
/// a prefix at the beginning of a word; `~` whatever the index finds by it; what is restricted to a field only there. What a query takes away (`-lũ`) is
/// never highlighted, and keywords (`kind:article`) are not part of any text.
///
/// The title comes first, whole, if it matches. Then come the pieces of the other texts that show most: those with the
/// most different words not shown yet, then with the most different words at all, then with the most that are spelled
/// as typed, then the earliest. Pieces of one text do not overlap. Where no word matches, the only snippet is the
/// beginning of the lead, or else of the body, and it has no highlights.
///
/// Pieces begin and end between words where there is white space, otherwise between letters, never between a letter
/// and its combining marks; but a letter with more marks than a snippet is long is cut, as is a word or phrase longer
/// than that, which is then highlighted as far as it is shown.
///
/// A highlighter is a value that is made once a query and used for any number of documents on any number of threads.
public struct Highlighter: Sendable {
    private let plan: HighlightPlan
    private let options: HighlightOptions

    /// A highlighter for one query.
    ///
    /// - Parameters:
    ///   - query: A query whose terms are analysed, as the parser makes it.
    ///   - options: How much is shown.
    public init(query: Query, options: HighlightOptions = .init()) {
        plan = HighlightPlan(query)
        self.options = options
    }

    /// The snippets of one document, the title first, then the best.
    ///
    /// - Parameter texts: The document's texts by field, in the order in which they are read; keyword fields are passed
    ///   over.
    /// - Returns: At most ``HighlightOptions/snippetCountMax`` snippets; none where there is neither match nor lead nor
    ///   body.
    /// - Complexity: Linear in the length of the texts.
    public func snippets(in texts: [(field: Field, texts: [String])]) -> [HighlightedText] {
        var marked: [MarkedText] = []
        for (field, texts) in texts where field.fieldKind == .text {
            for (index, text) in texts.enumerated() {
                let words = plan.words(in: text, field: field)
                if !words.isEmpty { marked.append(MarkedText(field: field, index: index, text: text, words: words)) }
            }
        }
        guard !marked.isEmpty else { return beginning(of: texts).map { [$0] } ?? [] }
        let countMax = max(1, options.snippetCountMax)
        var chooser = SnippetChooser(conceptCount: plan.conceptCount)
        var snippets: [HighlightedText] = []
        chooser.offer(marked.filter { $0.field == .title })
        if let title = chooser.next(lengthMax: max(1, options.titleLengthMax)) { snippets.append(title) }
        chooser.replaceOffer(by: marked.filter { $0.field != .title })
        while snippets.count < countMax, let snippet = chooser.next(lengthMax: max(1, options.lengthMax)) {
            snippets.append(snippet)
        }
        return snippets
    }

    /// The beginning of the first text of the lead, or else of the body, that is not blank.
    private func beginning(of texts: [(field: Field, texts: [String])]) -> HighlightedText? {
        for wanted in [Field.lead, .body] {
            for (field, texts) in texts where field == wanted {
                for (index, text) in texts.enumerated() {
                    let cutter = SnippetCutter(text)
                    let region = cutter.trimmed(0..<cutter.count)
                    guard !region.isEmpty else { continue }
                    let core = region.lowerBound..<region.lowerBound
                    let range = cutter.range(around: core, in: region, lengthMax: max(1, options.lengthMax))
                    return HighlightedText(
                        field: field, index: index, start: range.lowerBound, text: cutter.text(range), highlights: [])
                }
            }
        }
        return nil
    }
}
