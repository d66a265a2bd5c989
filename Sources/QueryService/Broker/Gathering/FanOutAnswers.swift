import Messaging
import Protocol

/// The answers of workers to one question, each for its own shards, and what they are together.
///
/// Hits are read no further than their ids and scores and passed on as the bytes that they came in.
struct FanOutAnswers {
    /// A hit among those of all shards.
    private struct Candidate {
        var score: Double
        var id: String
        var json: ArraySlice<UInt8>
    }

    private var hits: [Candidate] = []
    private var total = 0
    private var isTotalExact = true
    private var count = 0
    private var statistics: QueryStatistics?
    private var answered = 0
    private var generations: [ShardGeneration] = []
    private var freshness = Freshness(ageMilliseconds: 0)

    /// Whether any shard has answered.
    var hasAny: Bool { answered > 0 }

    /// Adds the result of a worker: of a search, a count, or statistics.
    ///
    /// - Throws: ``RPCError`` of `internalError` where it cannot be read; nothing is added then.
    mutating func add(_ result: ArraySlice<UInt8>) throws(RPCError) {
        var sum = self
        let values = try JSONParts.values(
            of: ["shards", "freshness", "hits", "total", "count", "statistics"], in: result)
        let report = try Gathering.decode(ShardReport.self, from: values[0])
        guard report.answered > 0 else { return }
        sum.answered += report.answered
        sum.generations += report.generations
        if let json = values[1] {
            let age = try Gathering.decode(Freshness.self, from: json).ageMilliseconds
            sum.freshness.ageMilliseconds = max(freshness.ageMilliseconds, age)
        }
        if let json = values[2] { sum.hits += try Self.candidates(json) }
        if let json = values[3] {
            let total = try Gathering.decode(TotalHits.self, from: json)
            sum.total += total.value
            sum.isTotalExact = isTotalExact && total.relation == .exact
        }
        if let json = values[4] { sum.count += try Gathering.decode(Int.self, from: json) }
        if let json = values[5] {
            sum.statistics = try Self.sum(statistics, try Gathering.decode(QueryStatistics.self, from: json))
        }
        self = sum
    }

    /// Adds up the statistics of disjoint shards.
    static func sum(_ left: QueryStatistics?, _ right: QueryStatistics) throws(RPCError) -> QueryStatistics {
        guard let left else { return right }
        guard let sum = left.adding(right) else {
            throw RPCError(
                .internalError,
                detail: "workers read one query differently: run the same release everywhere")
        }
        return sum
    }

    private static func candidates(_ json: ArraySlice<UInt8>) throws(RPCError) -> [Candidate] {
        try (JSONParts.elements(of: json) ?? []).map { (hit) throws(RPCError) in
            let values = try JSONParts.values(of: ["id", "score"], in: hit)
            guard let id = values[0].flatMap(JSONParts.string),
                let score = values[1].flatMap({ Double(String(decoding: $0, as: UTF8.self)) })
            else {
                throw RPCError(.internalError, detail: "a worker answered by a hit without an id or a score")
            }
            return Candidate(score: score, id: id, json: hit)
        }
    }

    /// Which shards answered.
    ///
    /// - Parameters:
    ///   - asked: How many shards the client asked for.
    ///   - empty: How many more of them are known to be empty, so that nobody had to be asked.
    func report(asked: Int, empty: Int) -> ShardReport {
        ShardReport(
            asked: asked, answered: answered + empty, generations: generations.sorted { $0.shard < $1.shard })
    }

    /// The JSON of the result of a search.
    ///
    /// - Parameter took: Milliseconds.
    func search(from: Int, size: Int, _ report: ShardReport, took: Double) throws(RPCError) -> [UInt8] {
        let ordered = hits.sorted { left, right in
            if left.score != right.score { return left.score > right.score }
            return left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
        }
        let isExact = isTotalExact && report.answered == report.asked
        var json: [UInt8] = []
        json.append(contentsOf: "{\"freshness\":".utf8)
        json.append(contentsOf: try Gathering.encode(freshness))
        json.append(contentsOf: ",\"hits\":".utf8)
        json.append(contentsOf: RPCBytes.batch(ordered.dropFirst(from).prefix(size).map { Array($0.json) }))
        json.append(contentsOf: ",\"shards\":".utf8)
        json.append(contentsOf: try Gathering.encode(report))
        json.append(contentsOf: ",\"tookMilliseconds\":".utf8)
        json.append(contentsOf: try Gathering.encode(took))
        json.append(contentsOf: ",\"total\":".utf8)
        json.append(contentsOf: try Gathering.encode(TotalHits(value: total, relation: isExact ? .exact : .atLeast)))
        json.append(contentsOf: "}".utf8)
        return json
    }

    /// The JSON of the result of a count.
    ///
    /// - Parameter took: Milliseconds.
    func count(_ report: ShardReport, took: Double) throws(RPCError) -> [UInt8] {
        try Gathering.encode(
            Count.Result(tookMilliseconds: took, count: count, shards: report, freshness: freshness))
    }

    /// The JSON of the result of `search.statistics`.
    func statistics(_ report: ShardReport) throws(RPCError) -> [UInt8] {
        guard let statistics else {
            throw RPCError(.internalError, detail: "workers answered search.statistics without any")
        }
        return try Gathering.encode(SearchStatistics.Result(statistics: statistics, shards: report))
    }
}
