/// The clauses of one list, gathered into a boolean query.
struct QueryClauses {
    private var must: [Query] = []
    private var should: [Query] = []
    private var mustNot: [Query] = []
    private let defaultOperator: QueryParser.DefaultOperator

    init(defaultOperator: QueryParser.DefaultOperator) {
        self.defaultOperator = defaultOperator
    }

    /// Adds queries that have no sign.
    mutating func add(_ queries: [Query]) {
        guard defaultOperator == .or else {
            must += queries
            return
        }
        for query in queries {
            // `a (b c)` is `a b c`: the same documents and scores from a flatter tree.
            if case .boolean(let inner, let alternatives, let without, 1) = query, inner.isEmpty, without.isEmpty {
                should += alternatives
            } else {
                should.append(query)
            }
        }
    }

    mutating func require(_ query: Query) {
        must.append(query)
    }

    mutating func exclude(_ query: Query) {
        mustNot.append(query)
    }

    /// The whole list as one query, nil when it has no clause.
    func query() -> Query? {
        if must.isEmpty, should.isEmpty {
            return mustNot.isEmpty ? nil : Self.all(but: mustNot)
        }
        if mustNot.isEmpty, must.count + should.count == 1 { return must.first ?? should.first }
        return .boolean(must: must, should: should, mustNot: mustNot, minimumShouldMatch: must.isEmpty ? 1 : 0)
    }

    /// Every document but those that match one of the queries.
    static func all(but queries: [Query]) -> Query {
        .boolean(must: [.all], should: [], mustNot: queries, minimumShouldMatch: 0)
    }

    /// The documents that match any of the queries.
    static func any(of queries: [Query]) -> Query {
        queries.count == 1
            ? queries[0] : .boolean(must: [], should: queries, mustNot: [], minimumShouldMatch: 1)
    }
}
