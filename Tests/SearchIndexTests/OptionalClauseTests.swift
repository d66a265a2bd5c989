import Testing

@testable import SearchIndex

@Suite struct `Optional clauses` {
    private let parser = QueryParser()

    @Test(arguments: [
        ("+a b c", "a"), ("+a b -c", "+a -c"), ("+a +b c", "+a +b"), ("a b", "a b"), ("+a", "a"), ("-a", "-a"),
        ("(+a b) OR c", "(+a b) OR c"), ("+(+a b) c", "a"),
    ]) func `are left out where only documents count`(query: String, expected: String) {
        #expect(parser.parse(query).withoutOptionalClauses == parser.parse(expected))
    }

    @Test func `stay where some of them have to match`() {
        let query = Query.boolean(
            must: [.term(nil, "a")], should: [.term(nil, "b"), .term(nil, "c")], mustNot: [], minimumShouldMatch: 1)
        #expect(query.withoutOptionalClauses == query)
    }
}
