import Protocol
import Testing

@testable import QueryService

@Suite struct `Requests for several shards` {
    /// Two shards with an indexer each.
    private func broker() throws -> BrokerHarness {
        var broker = BrokerHarness(shards: 2)
        try broker.join(indexer: "i0", owning: [0])
        try broker.join(indexer: "i1", owning: [1])
        return broker
    }

    /// Ids of the wanted shards, in this order.
    private func ids(_ shards: [Int]) -> [String] {
        var numbers = (0...).lazy.map { "tin-\($0)" }.makeIterator()
        return shards.map { shard in
            while let id = numbers.next() {
                if ShardRouting.shard(of: id.utf8, shards: 2) == shard { return id }
            }
            return ""
        }
    }

    private func put(_ ids: [String]) throws -> String {
        let params = DocumentsPut.Params(batch: "b", documents: ids.map { .init(Document(id: $0, title: $0)) })
        let body = try WireCoder.encode(
            JSONRPCRequest(id: .string("put"), method: DocumentsPut.name, params: params))
        return String(decoding: body, as: UTF8.self)
    }

    private func answer<M: RPCMethod>(_ method: M.Type, _ result: M.Result) throws -> String {
        String(decoding: try WireCoder.encode(JSONRPCResponse(id: .integer(0), result: result)), as: UTF8.self)
    }

    private func params<M: RPCMethod>(_ method: M.Type, _ sent: BrokerHarness.Sent) throws -> M.Params {
        try WireCoder.decode(JSONRPCRequest<M.Params>.self, from: sent.body).params
    }

    @Test func `a batch of one shard goes to its indexer as it came`() throws {
        var broker = try broker()
        let text = try put(ids([1, 1]))
        broker.client(text)
        #expect(broker.requests.map(\.text) == [text])
        #expect(broker.requests[0].member == "i1")
        #expect(broker.requests[0].envelope.shard == 1)
    }

    @Test func `a batch of both is split and its acknowledgements come back in the order sent`() throws {
        var broker = try broker()
        let ids = ids([1, 0, 1, 0, 0])
        broker.client(try put(ids))
        #expect(broker.requests.map(\.member) == ["i0", "i1"])
        for request in broker.requests.reversed() {
            #expect(broker.replies.isEmpty)
            let documents = try params(DocumentsPut.self, request).documents
            let shard = try #require(request.envelope.shard)
            let result = DocumentsPut.Result(
                outcomes: documents.map { PutOutcome(id: $0.document.id, outcome: .created) },
                sequences: [ShardSequence(shard: shard, sequence: UInt64(10 + shard))])
            try broker.answer(request, try answer(DocumentsPut.self, result))
        }
        let reply = try WireCoder.decode(JSONRPCResponse<DocumentsPut.Result>.self, from: broker.replies[0].body)
        #expect(reply.id == .string("put"))
        #expect(reply.result?.outcomes.map(\.id) == ids)
        #expect(reply.result?.sequences.map(\.shard) == [0, 1])
        #expect(broker.core.isDrained)
    }

    @Test func `trouble of one shard is told of its documents alone`() throws {
        var broker = try broker()
        let ids = ids([0, 1, 0])
        broker.client(try put(ids))
        try broker.answer(broker.requests[1], try errorText(RPCError(.readOnly, detail: "the disk is full")))
        #expect(broker.replies.isEmpty)
        let written = DocumentsPut.Result(
            outcomes: [ids[0], ids[2]].map { PutOutcome(id: $0, outcome: .created) },
            sequences: [ShardSequence(shard: 0, sequence: 3)])
        try broker.answer(broker.requests[0], try answer(DocumentsPut.self, written))
        let result = try putResult(broker)
        #expect(result.outcomes.map(\.id) == ids)
        #expect(result.outcomes.map(\.outcome) == [.created, .failed, .created])
        #expect(result.outcomes.map(\.index) == [0, 1, 2])
        #expect(result.outcomes[1].retryable == true)
        #expect(result.outcomes[1].reason == "read only: the disk is full")
        #expect(result.sequences.map(\.shard) == [0])
        #expect(broker.core.isDrained)
    }

