import DocumentReading
import Foundation
import Protocol
import Testing

/// What a line of JSON becomes.
@Suite struct RecordTests {
    private func read(_ line: String) throws -> [ReadItem] {
        let folder = try TemporaryFolder()
        return try readAll([folder.write("lines.jsonl", line + "\n")])
    }

    private func document(_ line: String) throws -> Document {
        let items = try read(line)
        return try #require(items.documents.first, "\(items.quarantined)")
    }

    @Test func `a document's own fields come back`() throws {
        var expected = Document(id: "a#1", kind: .teaser, title: "Tiêu đề", lead: "Mở đầu.", body: ["Một.", "Hai."])
        expected.captions = ["Chú thích. Ảnh: TL"]
        expected.byline = "Nguyễn Quang"
        expected.source = "https://example.vn/a"
        expected.section = "Thời sự"
        expected.published = "--09-05"
        expected.places = ["Lào Cai"]
        expected.people = ["Hoàng Giang"]
        expected.organizations = ["TTXVN"]
        expected.tags = ["biên giới"]
        expected.related = ["a"]
        expected.language = "vi"
        expected.extra = ["lines": .array([.string("Chia sẻ")]), "views": .integer(12)]
        var found = try document(String(decoding: JSONEncoder().encode(expected), as: UTF8.self))
        #expect(found.fingerprint.count == 32)
        found.fingerprint = ""
        #expect(found == expected)
    }

    @Test func `common names stand for our own`() throws {
        let found = try document(#"{"_id":"q7","title":"T","text":"Một.\nHai.\r\n\r\n Ba. "}"#)
        #expect(found.id == "q7")
        #expect(found.body == ["Một.", "Hai.", "Ba."])
        #expect(found.kind == .article)
        #expect(found.source == "lines.jsonl")
        #expect(found.extra.isEmpty)
    }

    @Test func `lists of paragraphs stay as they are and text is cut at line ends`() throws {
        let found = try document(#"{"id":"1","lead":["A.","B."],"body":["X\nY","Z"],"captions":"C1\u2028C2\u0085C3"}"#)
        #expect(found.lead == "A.\nB.")
        #expect(found.body == ["X\nY", "Z"])
        #expect(found.captions == ["C1", "C2", "C3"])
    }

    @Test func `body wins over text, which is kept`() throws {
        let found = try document(#"{"id":"1","body":"A","text":"B"}"#)
        #expect(found.body == ["A"])
        #expect(found.extra == ["text": .string("B")])
    }

    @Test func `unknown keys of any type are kept, and a null is nothing`() throws {
        let line = #"{"id":"1","title":"T","views":3,"hot":true,"score":0.5,"geo":{"lat":[1,2]},"note":null}"#
        let found = try document(line)
        let geo = JSONValue.object(["lat": .array([.integer(1), .integer(2)])])
        #expect(found.extra == ["views": .integer(3), "hot": .bool(true), "score": .number(0.5), "geo": geo])
    }

    @Test func `an id may be a whole number`() throws {
        #expect(try document(#"{"id":42,"title":"T"}"#).id == "42")
    }

    @Test func `a URL serves as id and source`() throws {
        let found = try document(#"{"url":"https://example.vn/tin/1","title":"T"}"#)
        #expect(found.id == "https://example.vn/tin/1")
        #expect(found.source == "https://example.vn/tin/1")
        #expect(found.extra.isEmpty)
    }

    @Test func `a record without id is named by its file and content`() throws {
        let first = try document(#"{"title":"T","body":"A"}"#)
        #expect(first.id.utf8.count == 32)
        #expect(try document(#"{"body":"A","title":"T"}"#).id == first.id)
        #expect(try document(#"{"title":"T","body":"B"}"#).id != first.id)
        let elsewhere = try TemporaryFolder()
        let items = try readAll([elsewhere.write("other.jsonl", #"{"title":"T","body":"A"}"#)])
        #expect(items.documents.first?.id != first.id)
    }

    @Test func `a fingerprint that is given is made anew`() throws {
        let found = try document(#"{"id":"1","title":"T","fingerprint":"old"}"#)
        #expect(found.fingerprint.count == 32)
        #expect(found.extra.isEmpty)
    }

    @Test(
        arguments: [
            ("Hội nghị tổng kết công tác năm của huyện", "vi"), ("Meeting of the council", ""),
            ("Réunion à l'hôtel de ville", ""), ("Hoi nghi tong ket", ""), ("Łódź, čaj, œuvre, garçon", ""),
        ]) func `the language is told by its letters, composed or decomposed`(text: String, language: String) throws
    {
        #expect(try document(#"{"id":"1","title":"\#(text)"}"#).language == language)
        #expect(
            try document(#"{"id":"1","title":"\#(text.decomposedStringWithCanonicalMapping)"}"#).language == language)
    }

    @Test(
        arguments: [
            (#"{"id":"1","title":5}"#, "/title", "a string but is a number"),
            (#"{"id":"1","title":"T","body":{"a":1}}"#, "/body", "a list of strings but is an object"),
            (#"{"id":"1","title":"T","body":["a",2]}"#, "/body/1", "a string but is a number"),
            (#"{"id":1.5,"title":"T"}"#, "/id", "a string or a whole number"),
            (#"{"id":true,"title":"T"}"#, "/id", "a string or a whole number"),
            (#"{"id":"1","title":"T","kind":3}"#, "/kind", "a string"),
            (#"{"id":"1","title":"T","extra":[]}"#, "/extra", "an object"),
            (#"{"id":"1","title":"T","url":7}"#, "/url", "a string"),
            (#"["id"]"#, "", "no object"),
        ]) func `a value of the wrong type goes to the quarantine with its pointer`(
            line: String, pointer: String, reason: String
        ) throws
    {
        let items = try read(line)
        #expect(items.documents.isEmpty)
        let entry = try #require(items.quarantined.first)
        #expect(entry.pointer == pointer)
        #expect(entry.reason.contains(reason), "\(entry.reason)")
        #expect(entry.excerpt == line)
    }

    @Test(arguments: [#"{"id":"1""#, #"{"id":}"#, "no json", #"{"id":"1","title":"a"} {"#, "nul"])
    func `what is no JSON goes to the quarantine`(line: String) throws {
        let items = try read(line)
        #expect(items.documents.isEmpty)
        #expect(items.quarantined.first?.reason.contains("no JSON") == true, "\(items)")
    }

    @Test func `a record without text and an id that is too long are refused`() throws {
        #expect(try read(#"{"id":"1","byline":"B"}"#).quarantined.first?.reason.contains("no text") == true)
        let long = String(repeating: "x", count: 513)
        let entry = try read(#"{"id":"\#(long)","title":"T"}"#).quarantined.first
        #expect(entry?.pointer == "/id")
        #expect(entry?.reason == "an id has at most 512 bytes, this one has 513")
        #expect(try document(#"{"id":"\#(long.dropLast())","title":"T"}"#).id.utf8.count == 512)
    }
}
