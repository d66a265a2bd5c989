import Foundation
import Protocol
import Testing

@testable import Messaging

@Suite struct `The request scanner` {
    private func scan(_ text: String) throws -> ScannedMessage { try RequestScanner.scan(Array(text.utf8)) }

    private func single(_ text: String) throws -> ScannedRequest {
        guard case .single(let request) = try scan(text) else { throw RPCError(.invalidRequest, detail: "a batch") }
        return request
    }

    @Test func `finds keys, parameters and what they carry`() throws {
        let text = #"""
             { "params" : {"q":"}\"{","a":[1,{"_meta":{"deadline":9}}],"_meta":{"x":[],"deadline": 1500,
               "traceparent":"00-\u0061b"}} , "method":"se\u0061rch", "id" : "é\n" , "jsonrpc":"2.0" }
            """#
        let request = try single(text)
        #expect(request.problem == nil)
        #expect(request.method == "search")
        #expect(request.id == .string("é\n"))
        #expect(request.idBytes == Array(#""é\n""#.utf8))
        #expect(request.deadline == 1500)
        #expect(request.traceparent == "00-ab")
        let params = try #require(request.paramsRange)
        let bytes = Array(text.utf8)[params]
        #expect(bytes.first == UInt8(ascii: "{") && bytes.last == UInt8(ascii: "}"))
    }

    @Test func `takes the first of keys that stand twice, as Foundation does`() throws {
        let text =
            #"{"jsonrpc":"2.0","id":1,"id":{},"method":"a","method":5,"params":{"_meta":{"deadline":1,"deadline":2},"_meta":{"deadline":3}}}"#
        let request = try single(text)
        #expect(request.problem == nil)
        #expect(request.id == .integer(1))
        #expect(request.method == "a")
        #expect(request.deadline == 1)
        #expect(try WireCoder.decode([String: Int].self, from: Array(#"{"a":1,"a":2}"#.utf8)) == ["a": 1])
    }

    @Test(arguments: [
        ("1e3", 1000), ("1500.0", 1500), ("1.5", nil), ("\"9\"", nil), ("null", nil), ("-4", -4), ("1e999", nil),
    ])
    func `reads whole deadlines however they are written`(text: String, deadline: Int?) throws {
        let request = try single(#"{"jsonrpc":"2.0","method":"a","params":{"_meta":{"deadline":\#(text)}}}"#)
        #expect(request.deadline == deadline)
        #expect(request.isNotification)
    }

    @Test func `tells the members of a batch apart`() throws {
        let one = #"{"jsonrpc":"2.0","id":1,"method":"a"}"#
        guard case .batch(let requests) = try scan(" [ \(one) , 7,\(one)]") else {
            throw CocoaError(.featureUnsupported)
        }
        #expect(requests.map { $0.problem == nil } == [true, false, true])
        #expect(requests[0].range == 3..<3 + one.utf8.count)
        #expect(try single("[]").problem?.knownCode == .invalidRequest)
    }

    @Test(arguments: [
        "{", "[", "\"", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}", "[1,]", "[1 2]", "{\"a\":01}", "{\"a\":1.}",
        "{\"a\":-}", "{\"a\":1e}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\udc00\"}", "{\"a\":\"\\q\"}",
        "{\"a\":\"\u{1}\"}", "{\"a\":nul}", "{\"a\":True}", "{} x", "{\"a\":1}}", "\u{FEFF}{}",
    ])
    func `refuses what is no JSON`(text: String) {
        let error = #expect(throws: RPCError.self) { try scan(text) }
        #expect(error?.knownCode == .parseError)
    }

    @Test func `refuses bytes that are not UTF-8 and nesting without end`() {
        #expect(throws: RPCError.self) { try RequestScanner.scan([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]) }
        #expect(throws: RPCError.self) {
            try RequestScanner.scan([UInt8](repeating: UInt8(ascii: "["), count: 100_000))
        }
        let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        #expect(throws: Never.self) { try RequestScanner.scan(Array(#"{"params":\#(deep)}"#.utf8)) }
    }

    @Test func `agrees with Foundation on mutated requests`() throws {
        var fuzzer = RequestFuzzer(seed: 20_261_125)
        for _ in 0..<10_000 {
            let body = fuzzer.next()
            let disagreement = ScannerOracle.disagreement(on: body)
            #expect(disagreement == nil, "\(disagreement ?? "") on \(String(decoding: body, as: UTF8.self))")
            if disagreement != nil { break }
        }
    }
}

/// Valid requests, broken a little more each time, the same in every run.
private struct RequestFuzzer {
    private static let seeds = [
        #"{"jsonrpc":"2.0","id":"42","method":"search","params":{"query":"mường khương","size":10}}"#,
        #"{"id":7,"method":"count","params":{"_meta":{"deadline":900,"traceparent":"00-ab-cd-01"},"q":[1,2.5e3,null]},"jsonrpc":"2.0"}"#,
        #"[{"jsonrpc":"2.0","id":null,"method":"ping"},{"jsonrpc":"2.0","method":"n","params":[true,false]}]"#,
        #"{"jsonrpc":"2.0","id":"a\"\\\u00e9\ud83d\ude00","method":"\u0061","params":{"x":{"_meta":{}},"_meta":{"deadline":1}}}"#,
    ].map { Array($0.utf8) }
    private static let pieces = [
        "{", "}", "[", "]", "\"", ":", ",", "\\", "\\u", "0", "-", ".", "e", "1", "null", "true", " ", "\n", "\u{1}",
        "é",
        #""id":1,"#, #""_meta":{"deadline":5},"#, #""jsonrpc":"2.0","#,
    ].map { Array($0.utf8) }

    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func next() -> [UInt8] {
        var body = Self.seeds.randomElement(using: &generator) ?? []
        for _ in 0..<Int.random(in: 0...3, using: &generator) { mutate(&body) }
        return body
    }

    private mutating func mutate(_ body: inout [UInt8]) {
        guard !body.isEmpty else { return }
        let position = Int.random(in: 0..<body.count, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: body[position] = UInt8.random(in: 1...255, using: &generator)
        case 1: body.remove(at: position)
        case 2: body.insert(contentsOf: Self.pieces.randomElement(using: &generator) ?? [], at: position)
        case 3: body.removeSubrange(position...)
        case 4:
            let end = min(body.count, position + Int.random(in: 1...20, using: &generator))
            body.insert(contentsOf: body[position..<end], at: Int.random(in: 0...body.count, using: &generator))
        default:
            let end = min(body.count, position + Int.random(in: 1...20, using: &generator))
            body.removeSubrange(position..<end)
        }
    }
}

/// What Foundation's decoder makes of a body, compared with the scanner.
private enum ScannerOracle {
    static func disagreement(on body: [UInt8]) -> String? {
        let scanned = try? RequestScanner.scan(body)
        guard let value = try? WireCoder.decode(JSONValue.self, from: body) else {
            return scanned == nil || hasHugeNumber(body) ? nil : "only Foundation refuses"
        }
        guard let scanned else { return hasTrailingComma(body) ? nil : "only the scanner refuses" }
        switch (scanned, value) {
        case (.batch(let requests), .array(let values)):
            guard requests.count == values.count else { return "batches differ in length" }
            return zip(requests, values).lazy.compactMap { disagreement($0, $1) }.first
        case (.single(let request), .array(let values)):
            return values.isEmpty && request.problem != nil ? nil : "a batch"
        case (.single(let request), let value): return disagreement(request, value)
        case (.batch, _): return "no batch"
        }
    }

    /// Foundation lets a comma stand before the end of an array or object; RFC 8259 does not.
    private static func hasTrailingComma(_ body: [UInt8]) -> Bool {
        String(decoding: body, as: UTF8.self).contains(/,\s*[\]}]/)
    }

    /// Numbers beyond a Double's range are grammar, but no values of Foundation's.
    private static func hasHugeNumber(_ body: [UInt8]) -> Bool {
        String(decoding: body, as: UTF8.self).contains(/[0-9][eE][+]?[0-9]{3}/)
    }

    private static func disagreement(_ request: ScannedRequest, _ value: JSONValue) -> String? {
        guard case .object(let object) = value else { return request.problem == nil ? "no object" : nil }
        var isRequest = object["jsonrpc"] == .string("2.0")
        if case .string(let method)? = object["method"] {
            if request.method != method { return "method" }
        } else {
            isRequest = false
        }
        switch object["id"] {
        case nil: if request.idBytes != nil { return "id out of nothing" }
        case .array, .object, .bool: isRequest = false
        case let id?:
            guard let bytes = request.idBytes, (try? WireCoder.decode(JSONValue.self, from: bytes)) == id else {
                return "id"
            }
        }
        if isRequest != (request.problem == nil) { return "whether it is a request" }
        guard case .object(let params)? = object["params"], case .object(let meta)? = params["_meta"] else {
            return request.deadline == nil && request.traceparent == nil ? nil : "meta out of nothing"
        }
        if request.deadline != deadline(meta["deadline"]) { return "deadline" }
        if case .string(let trace)? = meta["traceparent"] { return request.traceparent == trace ? nil : "traceparent" }
        return request.traceparent == nil ? nil : "traceparent out of nothing"
    }

    private static func deadline(_ value: JSONValue?) -> Int? {
        switch value {
        case .integer(let value)?: Int(value)
        case .number(let value)?: Int(exactly: value)
        default: nil
        }
    }
}
