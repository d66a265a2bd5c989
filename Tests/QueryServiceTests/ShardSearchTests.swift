import Foundation
import Protocol
import SearchIndex
import Testing

@testable import QueryService

@Suite struct `Shards of a worker` {
    private let one = SampleIndex()
    private let two = SampleIndex()

    private static let queries = [
        "chung", "mường khương", "muong", "+chung lũ", #""mường khương""#, "mườ*", "mu*", "kind:teaser", "title:tin lũ",
        "chung -lũ", "*", "nowhere", "riêng7 chung", "+kind:article mường",
    ]

    /// Thirty documents, in one shard of one index, and in two of another.
    private func publish() throws {
        let words = ["mường khương", "muong khuong", "lũ quét", "mương", "lũ"]
        let documents = (0..<30).map { number in
            Document(
                id: "tin-\(number)", kind: number % 3 == 0 ? .teaser : .article, title: "Tin số \(number)",
                body: [
                    "chung riêng\(number) \(words[number % 5])",
                    String(repeating: words[number % 4] + " ", count: number),
                ])
        }
        try one.publish(documents, through: 30)
        for shard in 0..<2 {
            let own = documents.filter { ShardRouting.shard(of: $0.id.utf8, shards: 2) == shard }
            #expect(own.count > 5)
            try two.publish(own, shard: shard, through: 30)
        }
    }

    private func search(_ params: Search.Params, _ shards: OpenShards) throws -> Search.Result {
        try SearchEngine.search(SearchParameters(params), in: shards.views())
    }

    private func statistics(_ query: String, _ shards: [Int]?, _ open: OpenShards) throws -> SearchStatistics.Result {
        try SearchEngine.statistics(
            SearchParameters(SearchStatistics.Params(query: query, shards: shards)), in: open.views())
    }

    @Test(arguments: queries)
    func `one worker with two shards answers as one with one does`(query: String) async throws {
        try publish()
        let whole = try search(.init(query: query, size: 20), try await one.shards())
        let parts = try search(.init(query: query, size: 20), try await two.shards(2))
        #expect(parts.hits == whole.hits)
        #expect(parts.total == whole.total)
    }

    @Test(arguments: queries)
    func `two workers with a shard each answer together as one does`(query: String) async throws {
        try publish()
        let whole = try await one.shards()
        let open = try await two.shards(2)
        let expected = try search(.init(query: query, size: 30), whole)
        let sum = try #require(
            try statistics(query, [0], open).statistics.adding(try statistics(query, [1], open).statistics))
        #expect(try statistics(query, nil, whole).statistics == sum)
        #expect(try statistics(query, [], open).statistics == sum)
        var hits: [Hit] = []
        var total = 0
        for shard in 0..<2 {
            let result = try search(.init(query: query, size: 30, shards: [shard], statistics: sum), open)
            #expect(result.shards.asked == 1 && result.shards.generations.map(\.shard) == [shard])
            hits += result.hits
            total += result.total.value
        }
        hits.sort { left, right in
            left.score != right.score ? left.score > right.score : left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
        }
        #expect(hits == expected.hits)
        #expect(hits.map(\.score.bitPattern) == expected.hits.map(\.score.bitPattern))
        #expect(total == expected.total.value)
    }

    @Test func `counts are of the shards asked`() async throws {
        try publish()
        let open = try await two.shards(2)
        func count(_ shards: [Int]?) throws -> Int {
            try SearchEngine.count(
                SearchParameters(Count.Params(query: "chung", shards: shards)), in: open.views()
            ).count
        }
        #expect(try count([0]) + count([1]) == 30)
        #expect(try count([1, 0, 1]) == 30)
        #expect(try count(nil) == 30)
    }

    @Test func `a shard that is asked and not open is missing in the report, and unavailable alone`() async throws {
        try one.publish([SampleIndex.document(1)], through: 1)
        let open = try await one.shards(2)
        let report = try search(.init(query: "chung", shards: [0, 1]), open).shards
        #expect(report.asked == 2 && report.answered == 1)
        #expect(try statistics("chung", [0, 1], open).shards == report)
        #expect {
            try statistics("chung", [1], open)
        } throws: { ($0 as? RPCError)?.knownCode == .unavailable }
    }

    @Test func `a worker that holds some shards tells of all, and answers for those it holds`() async throws {
        try publish()
        let open = OpenShards(dataFolder: two.folder.path, logger: SampleIndex.quiet)
        try await open.begin(shards: 3, held: [1]) {}
        let all = try search(.init(query: "chung", size: 30), open)
        #expect(all.shards.asked == 3 && all.shards.answered == 1)
        #expect(try search(.init(query: "chung", size: 30, shards: [1]), open).hits == all.hits)
        #expect {
            try search(.init(query: "chung", shards: [0]), open)
        } throws: { ($0 as? RPCError)?.knownCode == .unavailable }
        open.clusterChanged(ClusterState(shards: [SampleIndex.state(nil, shard: 2)]))
        #expect(try search(.init(query: "chung", shards: [2]), open).shards.answered == 1)
    }

    @Test(arguments: queries)
    func `an empty shard has statistics that can be added`(query: String) async throws {
        try publish()
        let whole = try await one.shards()
        let empty = try await SampleIndex().shards()
        empty.clusterChanged(ClusterState(shards: [SampleIndex.state(nil)]))
        let some = try statistics(query, nil, whole).statistics
        #expect(some.adding(try statistics(query, nil, empty).statistics) == some)
        #expect(try search(.init(query: query, statistics: some), empty).hits.isEmpty)
    }

    @Test(arguments: [
        (Search.Params(query: "chung", shards: [2]), "/params/shards/0"),
        (.init(query: "chung", shards: [1, -1]), "/params/shards/1"),
        (.init(query: "chung", statistics: .init(documents: 1, lengthSum: 1, counts: [])), "/params/statistics"),
        (
            .init(query: "chung", statistics: .init(documents: -1, lengthSum: 1, counts: [[1, 1, 1]])),
            "/params/statistics"
        ),
        (
            .init(query: "chung", statistics: .init(documents: 1, lengthSum: 1, counts: [[1, -1, 1]])),
            "/params/statistics"
        ),
    ])
    func `shards that are not there and statistics that cannot be are pointed at`(
        params: Search.Params, pointer: String
    ) async throws {
        try publish()
        let open = try await two.shards(2)
        #expect {
            try search(params, open)
        } throws: { error in
            let error = error as? RPCError
            return error?.knownCode == .invalidParams && error?.data.pointer == pointer
        }
    }
}
