import Protocol
import SearchIndex
import Testing

@testable import QueryService

@Suite struct `A worker's answers` {
    private let sample = SampleIndex()

    private func search(_ params: Search.Params, _ shards: OpenShards) throws -> Search.Result {
        try SearchEngine.search(SearchParameters(params), in: shards.views())
    }

    @Test func `hits carry what the document holds and snippets with highlights`() async throws {
        let document = Document(
            id: "a", kind: .teaser, title: "Mường Khương: đối ngoại nhân dân", lead: "Huyện biên giới.",
            body: ["Nhiều đoàn đã đến.", "Người Mường Khương đón khách."], byline: "Nguyễn Quang",
            source: "https://example.vn/a", section: "Xã hội", published: "--09-05")
        let generation = try sample.publish([document, SampleIndex.document(2)], through: 2)
        let result = try search(.init(query: "muong khuong"), try await sample.shards())
        #expect(result.total == TotalHits(value: 1, relation: .exact))
        let hit = try #require(result.hits.first)
        #expect(hit.id == "a" && hit.kind == .teaser && hit.title == document.title && hit.score > 0)
        #expect(hit.byline == "Nguyễn Quang" && hit.published == "--09-05" && hit.section == "Xã hội")
        #expect(hit.document == nil)
        let snippets = try #require(hit.snippets)
        #expect(snippets.map(\.field) == ["title", "body"])
        #expect(snippets[1].index == 1)
        #expect(snippets[1].highlights == [[6, 18]])
        #expect(result.shards.asked == 1 && result.shards.answered == 1)
        #expect(result.shards.generations == [ShardGeneration(shard: 0, generation: "\(generation.name)")])
        #expect(result.freshness.ageMilliseconds == 0)
    }

    @Test func `snippets and documents come as asked for`() async throws {
        try sample.publish([SampleIndex.document(1)], through: 1)
        let shards = try await sample.shards()
        let result = try search(.init(query: "chung", snippets: false, documents: true), shards)
        #expect(result.hits.map(\.document) == [SampleIndex.document(1)])
        #expect(result.hits.map(\.snippets) == [nil])
    }

    @Test func `words are taken as words where the syntax says so, and all must match with and`() async throws {
        try sample.publish([SampleIndex.document(1), SampleIndex.document(2)], through: 2)
        let shards = try await sample.shards()
        #expect(try search(.init(query: "-riêng1"), shards).hits.map(\.id) == ["tin-2"])
        #expect(try search(.init(query: "-riêng1", syntax: .words), shards).hits.map(\.id) == ["tin-1"])
        let all = try search(.init(query: "chung riêng1", defaultOperator: .and), shards)
        #expect(all.hits.map(\.id) == ["tin-1"])
        #expect(all.total.value == 1)
    }

    @Test(arguments: [
        (Search.Params(query: "a", size: -1), "/params/size"), (.init(query: "a", from: -1), "/params/from"),
        (.init(query: "a", from: 9_000, size: 1_001), "/params/size"),
        (.init(query: "a", from: .max, size: .max), "/params/from"), (.init(query: "a", size: .max), "/params/size"),
        (.init(query: "a", totalUpTo: -1), "/params/totalUpTo"),
    ])
    func `parameters out of range are refused and pointed at`(params: Search.Params, pointer: String) {
        #expect {
            try SearchParameters(params)
        } throws: { error in
            let error = error as? RPCError
            return error?.knownCode == .invalidParams && error?.data.pointer == pointer
        }
    }

    @Test func `parameters at the end of their range are taken`() throws {
        #expect(try SearchParameters(.init(query: "", from: 9_990)).from == 9_990)
        #expect(try SearchParameters(.init(query: "", from: 0, size: 0, totalUpTo: 0)).size == 0)
    }

    @Test func `pages of a search are pieces of one list`() async throws {
        try sample.publish((0..<25).map { SampleIndex.document($0) }, through: 25)
        let shards = try await sample.shards()
        let all = try search(.init(query: "chung", size: 100), shards).hits.map(\.id)
        #expect(all.count == 25)
        let pages = try (0..<3).flatMap { page in
            try search(.init(query: "chung", from: page * 10), shards).hits.map(\.id)
        }
        #expect(pages == all)
        let none = try search(.init(query: "chung", from: 30), shards)
        #expect(none.hits.isEmpty && none.total.value == 25)
    }

    @Test func `hits of several shards are one list by score and id`() async throws {
        for shard in 0..<2 {
            let documents = (0..<10).map { SampleIndex.document(shard + 2 * $0) }
            try sample.publish(documents, shard: shard, through: 10)
        }
        let shards = try await sample.shards(2)
        let result = try search(.init(query: "chung", size: 100), shards)
        #expect(result.total == TotalHits(value: 20, relation: .exact))
        let order = result.hits.map { (-$0.score, Array($0.id.utf8)) }
        for (left, right) in zip(order, order.dropFirst()) {
            #expect(left.0 < right.0 || (left.0 == right.0 && left.1.lexicographicallyPrecedes(right.1)))
        }
        let page = try search(.init(query: "chung", from: 5, size: 7), shards)
        #expect(page.hits == Array(result.hits[5..<12]))
        #expect(page.shards.generations.map(\.shard) == [0, 1])
        #expect(try SearchEngine.count(SearchParameters(Count.Params(query: "chung")), in: shards.views()).count == 20)
    }

    @Test func `a shard that is not open is said not to have answered`() async throws {
        try sample.publish([SampleIndex.document(1)], through: 1)
        let shards = try await sample.shards(2)
        let report = try search(.init(query: "chung"), shards).shards
        #expect(report.asked == 2 && report.answered == 1)
    }

    @Test func `without any shard the answer is unavailable, and nothing where nothing is yet`() async throws {
        let shards = try await sample.shards()
        #expect {
            try search(.init(query: "a"), shards)
        } throws: { ($0 as? RPCError)?.knownCode == .unavailable }
        shards.clusterChanged(ClusterState(shards: [SampleIndex.state(nil)]))
        let result = try search(.init(query: "a"), shards)
        #expect(result.total == TotalHits(value: 0, relation: .exact))
        #expect(result.shards == ShardReport(asked: 1, answered: 1, generations: []))
    }

    @Test func `a document that was not stored as one is named as damage`() async throws {
        let document = IndexDocument(id: Array("x".utf8), texts: [(.title, ["lạ"])], stored: [1, 2, 3])
        try sample.publish([document], through: 1)
        let shards = try await sample.shards()
        #expect {
            try search(.init(query: "lạ"), shards)
        } throws: { ($0 as? RPCError)?.knownCode == .corrupted }
    }
}
