import Protocol
import SearchIndex

/// A search, a count or a question for statistics whose parameters were checked.
struct SearchParameters: Sendable {
    var query: Query
    /// The shards that are asked; empty for all.
    var shards: [Int] = []
    /// What scores are computed from; nil for what the shards asked have.
    var statistics: SearchIndex.QueryStatistics?
    var from = 0
    var size = 0
    var totalUpTo = 0
    var withSnippets = false
    var withDocuments = false

    /// - Throws: ``RPCError`` of `invalidParams` that points at the parameter.
    init(_ params: Search.Params) throws(RPCError) {
        query = Self.parse(params.query, params.syntax, params.defaultOperator)
        from = try Self.check(params.from ?? 0, atMost: Search.windowMax, "from")
        size = try Self.check(params.size ?? 10, atMost: Search.windowMax, "size")
        totalUpTo = try Self.check(params.totalUpTo ?? 10_000, atMost: .max, "totalUpTo")
        guard from + size <= Search.windowMax else {
            throw RPCError(
                .invalidParams,
                detail: "from and size are together \(from + size), at most \(Search.windowMax) is allowed: "
                    + "narrow the query down instead of leafing on",
                pointer: "/params/size")
        }
        withSnippets = params.snippets ?? true
        withDocuments = params.documents ?? false
        shards = params.shards ?? []
        statistics = params.statistics.map {
            .init(documentCount: $0.documents, lengthSum: $0.lengthSum, counts: $0.counts)
        }
    }

    init(_ params: Count.Params) {
        query = Self.parse(params.query, params.syntax, params.defaultOperator)
        shards = params.shards ?? []
    }

    init(_ params: SearchStatistics.Params) {
        query = Self.parse(params.query, params.syntax, params.defaultOperator)
        shards = params.shards ?? []
    }

    /// The shards that are asked, of all.
    ///
    /// - Throws: ``RPCError`` of `invalidParams` where there is no such shard.
    func asked(of views: [ShardView]) throws(RPCError) -> [ShardView] {
        guard !shards.isEmpty else { return views }
        for (index, shard) in shards.enumerated() where !views.contains(where: { $0.shard == shard }) {
            throw RPCError(
                .invalidParams, detail: "there is no shard \(shard): the cluster's are 0 to \(views.count - 1)",
                pointer: "/params/shards/\(index)")
        }
        return views.filter { shards.contains($0.shard) }
    }

    private static func parse(_ text: String, _ syntax: QuerySyntax?, _ defaultOperator: DefaultOperator?) -> Query {
        let parser = QueryParser(defaultOperator: defaultOperator == .and ? .and : .or)
        return syntax == .words ? parser.plainWords(text) : parser.parse(text)
    }

    private static func check(_ value: Int, atMost max: Int, _ name: String) throws(RPCError) -> Int {
        guard (0...max).contains(value) else {
            throw RPCError(
                .invalidParams, detail: "\(name) is \(value): it has to be from 0 to \(max)", pointer: "/params/\(name)"
            )
        }
        return value
    }
}
