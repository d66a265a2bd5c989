import Compression
import DocumentReading
import Foundation
import Protocol
import Testing

/// Reading that is taken up again goes on where it ended.
@Suite struct ResumeTests {
    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let lines = (0..<7).map { #"{"id":"\#($0)","title":"Bài \#($0)"}"# }
        try folder.write("b/lines.jsonl", lines[0..<3].joined(separator: "\r\n") + "\n\nbad\n" + lines[3] + "\n")
        try folder.write("b/wide.jsonl", utf16(lines[4] + "\n" + lines[5] + "\n", isLittleEndian: true))
        try folder.write("c.jsonl.zst", Zstd.compress(Array(("\u{FEFF}" + lines[6] + "\n{\n" + lines[0]).utf8)))
        try folder.write("a.txt", "Tiêu đề\n\nMột.\n\nHai.\n\nXem thêm\n\nTin khác nữa\n")
        try folder.write("a.png", "no")
        return folder
    }

    @Test func `from every position the rest is the same as when reading through`() throws {
        let folder = try Self.folder()
        let more = try TemporaryFolder()
        let inputs = [folder.path, try more.write("last.jsonl", #"{"id":"last","title":"T"}"#)]
        let items = try readAll(inputs)
        #expect(items.documents.count == 11)
        #expect(items.quarantined.count == 2)
        for (index, item) in items.enumerated() {
            let rest = try readAll(inputs, resumingAt: item.next)
            #expect(rest == Array(items[(index + 1)...]), "after item \(index), at \(item.next)")
        }
    }

    @Test func `a position survives being stored`() throws {
        let folder = try Self.folder()
        for item in try readAll([folder.path]) {
            let stored = try JSONEncoder().encode(item.next)
            #expect(try JSONDecoder().decode(ReadPosition.self, from: stored) == item.next)
        }
    }

    @Test func `a position in a file that is gone resumes with the next file`() throws {
        let folder = try Self.folder()
        let position = ReadPosition(input: folder.path, file: "b/lines2.jsonl", offset: 500, line: 9)
        let files = try readAll([folder.path], resumingAt: position).map(\.next.file)
        #expect(Set(files) == ["b/wide.jsonl", "c.jsonl.zst"])
    }

    @Test func `a file that became shorter is read from its beginning`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a.jsonl", #"{"id":"1","title":"T"}"#)
        let position = ReadPosition(input: path, file: "a.jsonl", offset: 4000, line: 90)
        #expect(try readAll([path], resumingAt: position).documents.map(\.id) == ["1"])
    }

    @Test func `a position of an input that is not given any more passes nothing over`() throws {
        let folder = try Self.folder()
        let position = ReadPosition(input: "elsewhere", file: "x.jsonl", offset: 9, line: 2)
        #expect(try readAll([folder.path], resumingAt: position) == readAll([folder.path]))
    }

    @Test func `lines that were added behind a position are read`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a.jsonl", #"{"id":"1","title":"T"}"# + "\n")
        let position = try #require(try readAll([path]).last?.next)
        try folder.write("a.jsonl", #"{"id":"1","title":"T"}"# + "\n" + #"{"id":"2","title":"T"}"# + "\n")
        #expect(try readAll([path], resumingAt: position).documents.map(\.id) == ["2"])
    }
}
