import Protocol
import Testing

@Suite struct EndpointText {
    @Test(arguments: [
        ("tcp://127.0.0.1:5570", Endpoint(transport: .tcp, address: "127.0.0.1", port: 5570)),
        ("tcp://*:*", Endpoint(transport: .tcp, address: "*")),
        ("tcp://0.0.0.0:0", Endpoint(transport: .tcp, address: "0.0.0.0")),
        ("tcp://[::1]:80", Endpoint(transport: .tcp, address: "::1", port: 80)),
        ("ipc:///run/timtin/cluster", Endpoint(transport: .ipc, address: "/run/timtin/cluster")),
        ("inproc://wake", Endpoint(transport: .inproc, address: "wake")),
    ])
    func `an endpoint is read and written`(text: String, expected: Endpoint) throws {
        #expect(try Endpoint(text) == expected)
        #expect(try Endpoint(expected.description) == expected)
    }

    @Test(arguments: [
        "", "5570", "http://host:1", "tcp://host", "tcp://:5570", "tcp://host:port", "tcp://host:70000", "ipc://",
    ])
    func `what is no endpoint is refused with its text and the reason`(text: String) {
        let error = #expect(throws: EndpointError.self) { try Endpoint(text) }
        #expect(error?.description.contains("\"\(text)\" is no endpoint: ") == true)
    }

    @Test func `a wildcard host becomes the host at which the peer was reached`() throws {
        let cluster = try Endpoint("tcp://*:5571")
        #expect(cluster.reached(like: try Endpoint("tcp://broker:5570")).description == "tcp://broker:5571")
        #expect(cluster.reached(like: try Endpoint("ipc:///run/b")) == cluster)
        let fixed = try Endpoint("tcp://10.0.0.1:5571")
        #expect(fixed.reached(like: try Endpoint("tcp://broker:5570")) == fixed)
    }

    @Test(arguments: [
        ("tcp://127.0.0.1:1", true), ("tcp://localhost:1", true), ("tcp://[::1]:1", true), ("ipc:///x", true),
        ("tcp://0.0.0.0:1", false), ("tcp://*:1", false), ("tcp://10.1.2.3:1", false),
    ])
    func `only what this machine alone reaches is local`(text: String, isLocal: Bool) throws {
        #expect(try Endpoint(text).isLocal == isLocal)
    }
}

@Suite struct ShardOfAnID {
    @Test(arguments: [
        ("", 0xefd0_1f60_ba99_2926 as UInt64), ("a", 0x82a2_a958_a9be_ce5b), ("Mường Khương", 0x15be_2545_1a9b_2ba0),
    ])
    func `the hash is fixed for ever`(id: String, expected: UInt64) {
        #expect(ShardRouting.hash(id.utf8) == expected)
    }

    @Test func `shards get even parts`() {
        var counts = [Int](repeating: 0, count: 4)
        for number in 0..<8_000 { counts[ShardRouting.shard(of: "train/\(number)".utf8, shards: 4)] += 1 }
        #expect(counts.allSatisfy { (1_800...2_200).contains($0) }, "\(counts)")
    }

    @Test func `composed and decomposed ids are different ids`() {
        #expect(ShardRouting.hash("h\u{00f2}a".utf8) != ShardRouting.hash("ho\u{0300}a".utf8))
    }
}

