import Messaging
import Protocol
import Testing

@testable import timtin

@Suite struct ReplyGlanceTests {
    private static let result = Search.Result(
        tookMilliseconds: 1, total: TotalHits(value: 1, relation: .exact),
        hits: [
            // A text that looks like the report on shards, and like an id.
            Hit(id: "a", score: 1, kind: .article, title: #"{"id":"9","shards":{"answered":0,"asked":5}}"#)
        ], shards: ShardReport(asked: 2, answered: 2, generations: [ShardGeneration(shard: 0, generation: "1.2")]),
        freshness: Freshness(ageMilliseconds: 0))

    private func glance(_ bytes: [UInt8]) -> ReplyGlance? { ReplyGlance(bytes.span) }

    @Test func `a result is known by its id and shards`() throws {
        let bytes = RPCBytes.reply(id: Array("\"17\"".utf8), result: try WireCoder.encode(Self.result))
        #expect(glance(bytes) == ReplyGlance(id: 17, outcome: .answered(isPartial: false)))
        var partial = Self.result
        partial.shards.answered = 1
        let fewer = RPCBytes.reply(id: Array("\"18\"".utf8), result: try WireCoder.encode(partial))
        #expect(glance(fewer) == ReplyGlance(id: 18, outcome: .answered(isPartial: true)))
    }

    @Test func `keys may stand in any order`() {
        let text = #"{"jsonrpc": "2.0", "result": {"shards":{"asked":3,"answered":2}, "hits": []}, "id": "4"}"#
        #expect(glance(Array(text.utf8)) == ReplyGlance(id: 4, outcome: .answered(isPartial: true)))
    }

    @Test func `an error is told with its title`() {
        let bytes = RPCBytes.reply(id: Array("\"3\"".utf8), error: RPCError(.overloaded, detail: "too much"))
        let title = RPCErrorCode.overloaded.title
        #expect(glance(bytes) == ReplyGlance(id: 3, outcome: .failed(title, isRetryable: true)))
    }

    @Test(arguments: [
        "", "{", #"{"id":"","jsonrpc":"2.0","result":{}}"#, #"{"id":"99999999999999999999","result":1}"#, "[]",
    ])
    func `what is no reply of ours is passed over`(text: String) {
        #expect(glance(Array(text.utf8)) == nil)
    }

    @Test func `requests are whole, with a deadline`() throws {
        let queries = [
            NamedQuery(id: "1", text: #"+"biên giới""#, syntax: .query),
            NamedQuery(id: "2", text: "gạo", syntax: .words),
        ]
        let requests = try RequestBytes(queries, size: 3, snippets: false, timeout: .seconds(2))
        let request = try WireCoder.decode(Request.self, from: requests.bytes(id: 41, query: 1))
        #expect(request.id == "41" && request.method == "search")
        #expect(request.params.query == "gạo" && request.params.syntax == .words && request.params.size == 3)
        #expect(request.params.snippets == false && request.params._meta?.deadline == 2000)
    }

    private struct Request: Decodable {
        var id: String
        var method: String
        var params: Search.Params
    }
}