    @Test func `trouble of all shards is the answer`() throws {
        var broker = try broker()
        broker.client(try put(ids([0, 1])))
        let error = RPCError(.readOnly, detail: "the disk is full")
        for request in broker.requests { try broker.answer(request, try errorText(error)) }
        #expect(try broker.lastReply().error == error)
        #expect(try broker.lastReply().id == .string("put"))
        #expect(broker.core.isDrained)
        #expect(broker.core.status.members.allSatisfy { $0.outstanding == 0 })
    }

    @Test func `a shard without an indexer does not keep the others from being written`() throws {
        var broker = BrokerHarness(shards: 2) { $0.dropAfter = .seconds(60) }
        try broker.join(indexer: "i0", owning: [0])
        let ids = ids([1, 0])
        broker.client(try put(ids))
        let written = DocumentsPut.Result(outcomes: [PutOutcome(id: ids[1], outcome: .created)], sequences: [])
        try broker.answer(broker.requests[0], try answer(DocumentsPut.self, written))
        broker.pass(.seconds(4))
        #expect(broker.replies.isEmpty)
        broker.pass(.seconds(1))
        let outcomes = try putResult(broker).outcomes
        #expect(outcomes.map(\.outcome) == [.failed, .created])
        #expect(outcomes[0].retryable == true)
        #expect(outcomes[0].reason?.contains("an indexer of shard 1") == true)
    }

    @Test func `an indexer that does not answer in time costs its own documents alone`() throws {
        var broker = try broker()
        let ids = ids([1, 0])
        let text = try put(ids).replacing("\"params\":{", with: "\"params\":{\"_meta\":{\"deadline\":1000},")
        broker.client(text)
        let written = DocumentsPut.Result(outcomes: [PutOutcome(id: ids[1], outcome: .updated)], sequences: [])
        try broker.answer(broker.requests[0], try answer(DocumentsPut.self, written))
        broker.pass(.milliseconds(899))
        #expect(broker.replies.isEmpty)
        broker.pass(.milliseconds(1))
        let outcomes = try putResult(broker).outcomes
        #expect(outcomes.map(\.outcome) == [.failed, .updated])
        #expect(outcomes[0].retryable == true)
    }