@Suite struct DocumentJSON {
    @Test func `a document without kind is an article and what is absent is empty`() throws {
        let document = try WireCoder.decode(Document.self, from: Array(#"{"id":"1","title":"Tin"}"#.utf8))
        #expect(document == Document(id: "1", title: "Tin"))
    }

    @Test func `empty fields are not written`() throws {
        let bytes = try WireCoder.encode(Document(id: "a/1", title: "Tin"))
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"id":"a/1","kind":"article","title":"Tin"}"#)
    }

    @Test(arguments: [0, Document.idByteCountMax + 1])
    func `an id of a wrong length is refused with its length`(byteCount: Int) throws {
        let id = String(repeating: "x", count: byteCount)
        let error = #expect(throws: DecodingError.self) {
            try WireCoder.decode(Document.self, from: Array(#"{"id":"\#(id)","title":""}"#.utf8))
        }
        #expect(String(describing: error).contains("this one has \(byteCount)"))
    }
}

@Suite struct JSONRPCMessages {
    @Test func `another version of JSON-RPC is refused`() {
        let error = #expect(throws: DecodingError.self) {
            try WireCoder.decode(
                JSONRPCRequest<Ping.Params>.self,
                from: Array(#"{"jsonrpc":"1.0","id":1,"method":"ping","params":{}}"#.utf8))
        }
        #expect(
            String(describing: error).contains(#"found \"1.0\""#) || String(describing: error).contains(#"found "1.0""#)
        )
    }

    @Test(arguments: ["\"a\"", "7", "null"])
    func `an id comes back as it was sent`(id: String) throws {
        let decoded = try WireCoder.decode(JSONRPCID.self, from: Array(id.utf8))
        #expect(String(decoding: try WireCoder.encode(decoded), as: UTF8.self) == id)
    }

    @Test func `a reply carries a result or an error, never both`() throws {
        let failed = JSONRPCResponse<Ping.Result>(id: .integer(1), error: RPCError(.overloaded, detail: "full"))
        let text = String(decoding: try WireCoder.encode(failed), as: UTF8.self)
        #expect(!text.contains("\"result\""))
        let read = try WireCoder.decode(JSONRPCResponse<Ping.Result>.self, from: Array(text.utf8))
        #expect(read.error?.knownCode == .overloaded)
        #expect(read.error?.data.retryable == true)
        #expect(read.result == nil)
    }

    @Test func `a reply with neither is refused`() {
        #expect(throws: DecodingError.self) {
            try WireCoder.decode(JSONRPCResponse<Ping.Result>.self, from: Array(#"{"jsonrpc":"2.0","id":1}"#.utf8))
        }
    }
}

@Suite struct `Statistics of a query` {
    private let left = QueryStatistics(documents: 3, lengthSum: 20, counts: [[1, 0, 2], [3]])

    @Test func `add up over shards`() {
        let right = QueryStatistics(documents: 4, lengthSum: 5, counts: [[0, 7, 1], [0]])
        #expect(left.adding(right) == QueryStatistics(documents: 7, lengthSum: 25, counts: [[1, 7, 3], [3]]))
    }

    @Test(arguments: [
        QueryStatistics(documents: 0, lengthSum: 0, counts: [[1, 0, 2]]),
        QueryStatistics(documents: 0, lengthSum: 0, counts: [[1, 0], [3]]),
        QueryStatistics(documents: .max, lengthSum: 0, counts: [[0, 0, 0], [0]]),
        QueryStatistics(documents: 0, lengthSum: .max, counts: [[0, 0, 0], [0]]),
        QueryStatistics(documents: 0, lengthSum: 0, counts: [[0, 0, .max], [0]]),
    ])
    func `of another query, or too large, are not added`(other: QueryStatistics) {
        #expect(left.adding(other) == nil)
    }
}

@Suite struct `Documents as they are read` {
    private func read(_ documents: String) throws -> [DocumentsPut.ReadDocument] {
        let body = #"{"jsonrpc":"2.0","id":1,"method":"documents.put","params":{"documents":\#(documents)}}"#
        let params = #"{"documents":\#(documents)}"#
        let alone = try WireCoder.decode(DocumentsPut.ReadParams.self, from: Array(params.utf8)).documents
        let whole = try WireCoder.decode(JSONRPCRequestOf<DocumentsPut.ReadParams>.self, from: Array(body.utf8))
        #expect(whole.params.documents.map { "\($0)" } == alone.map { "\($0)" })
        return alone
    }

    /// A request of which only the parameters matter.
    private struct JSONRPCRequestOf<Params: Decodable>: Decodable {
        var params: Params
    }

    @Test(
        arguments: [
            (#"{"document":{"title":"x"}}"#, "", "/document/id", "\"id\" is missing"),
            (#"{"document":{"id":"a","title":7}}"#, "a", "/document/title", "String"),
            (#"{"document":{"id":"a","kind":"novel","title":""}}"#, "a", "/document/kind", "novel"),
            (#"{"document":{"id":"a","title":"","body":["x",{}]}}"#, "a", "/document/body/1", "String"),
            (#"{"document":{"id":"","title":""}}"#, "", "/document/id", "1 to 512 bytes"),
            (#"{"document":{"id":3,"title":""}}"#, "", "/document/id", "String"),
            (#"{"document":{"id":"a","title":""},"original":1}"#, "a", "/original", "String"),
            (#"{"document":null}"#, "", "/document", ""), ("{}", "", "/document", "\"document\" is missing"),
            ("7", "", "", ""), ("null", "", "", ""),
        ] as [(String, String, String, String)])
    func `one that cannot be read says why and where, and spoils no other`(
        wrong: String, id: String, pointer: String, reason: String
    ) throws {
        let good = #"{"document":{"id":"good","title":"Lũ"}}"#
        let documents = try read("[\(good),\(wrong),\(good)]")
        #expect(documents.map(\.id) == ["good", id, "good"])
        guard case .unreadable(_, let why) = documents[1], case .readable = documents[2] else {
            Issue.record("\(documents)")
            return
        }
        #expect(why.contains(reason), "\(why)")
        #expect(pointer.isEmpty ? !why.hasSuffix(")") : why.hasSuffix(" (\(pointer))"), "\(why)")
    }

    @Test(arguments: ["{}", #"{"documents":{}}"#, #"{"documents":[],"batch":7}"#])
    func `a batch that is wrong as a whole is not read`(params: String) {
        #expect(throws: DecodingError.self) {
            try WireCoder.decode(DocumentsPut.ReadParams.self, from: Array(params.utf8))
        }
    }
}
