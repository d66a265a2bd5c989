public import TextAnalysis

/// Reads what a person types into a ``Query``. Nothing that is typed is an error.
///
/// | typed | means |
/// |---|---|
/// | `lũ quét` | any of the words, or all of them with ``DefaultOperator/and`` |
/// | `"lũ quét"` | the words side by side, in this order (also `“…”`) |
/// | `+lũ` | must be in |
/// | `-lũ`, `NOT lũ` | must not be in |
/// | `lũ AND bão` | both must be in; binds closer than `OR` |
/// | `lũ OR bão` | one of them must be in; binds closer than white space |
/// | `(…)` | a query of its own |
/// | `title:lũ`, `title:"lũ quét"`, `title:(lũ bão)` | in this field alone; see ``Field`` for the names |
/// | `mườ*` | words that begin so |
/// | `mườg~`, `mườg~2` | words that lie one edit from it at most, or two; see ``Query/fuzzy(_:_:maxEdits:)`` |
/// | `*` | every document |
///
/// What is not well-formed is read as words: a quotation mark or parenthesis without a partner, `AND`, `OR` and `NOT`
/// without what they join (in capitals alone are they operators), a name before a colon that is no field, a sign that
/// is followed by nothing or stands inside a word. A query that only takes away, as `-lũ`, is every document but
/// those. A query without any word is no document.
///
/// A word that analysis takes apart (`covid-19`) is several words when it stands alone and a phrase where a sign, field
/// or operator applies to it. Beyond ``depthMax`` parentheses are not read as such; beyond ``scalarCountMax`` and
/// ``termCountMax`` the rest of the query is left out. Parsing takes time linear in the text.
///
/// A parser is a value: any number of threads may use it at once.
public struct QueryParser: Sendable {
    /// How words that stand side by side are joined.
    public enum DefaultOperator: Hashable, Sendable {
        /// Any of them may match.
        case or
        /// All of them must match.
        case and
    }

    /// How deep parentheses nest.
    public static let depthMax = 32
    /// How many terms a query holds; each of a phrase counts.
    public static let termCountMax = 1024
    /// How many Unicode scalars of the text are read.
    public static let scalarCountMax = 65_536

    /// How words that stand side by side are joined.
    public var defaultOperator: DefaultOperator
    /// How words become terms: as the texts of the index were read.
    public var analyzer: Analyzer

    /// - Parameters:
    ///   - defaultOperator: How words that stand side by side are joined.
    ///   - analyzer: How words become terms: as the texts of the index were read.
    public init(defaultOperator: DefaultOperator = .or, analyzer: Analyzer = Analyzer()) {
        self.defaultOperator = defaultOperator
        self.analyzer = analyzer
    }

    /// The query that a text stands for.
    public func parse(_ text: String) -> Query {
        var lexer = QueryLexer(text)
        var parsing = QueryParsing(
            lexemes: lexer.lexemes(), scalars: lexer.scalars, defaultOperator: defaultOperator,
            analyzer: analyzer)
        return parsing.query()
    }

    /// The query for the words of a text, whatever signs stand between them.
    public func plainWords(_ text: String) -> Query {
        let scalars = text.unicodeScalars.prefix(Self.scalarCountMax)
        let tokens = analyzer.tokens(in: String(scalars)).prefix(Self.termCountMax)
        var clauses = QueryClauses(defaultOperator: defaultOperator)
        for token in tokens { clauses.add([.term(nil, token.text)]) }
        return clauses.query() ?? .nothing
    }
}

extension Token {
    /// The exact term as a string.
    var text: String { String(decoding: term, as: UTF8.self) }
}