    @Test func `what is no document goes with the others as it came, to be refused alone`() throws {
        var broker = try broker()
        let ids = ids([0, 1])
        let good = #"{"document":{"id":"\#(ids[0])","kind":"article","title":"a","extra":{"n":1.50e2}}}"#
        let untitled = #"{"document":{"id":"\#(ids[1])"}}"#
        let (text, number) = ("{\"x\":1}", "7")
        let list = [good, untitled, text, number].joined(separator: ",")
        broker.client(
            #"{"jsonrpc":"2.0","id":1,"method":"documents.put","params":{"batch":"b\u0031","documents":[\#(list)]}}"#)
        let unnamed = ShardRouting.shard(of: [], shards: 2)
        for request in broker.requests {
            let shard = try #require(request.envelope.shard)
            let own = (shard == 0 ? [good] : [untitled]) + (shard == unnamed ? [text, number] : [])
            let params = #""params":{"batch":"b\u0031","documents":[\#(own.joined(separator: ","))]}"#
            #expect(request.text.contains(params))
            let outcomes = own.map { text in
                text == good
                    ? PutOutcome(id: ids[0], outcome: .created)
                    : PutOutcome(id: text == untitled ? ids[1] : "", outcome: .refused, reason: "no title")
            }
            try broker.answer(request, try answer(DocumentsPut.self, .init(outcomes: outcomes, sequences: [])))
        }
        let outcomes = try putResult(broker).outcomes
        #expect(outcomes.map(\.outcome) == [.created, .refused, .refused, .refused])
        #expect(outcomes.map(\.id) == [ids[0], ids[1], "", ""])
        #expect(outcomes.map(\.index) == [0, 1, 2, 3])
    }

    @Test func `a deletion that a shard could not do says what is done`() throws {
        var broker = try broker()
        let text = ids([1, 0]).map { "\"\($0)\"" }.joined(separator: ",")
        broker.client(#"{"jsonrpc":"2.0","id":5,"method":"documents.delete","params":{"ids":[\#(text)]}}"#)
        try broker.answer(broker.requests[0], try errorText(RPCError(.readOnly, detail: "the disk is full")))
        try broker.answer(broker.requests[1], try answer(DocumentsDelete.self, .init(deleted: 1, sequences: [])))
        let error = try #require(try broker.lastReply().error)
        #expect(error.knownCode == .readOnly && error.data.retryable)
        #expect(error.data.detail.contains("shard 1 are removed"))
    }

    private func errorText(_ error: RPCError) throws -> String {
        String(
            decoding: try WireCoder.encode(JSONRPCResponse<JSONValue>(id: .integer(0), error: error)), as: UTF8.self)
    }

    private func putResult(_ broker: BrokerHarness) throws -> DocumentsPut.Result {
        let body = try #require(broker.replies.last).body
        return try #require(WireCoder.decode(JSONRPCResponse<DocumentsPut.Result>.self, from: body).result)
    }

    @Test func `documents are got from where they are, in the order asked for`() throws {
        var broker = try broker()
        let ids = ids([1, 0, 1, 0])
        let text = ids.map { "\"\($0)\"" }.joined(separator: ",")
        broker.client(#"{"jsonrpc":"2.0","id":5,"method":"documents.get","params":{"ids":[\#(text)]}}"#)
        for request in broker.requests {
            let own = try params(DocumentsGet.self, request).ids
            let result = DocumentsGet.Result(
                documents: [.init(Document(id: own[1], title: "x"))], missing: [own[0]])
            try broker.answer(request, try answer(DocumentsGet.self, result))
        }
        let reply = try WireCoder.decode(JSONRPCResponse<DocumentsGet.Result>.self, from: broker.replies[0].body)
        #expect(reply.result?.documents.map(\.document.id) == [ids[2], ids[3]])
        #expect(reply.result?.missing == [ids[0], ids[1]])
    }

    @Test func `deletions are added up`() throws {
        var broker = try broker()
        let text = ids([1, 0]).map { "\"\($0)\"" }.joined(separator: ",")
        broker.client(#"{"jsonrpc":"2.0","id":5,"method":"documents.delete","params":{"ids":[\#(text)]}}"#)
        for request in broker.requests {
            try broker.answer(request, try answer(DocumentsDelete.self, .init(deleted: 1, sequences: [])))
        }
        let reply = try WireCoder.decode(JSONRPCResponse<DocumentsDelete.Result>.self, from: broker.replies[0].body)
        #expect(reply.result?.deleted == 2)
    }

    @Test func `a commit goes to the shard it names, or to all`() throws {
        var broker = try broker()
        broker.client(#"{"jsonrpc":"2.0","id":1,"method":"index.commit","params":{"shard":1}}"#)
        #expect(broker.requests.map(\.member) == ["i1"])
        broker.client(#"{"jsonrpc":"2.0","id":2,"method":"index.commit","params":{"shard":2}}"#)
        #expect(try broker.lastReply().error?.data.pointer == "/params/shard")
        broker.client(#"{"jsonrpc":"2.0","id":3,"method":"index.commit","params":{}}"#)
        for request in broker.requests.suffix(2).reversed() {
            let states = BrokerHarness.state(owning: [try #require(request.envelope.shard)]).owned ?? []
            try broker.answer(request, try answer(IndexCommit.self, .init(shards: states)))
        }
        let reply = try WireCoder.decode(JSONRPCResponse<IndexCommit.Result>.self, from: broker.replies[1].body)
        #expect(reply.id == .integer(3))
        #expect(reply.result?.shards.map(\.shard) == [0, 1])
    }

    @Test func `wrong parameters are pointed at`() throws {
        var broker = try broker()
        broker.client(#"{"jsonrpc":"2.0","id":1,"method":"documents.get","params":{"ids":[1]}}"#)
        #expect(try broker.lastReply().error?.knownCode == .invalidParams)
        #expect(try broker.lastReply().error?.data.pointer?.hasPrefix("/params/ids/") == true)
    }
}
