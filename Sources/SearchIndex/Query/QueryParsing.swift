import TextAnalysis

/// One run of the parser over the lexemes of a query, by recursive descent:
///
///     list        = { disjunction }                         white space between
///     disjunction = conjunction { OR conjunction }
///     conjunction = unary { AND unary }
///     unary       = [ NOT | + | - ] operand
///     operand     = [ field ] ( word | phrase | "(" list ")" )
///
/// Every step takes a lexeme, and parentheses nest no deeper than ``QueryParser/depthMax``, so that time is linear and
/// the stack bounded whatever is typed.
struct QueryParsing {
    private let lexemes: [QueryLexeme]
    private let scalars: [Unicode.Scalar]
    private let defaultOperator: QueryParser.DefaultOperator
    private var position = 0
    private var terms: QueryTerms

    /// An operand with its sign.
    private struct Clause {
        enum Occurrence {
            case plain
            case must
            case mustNot
        }

        var occurrence: Occurrence
        var query: Query
        /// What the operand is when no operator applies to it.
        var loose: [Query]
    }

    init(
        lexemes: [QueryLexeme], scalars: [Unicode.Scalar], defaultOperator: QueryParser.DefaultOperator,
        analyzer: Analyzer
    ) {
        self.lexemes = lexemes
        self.scalars = scalars
        self.defaultOperator = defaultOperator
        terms = QueryTerms(termCountMax: QueryParser.termCountMax, analyzer: analyzer)
    }

    mutating func query() -> Query {
        list(in: nil) ?? .nothing
    }

    private mutating func list(in field: Field?) -> Query? {
        var clauses = QueryClauses(defaultOperator: defaultOperator)
        while position < lexemes.count, lexemes[position].kind != .close {
            guard let clause = disjunction(in: field) else { continue }
            switch clause.occurrence {
            case .plain: clauses.add(clause.loose)
            case .must: clauses.require(clause.query)
            case .mustNot: clauses.exclude(clause.query)
            }
        }
        return clauses.query()
    }

    private mutating func disjunction(in field: Field?) -> Clause? {
        var clauses = [conjunction(in: field)]
        while takeOperator(.or) { clauses.append(conjunction(in: field)) }
        guard clauses.count > 1 else { return clauses[0] }
        let queries = clauses.compactMap { clause -> Query? in
            guard let clause else { return nil }
            return clause.occurrence == .mustNot ? QueryClauses.all(but: [clause.query]) : clause.query
        }
        guard !queries.isEmpty else { return nil }
        let query = QueryClauses.any(of: queries)
        return Clause(occurrence: .plain, query: query, loose: [query])
    }

    private mutating func conjunction(in field: Field?) -> Clause? {
        var clauses = [unary(in: field)]
        while takeOperator(.and) { clauses.append(unary(in: field)) }
        guard clauses.count > 1 else { return clauses[0] }
        var gathered = QueryClauses(defaultOperator: .and)
        for case let clause? in clauses {
            if clause.occurrence == .mustNot {
                gathered.exclude(clause.query)
            } else {
                gathered.require(clause.query)
            }
        }
        guard let query = gathered.query() else { return nil }
        return Clause(occurrence: .plain, query: query, loose: [query])
    }

    private mutating func unary(in field: Field?) -> Clause? {
        if isNegation(at: position) {
            position += 1
            guard let (query, _) = operand(in: field) else { return nil }
            return Clause(occurrence: .mustNot, query: query, loose: [])
        }
        let sign = lexemes[position].sign
        guard let (query, loose) = operand(in: field) else { return nil }
        switch sign {
        case nil: return Clause(occurrence: .plain, query: query, loose: loose)
        case .plus: return Clause(occurrence: .must, query: query, loose: [])
        case .minus: return Clause(occurrence: .mustNot, query: query, loose: [])
        }
    }

    /// Takes one operand; nil when it holds no term, or none that there is still room for.
    private mutating func operand(in outerField: Field?) -> (query: Query, loose: [Query])? {
        let lexeme = lexemes[position]
        let field = lexeme.field ?? outerField
        position += 1
        switch lexeme.kind {
        case .open:
            let query = list(in: field)
            position += 1
            return query.map { ($0, [$0]) }
        case .everything: return (.all, [.all])
        case .phrase: return terms.phrase(text(of: lexeme), in: field).map { ($0, [$0]) }
        case .word, .and, .or, .not, .close:
            guard let word = terms.word(text(of: lexeme), in: field) else { return nil }
            // A field typed before a word applies to all of it, the field of parentheses to each word inside.
            return (word.query, lexeme.field == nil ? word.loose : [word.query])
        }
    }

    /// Takes an operator if what it needs on its right is there.
    private mutating func takeOperator(_ kind: QueryLexeme.Kind) -> Bool {
        guard position < lexemes.count, lexemes[position].kind == kind, startsOperand(at: position + 1) else {
            return false
        }
        position += 1
        return true
    }

    private func isNegation(at index: Int) -> Bool {
        lexemes[index].kind == .not && index + 1 < lexemes.count && lexemes[index + 1].sign == nil
            && isOperand(lexemes[index + 1])
    }

    private func startsOperand(at index: Int) -> Bool {
        index < lexemes.count && (isOperand(lexemes[index]) || isNegation(at: index))
    }

    private func isOperand(_ lexeme: QueryLexeme) -> Bool {
        switch lexeme.kind {
        case .word, .phrase, .everything, .open: true
        case .close, .and, .or, .not: false
        }
    }

    private func text(of lexeme: QueryLexeme) -> String {
        String(String.UnicodeScalarView(scalars[lexeme.range]))
    }
}
