import TextAnalysis

/// Analyses the words and phrases of one query, and counts their terms.
struct QueryTerms {
    private var remaining: Int
    private let analyzer: Analyzer
    private let prefixAnalyzer = Analyzer(placesTones: false)

    /// - Parameters:
    ///   - termCountMax: How many terms are made; words beyond are left out.
    ///   - analyzer: How words become terms.
    init(termCountMax: Int, analyzer: Analyzer) {
        remaining = termCountMax
        self.analyzer = analyzer
    }

    /// A phrase; a single term when it holds one alone.
    mutating func phrase(_ text: String, in field: Field?) -> Query? {
        if let field, field.fieldKind == .keyword { return keyword(text, in: field) }
        let terms = take(text).map(\.text)
        guard let first = terms.first else { return nil }
        return terms.count == 1 ? .term(field, first) : .phrase(field, terms)
    }

    /// A word: what it is as one operand, and what it is as several words.
    mutating func word(_ text: String, in field: Field?) -> (query: Query, loose: [Query])? {
        if let field, field.fieldKind == .keyword { return keyword(text, in: field).map { ($0, [$0]) } }
        if let (text, maxEdits) = fuzzy(text) {
            let terms = take(text).map(\.text)
            guard let last = terms.last else { return nil }
            return join(terms.dropLast().map { .term(field, $0) } + [.fuzzy(field, last, maxEdits: maxEdits)])
        }
        let terms = take(text).map(\.text)
        guard let last = terms.last else { return nil }
        guard endsAsPrefix(text) else {
            let loose = terms.map { Query.term(field, $0) }
            return (terms.count == 1 ? loose[0] : .phrase(field, terms), loose)
        }
        let typed = prefixAnalyzer.tokens(in: text)
        // As typed, hoà* finds hoàn; hoà itself is indexed as hòa.
        let beginnings =
            typed.count > terms.count || typed[terms.count - 1].text.utf8.elementsEqual(last.utf8)
            ? [last] : [typed[terms.count - 1].text, last]
        let prefix = QueryClauses.any(of: beginnings.map { .prefix(field, $0) })
        return join(terms.dropLast().map { .term(field, $0) } + [prefix])
    }

    /// What a word whose parts are no phrase is as one operand, and as several words.
    private func join(_ parts: [Query]) -> (query: Query, loose: [Query]) {
        parts.count == 1
            ? (parts[0], parts) : (.boolean(must: parts, should: [], mustNot: [], minimumShouldMatch: 0), parts)
    }

    private mutating func keyword(_ text: String, in field: Field) -> Query? {
        guard remaining > 0 else { return nil }
        remaining -= 1
        return endsAsPrefix(text) ? .prefix(field, String(text.dropLast())) : .keyword(field, text)
    }

    private mutating func take(_ text: String) -> ArraySlice<Token> {
        let tokens = analyzer.tokens(in: text).prefix(remaining)
        remaining -= tokens.count
        return tokens
    }

    /// What stands before a `~` or `~2` that ends the word and directly follows a letter or digit, and how many edits are
    /// asked for; nil where there is none.
    private func fuzzy(_ text: String) -> (text: String, maxEdits: Int)? {
        let (end, maxEdits) = text.hasSuffix("~2") ? ("~2", 2) : ("~", 1)
        guard text.hasSuffix(end) else { return nil }
        let word = String(text.dropLast(end.count))
        guard let token = analyzer.tokens(in: word).last, token.end == word.unicodeScalars.count else { return nil }
        return (word, maxEdits)
    }

    /// Whether a word ends in a `*` that directly follows a letter or digit.
    private func endsAsPrefix(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard scalars.last == "*", let token = analyzer.tokens(in: text).last else { return false }
        return token.end == scalars.count - 1
    }
}
