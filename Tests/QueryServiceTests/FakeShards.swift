import Protocol

@testable import QueryService

/// Documents in shards, and how a worker that has some of them open answers for them.
///
/// A document matches every query. Its score depends on its id and on the statistics, has many digits, and is that of other
/// documents now and then.
struct FakeShards {
    /// The ids of each shard's documents.
    let ids: [[String]]

    init(shards: Int, documents: Int) {
        var ids = [[String]](repeating: [], count: shards)
        for number in 0..<documents {
            let id = "tin-\(number)"
            ids[ShardRouting.shard(of: id.utf8, shards: shards)].append(id)
        }
        self.ids = ids
    }

    /// What a worker replies to a request.
    func reply(to body: [UInt8], open: [Int]) throws -> String {
        let method = try WireCoder.decode(JSONRPCRequest<JSONValue>.self, from: body).method
        let id = BrokerHarness.id(of: String(decoding: body, as: UTF8.self))
        let result: [UInt8]
        switch method {
        case Search.name:
            result = try WireCoder.encode(search(params(of: Search.self, in: body), open: open))
        case Count.name:
            let shards = try answering(params(of: Count.self, in: body).shards, open)
            result = try WireCoder.encode(
                Count.Result(
                    tookMilliseconds: 1, count: documents(shards.open).count, shards: report(shards),
                    freshness: Protocol.Freshness(ageMilliseconds: Double(shards.open.first ?? 0))))
        case SearchStatistics.name:
            let shards = try answering(params(of: SearchStatistics.self, in: body).shards, open)
            result = try WireCoder.encode(
                SearchStatistics.Result(statistics: statistics(shards.open), shards: report(shards)))
        default: result = Array("{}".utf8)
        }
        return #"{"id":\#(id),"jsonrpc":"2.0","result":\#(String(decoding: result, as: UTF8.self))}"#
    }

    /// What a worker that has all of some shards open finds in them.
    func search(_ params: Search.Params, open: [Int]) throws -> Search.Result {
        let shards = try answering(params.shards, open)
        let statistics = params.statistics ?? statistics(shards.open)
        let hits = documents(shards.open).map {
            Hit(id: $0, score: score($0, statistics), kind: .article, title: "ở \($0)")
        }
        let ordered = hits.sorted { left, right in
            left.score == right.score ? left.id.utf8.lexicographicallyPrecedes(right.id.utf8) : left.score > right.score
        }
        return Search.Result(
            tookMilliseconds: 1, total: TotalHits(value: hits.count, relation: .exact),
            hits: Array(ordered.dropFirst(params.from ?? 0).prefix(params.size ?? 10)), shards: report(shards),
            freshness: Protocol.Freshness(ageMilliseconds: Double(shards.open.first ?? 0)))
    }

    private func answering(_ wanted: [Int]?, _ open: [Int]) throws -> (asked: Int, open: [Int]) {
        let wanted = wanted ?? Array(ids.indices)
        let answering = wanted.filter(open.contains)
        guard !answering.isEmpty else { throw RPCError(.unavailable, detail: "none of the shards is open") }
        return (wanted.count, answering)
    }

    private func report(_ shards: (asked: Int, open: [Int])) -> ShardReport {
        ShardReport(
            asked: shards.asked, answered: shards.open.count,
            generations: shards.open.map { ShardGeneration(shard: $0, generation: "1.\($0)") })
    }

    private func documents(_ shards: [Int]) -> [String] { shards.flatMap { ids[$0] } }

    private func statistics(_ shards: [Int]) -> QueryStatistics {
        let documents = documents(shards)
        return QueryStatistics(
            documents: documents.count, lengthSum: documents.reduce(0) { $0 + UInt64($1.utf8.count) },
            counts: [[documents.count], [documents.count { $0.hasSuffix("1") }, 0]])
    }

    private func score(_ id: String, _ statistics: QueryStatistics) -> Double {
        let step = Double(ShardRouting.hash(id.utf8) % 7 + 1)
        return step / 3 / Double(statistics.documents + statistics.counts[1][0]) * Double(statistics.lengthSum)
    }

    private func params<M: RPCMethod>(of method: M.Type, in body: [UInt8]) throws -> M.Params {
        try WireCoder.decode(JSONRPCRequest<M.Params>.self, from: body).params
    }
}
