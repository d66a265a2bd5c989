import Protocol
import SearchIndex

/// Answers queries from the shards' open generations. Stateless; callable from any thread.
enum SearchEngine {
    /// A hit together with the shard that it is of.
    private struct Found {
        var hit: IndexHit
        var reader: IndexReader
    }

    /// The answer to a search.
    ///
    /// Scores are computed from the statistics given, or from those of all shards that are searched.
    ///
    /// - Parameter views: All shards.
    /// - Throws: ``RPCError`` of `unavailable` where no shard is open, of `corrupted` where the index is damaged, of
    ///   `invalidParams` where there is no such shard or the statistics are not the query's.
    static func search(_ parameters: SearchParameters, in views: [ShardView]) throws -> Search.Result {
        let start = ContinuousClock.now
        let views = try parameters.asked(of: views)
        let report = try report(views)
        let window = SearchOptions(
            from: views.count == 1 ? parameters.from : 0,
            size: views.count == 1 ? parameters.size : parameters.from + parameters.size,
            totalUpTo: parameters.totalUpTo)
        var total = 0
        var isExact = true
        var found: [Found] = []
        let readers = views.compactMap(\.reader)
        let prepared = try mapped { try readers.map { try $0.prepare(parameters.query) } }
        let isAlone = parameters.statistics == nil && prepared.count == 1
        let statistics = isAlone ? nil : try parameters.statistics ?? sum(prepared, parameters.query)
        for (reader, query) in zip(readers, prepared) {
            let answer = try mapped { try query.search(options: window, statistics: statistics) }
            total += answer.total
            isExact = isExact && answer.isTotalExact
            found += answer.hits.map { Found(hit: $0, reader: reader) }
        }
        if views.count > 1 { found = best(found, parameters) }
        let maker = HitMaker(parameters)
        let hits = try found.map { found in
            maker.hit(try mapped { try document(found.hit, in: found.reader) }, score: found.hit.score)
        }
        return Search.Result(
            tookMilliseconds: (.now - start) / .milliseconds(1),
            total: TotalHits(value: total, relation: isExact ? .exact : .atLeast), hits: hits, shards: report,
            freshness: freshness(views))
    }

    /// The answer to a count.
    ///
    /// - Throws: As ``search(_:in:)``.
    static func count(_ parameters: SearchParameters, in views: [ShardView]) throws -> Count.Result {
        let start = ContinuousClock.now
        let views = try parameters.asked(of: views)
        let report = try report(views)
        let count = try views.compactMap(\.reader).reduce(0) { sum, reader in
            sum + (try mapped { try reader.count(parameters.query) })
        }
        return Count.Result(
            tookMilliseconds: (.now - start) / .milliseconds(1), count: count, shards: report,
            freshness: freshness(views))
    }

    /// The statistics of a query in the shards that are asked.
    ///
    /// - Throws: As ``search(_:in:)``.
    static func statistics(_ parameters: SearchParameters, in views: [ShardView]) throws -> SearchStatistics.Result {
        let views = try parameters.asked(of: views)
        let report = try report(views)
        let prepared = try mapped { try views.compactMap(\.reader).map { try $0.prepare(parameters.query) } }
        let sum = try sum(prepared, parameters.query)
        return SearchStatistics.Result(
            statistics: .init(documents: sum.documentCount, lengthSum: sum.lengthSum, counts: sum.counts),
            shards: report)
    }

    private static func sum(_ prepared: [PreparedQuery], _ query: Query) throws -> SearchIndex.QueryStatistics {
        try mapped {
            let first = try prepared.first?.statistics ?? .none(of: query)
            return try prepared.dropFirst().reduce(first) { try $0.adding($1.statistics) }
        }
    }

    /// The wanted hits of several shards: by score, then by the bytes of the id.
    private static func best(_ found: [Found], _ parameters: SearchParameters) -> [Found] {
        let ordered = found.sorted { left, right in
            if left.hit.score != right.hit.score { return left.hit.score > right.hit.score }
            return left.hit.id.lexicographicallyPrecedes(right.hit.id)
        }
        return Array(ordered.dropFirst(parameters.from).prefix(parameters.size))
    }

    private static func document(_ hit: IndexHit, in reader: IndexReader) throws -> Document {
        let stored = try reader.stored(hit.address)
        do {
            return try WireCoder.decode(Document.self, from: stored)
        } catch {
            let id = String(decoding: hit.id, as: UTF8.self)
            throw RPCError(
                .corrupted,
                detail: "what is stored of document \(id) cannot be read (\(error)): run timtin-indexer check")
        }
    }

    private static func report(_ views: [ShardView]) throws(RPCError) -> ShardReport {
        let answering = views.filter(\.isAnswering)
        guard !answering.isEmpty || views.isEmpty else {
            throw RPCError(.unavailable, detail: "no shard is open here yet: the worker waits for its indexer")
        }
        return ShardReport(
            asked: views.count, answered: answering.count,
            generations: answering.compactMap { view in
                view.reader.map { ShardGeneration(shard: view.shard, generation: "\($0.generation.name)") }
            })
    }

    private static func freshness(_ views: [ShardView]) -> Freshness {
        Freshness(ageMilliseconds: views.map(\.ageMilliseconds).max() ?? 0)
    }

    /// Turns errors of the index into those of the protocol.
    private static func mapped<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as IndexError {
            let code: RPCErrorCode =
                switch error.code {
                case .damaged, .version: .corrupted
                case .missing, .system: .unavailable
                case .query, .statistics: .invalidParams
                default: .internalError
                }
            let pointer: String? =
                switch error.code {
                case .query: "/params/query"
                case .statistics: "/params/statistics"
                default: nil
                }
            throw RPCError(code, detail: error.description, pointer: pointer)
        }
    }
}
