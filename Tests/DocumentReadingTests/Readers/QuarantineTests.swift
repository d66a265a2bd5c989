import Compression
import DocumentReading
import Protocol
import Testing

/// What cannot be read is reported with its place, and reading goes on.
@Suite struct QuarantineTests {
    private static let good = #"{"id":"1","title":"Một"}"#

    @Test func `a bad line is named by file, offset and line, and the next is read`() throws {
        let folder = try TemporaryFolder()
        let text = Self.good + "\n\n{bad\n" + #"{"id":"2","title":"Hai"}"# + "\n"
        let items = try readAll([folder.write("a.jsonl", text)])
        #expect(items.documents.map(\.id) == ["1", "2"])
        let entry = try #require(items.quarantined.first)
        #expect(entry.file == "a.jsonl")
        #expect(entry.offset == UInt64(Self.good.utf8.count + 2))
        #expect(entry.line == 3)
        #expect(entry.pointer == nil)
        #expect(entry.excerpt == "{bad")
    }

    @Test func `bytes that are no text are pointed at`() throws {
        let folder = try TemporaryFolder()
        let bytes = Array((Self.good + "\n").utf8) + Array(#"{"id":""#.utf8) + [0xC3, 0x28] + Array("\"}\n".utf8)
        let items = try readAll([folder.write("a.jsonl", bytes)])
        #expect(items.documents.count == 1)
        let entry = try #require(items.quarantined.first)
        #expect(entry.offset == UInt64(Self.good.utf8.count + 1 + 7))
        #expect(entry.line == 2)
        #expect(entry.reason == "the line holds bytes that are no text")
    }

    @Test func `a line over the limit is passed over, wherever the pieces of the stream end`() throws {
        let folder = try TemporaryFolder()
        let long = #"{"id":"x","title":""# + String(repeating: "ă", count: 300_000) + "\"}"
        let path = try folder.write("a.jsonl", [Self.good, long, Self.good].joined(separator: "\n"))
        let items = try readAll([path], options: ReaderOptions(lineByteCountMax: 1000))
        #expect(items.documents.count == 2)
        let entry = try #require(items.quarantined.first)
        #expect(entry.offset == UInt64(Self.good.utf8.count + 1))
        #expect(entry.line == 2)
        #expect(entry.reason == "the line has \(long.utf8.count) bytes, more than the limit allows")
        #expect(entry.excerpt.hasPrefix(#"{"id":"x","title":"ăăă"#))
        #expect(entry.excerpt.unicodeScalars.count == QuarantineEntry.excerptCountMax)
    }

    @Test func `a page over the limit is refused`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a.txt", String(repeating: "Một dòng.\n", count: 200))
        let items = try readAll([path], options: ReaderOptions(pageByteCountMax: 1000))
        #expect(items.documents.isEmpty)
        #expect(items.quarantined.first?.reason == "the page has more than 1000 bytes")
    }

    @Test(arguments: [".gz", ".zst"]) func `a file that is cut off gives what comes before the cut`(suffix: String)
        throws
    {
        let folder = try TemporaryFolder()
        // Numbers do not compress to nothing, so that the cut leaves lines on both sides.
        let lines = (0..<5000).map { #"{"id":"\#($0)","title":"Bài số \#($0 &* 2_654_435_761)"}"# }
        let bytes = Array(lines.joined(separator: "\n").utf8)
        let packed = suffix == ".gz" ? Gzip.compress(bytes) : Zstd.compress(bytes)
        let cut = try folder.write("a.jsonl" + suffix, packed.prefix(packed.count * 2 / 3))
        let items = try readAll([cut, folder.write("b.jsonl", #"{"id":"b","title":"B"}"#)])
        let ids = items.documents.map(\.id)
        #expect(ids.last == "b")
        #expect(ids.dropLast().elementsEqual((0..<(ids.count - 1)).map(String.init)))
        let entry = try #require(items.quarantined.first)
        #expect(items.quarantined.count == 1)
        #expect(entry.file == "a.jsonl" + suffix)
        #expect(entry.reason.contains("cut off"), "\(entry.reason)")
        #expect(entry.line == ids.count)
    }

    @Test func `binary files are refused, in a folder and as a page`() throws {
        let folder = try TemporaryFolder()
        var random = SeededGenerator(seed: 7)
        let noise = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        try folder.write("a.txt", noise)
        try folder.write("b.jsonl", noise)
        try folder.write("c.txt", Array("Một\n\nHai".utf8) + [0] + Array(" ba.\n".utf8))
        try folder.write("d.png", noise)
        try folder.write("e.txt", "\n \n\u{200B}\n")
        try folder.write("f.txt", "Đây\n\nLà tin.\n")
        let items = try readAll([folder.path])
        #expect(items.documents.map(\.title) == ["Đây"])
        #expect(items.skipped == ["d.png"])
        #expect(Set(items.quarantined.map(\.file)) == ["a.txt", "b.jsonl", "c.txt", "e.txt"])
        let reasons = Dictionary(items.quarantined.map { ($0.file, $0.reason) }) { first, _ in first }
        #expect(reasons["a.txt"]?.contains("neither UTF-8 nor UTF-16") == true)
        #expect(reasons["c.txt"] == "it holds a zero byte and is no text")
        #expect(reasons["e.txt"] == "the page holds no text")
    }

    @Test func `an input that does not exist is an error that names it`() throws {
        let error = #expect(throws: InputError.self) { try DocumentReader(inputs: ["/nowhere/at/all.jsonl"]) }
        #expect(error?.description == "cannot read /nowhere/at/all.jsonl: No such file or directory")
    }
}
