import Protocol
import Testing

@testable import Messaging

@Suite struct `Parts of JSON` {
    private func bytes(_ text: String) -> ArraySlice<UInt8> { Array("xx\(text)yy".utf8).dropFirst(2).dropLast(2) }

    private func text(_ part: ArraySlice<UInt8>?) -> String? { part.map { String(decoding: $0, as: UTF8.self) } }

    @Test func `values come as the bytes that they are written in`() throws {
        let object = bytes(#" {"a": {"b":[1, 2]} , "\u0062":1.50e1,"c":"\"}" ,"d":null}"#)
        let values = try JSONParts.values(of: ["c", "a", "b", "d", "e"], in: object)
        #expect(values.map(text) == [#""\"}""#, #"{"b":[1, 2]}"#, "1.50e1", "null", nil])
        let inner = try #require(values[1])
        #expect(text(try JSONParts.value(of: "b", in: inner)) == "[1, 2]")
    }

    @Test func `of a key that stands twice the first counts`() throws {
        #expect(text(try JSONParts.value(of: "a", in: bytes(#"{"a":1,"a":2}"#))) == "1")
    }

    @Test func `elements come one by one, and what is no array has none`() throws {
        let elements = try JSONParts.elements(of: bytes(#"[ 1,"a,b" , [2,3],{"c":[]}]"#))
        #expect(elements?.map { text($0) } == ["1", #""a,b""#, "[2,3]", #"{"c":[]}"#])
        #expect(try JSONParts.elements(of: bytes("[]"))?.isEmpty == true)
        #expect(try JSONParts.elements(of: bytes(#"{"a":[]}"#)) == nil)
    }

    @Test func `a string is read with its escapes, byte by byte as it was`() throws {
        #expect(JSONParts.string(bytes(#""tin \u1ecd \"7\"""#)) == "tin \u{1ecd} \"7\"")
        let decomposed = "o\u{323}"
        #expect(Array((JSONParts.string(bytes("\"\(decomposed)\"")) ?? "").utf8) == Array(decomposed.utf8))
        #expect(JSONParts.string(bytes("7")) == nil)
    }

    @Test(arguments: ["", "7", "[1]", "{", #"{"a":}"#, #"{"a":1"#, #"{a:1}"#])
    func `what is no object is refused`(text: String) {
        let error = #expect(throws: RPCError.self) { try JSONParts.value(of: "a", in: bytes(text)) }
        #expect(error?.knownCode == .parseError)
    }
}
