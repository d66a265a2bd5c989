import TextAnalysis

/// A piece of a typed query: what stands between white space, with the sign and field before it.
struct QueryLexeme {
    enum Kind: Equatable {
        /// A run of characters that holds a letter or digit at least.
        case word
        /// What stands between two quotation marks.
        case phrase
        /// A lone `*`.
        case everything
        case open
        case close
        /// `AND`, `OR`, `NOT`; a word where it is not well-formed.
        case and
        case or
        case not
    }

    enum Sign {
        case plus
        case minus
    }

    var kind: Kind
    var sign: Sign?
    var field: Field?
    /// The scalars of the word or phrase.
    var range: Range<Int>
}

/// Cuts a typed query into lexemes, in one pass over its scalars.
///
/// Quotation marks and parentheses without a partner are ordinary punctuation, as are parentheses nested too deep.
struct QueryLexer {
    let scalars: [Unicode.Scalar]
    private let roles: [Role]
    private var index = 0

    /// What a quotation mark or parenthesis does.
    private enum Role {
        case none
        case quote
        case open
        case close
    }

    init(_ text: String) {
        scalars = Array(text.unicodeScalars.prefix(QueryParser.scalarCountMax))
        roles = Self.pairs(in: scalars)
    }

    /// All lexemes in order; every `open` has its `close`.
    mutating func lexemes() -> [QueryLexeme] {
        var lexemes: [QueryLexeme] = []
        while index < scalars.count {
            if let lexeme = next() { lexemes.append(lexeme) }
        }
        return lexemes
    }

    private mutating func next() -> QueryLexeme? {
        if scalars[index].properties.isWhitespace {
            index += 1
            return nil
        }
        let sign = takeSign()
        let field = takeField()
        switch roles[index] {
        case .open: return take(.open, sign, field)
        case .close: return take(.close, sign, field)
        case .quote: return takePhrase(sign, field)
        case .none: return takeWord(sign, field)
        }
    }

    private mutating func take(
        _ kind: QueryLexeme.Kind, _ sign: QueryLexeme.Sign?, _ field: Field?
    ) -> QueryLexeme {
        index += 1
        return QueryLexeme(kind: kind, sign: sign, field: field, range: index..<index)
    }

    /// A `+` or `-` right before what it can apply to.
    private mutating func takeSign() -> QueryLexeme.Sign? {
        guard scalars[index] == "+" || scalars[index] == "-", startsOperand(at: index + 1) else { return nil }
        defer { index += 1 }
        return scalars[index] == "+" ? .plus : .minus
    }

    /// The name of a field and a colon, right before what they can apply to.
    private mutating func takeField() -> Field? {
        var end = index
        while end < scalars.count, end - index < 16, ("a"..."z").contains(scalars[end]) { end += 1 }
        guard end > index, end < scalars.count, scalars[end] == ":", startsOperand(at: end + 1),
            let field = Field(name: String(String.UnicodeScalarView(scalars[index..<end])))
        else { return nil }
        index = end + 1
        return field
    }

    /// Whether a sign or field can apply to what begins here. Lexing takes phrases whole, so that a quotation mark met
    /// outside of one opens one.
    private func startsOperand(at index: Int) -> Bool {
        guard index < scalars.count else { return false }
        return roles[index] == .quote || roles[index] == .open || scalars[index].isWordScalar
    }

    private mutating func takePhrase(_ sign: QueryLexeme.Sign?, _ field: Field?) -> QueryLexeme? {
        let start = index + 1
        var end = start
        while roles[end] != .quote { end += 1 }
        index = end + 1
        guard scalars[start..<end].contains(where: \.isWordScalar) else { return nil }
        return QueryLexeme(kind: .phrase, sign: sign, field: field, range: start..<end)
    }

    private mutating func takeWord(_ sign: QueryLexeme.Sign?, _ field: Field?) -> QueryLexeme? {
        let start = index
        while index < scalars.count, roles[index] == .none, !scalars[index].properties.isWhitespace { index += 1 }
        let word = scalars[start..<index]
        if word.elementsEqual(["*"]) {
            return QueryLexeme(kind: .everything, sign: nil, field: nil, range: start..<index)
        }
        guard word.contains(where: \.isWordScalar) else { return nil }
        let kind = sign == nil && field == nil ? Self.wordKind(word) : .word
        return QueryLexeme(kind: kind, sign: sign, field: field, range: start..<index)
    }

    private static func wordKind(_ word: ArraySlice<Unicode.Scalar>) -> QueryLexeme.Kind {
        if word.elementsEqual("AND".unicodeScalars) { return .and }
        if word.elementsEqual("OR".unicodeScalars) { return .or }
        if word.elementsEqual("NOT".unicodeScalars) { return .not }
        return .word
    }

    /// Finds the quotation marks and parentheses that have a partner.
    private static func pairs(in scalars: [Unicode.Scalar]) -> [Role] {
        var roles = [Role](repeating: .none, count: scalars.count)
        var quotes = scalars.indices.filter { ["\"", "“", "”", "„"].contains(scalars[$0]) }
        if quotes.count % 2 == 1 { quotes.removeLast() }
        for quote in quotes { roles[quote] = .quote }
        var open: [Int] = []
        var isQuoted = false
        for index in scalars.indices {
            if roles[index] == .quote { isQuoted.toggle() }
            guard !isQuoted else { continue }
            if scalars[index] == "(" { open.append(index) }
            guard scalars[index] == ")", let partner = open.popLast() else { continue }
            if open.count < QueryParser.depthMax {
                roles[partner] = .open
                roles[index] = .close
            }
        }
        return roles
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is a letter or number, so that a token begins with it.
    fileprivate var isWordScalar: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            true
        default: false
        }
    }
}
