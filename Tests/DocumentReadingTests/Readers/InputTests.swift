import DocumentReading
import Foundation
import Protocol
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Which files are read, in which order, and under which names.
@Suite struct InputTests {
    private static func line(_ id: String) -> String { #"{"id":"\#(id)","title":"T"}"# + "\n" }

    @Test func `folders are read recursively, names in the order of their bytes, hidden ones left out`() throws {
        let folder = try TemporaryFolder()
        for name in [
            "b.jsonl", "a/z.jsonl", "a/B.jsonl", "a.jsonl", ".hidden.jsonl", ".git/x.jsonl", "ă.ndjson", "a/c/d.jsonl",
        ] {
            try folder.write(name, Self.line(name))
        }
        let names = try readAll([folder.path]).documents.map(\.id)
        #expect(names == ["a/B.jsonl", "a/c/d.jsonl", "a/z.jsonl", "a.jsonl", "b.jsonl", "ă.ndjson"])
        #expect(try readAll([folder.path + "/"]).documents.map(\.source) == names)
    }

    @Test func `a folder mounted elsewhere gives the same ids`() throws {
        let folders = [try TemporaryFolder(), try TemporaryFolder()]
        let ids = try folders.map { folder in
            try folder.write("tin/1.txt", "Tiêu đề\n\nMột.\n\nHai.\n\nTin liên quan\n\nTin khác nữa\n")
            try folder.write("2.jsonl", #"{"title":"Không có id"}"#)
            return try readAll([folder.path]).documents.map(\.id)
        }
        #expect(ids[0].count == 3)
        #expect(ids[0] == ids[1])
    }

    @Test func `a link that leads back into the folder is followed once`() throws {
        let folder = try TemporaryFolder()
        try folder.write("a/1.jsonl", Self.line("1"))
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/a/loop", withDestinationPath: folder.path)
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/z.jsonl", withDestinationPath: "nowhere")
        let items = try readAll([folder.path])
        #expect(items.documents.map(\.id) == ["1"])
        #expect(items.quarantined.map(\.file) == ["z.jsonl"])
    }

    @Test func `inputs are read in the order given, and a named file may have any name`() throws {
        let folder = try TemporaryFolder()
        let records = try folder.write("records", "\n" + Self.line("r"))
        let page = try folder.write("page.html.saved", "Tiêu đề\n\nMột.\n\nHai.\n")
        let items = try readAll([page, records])
        #expect(items.documents.map(\.source) == ["page.html.saved", "records"])
        #expect(items.documents.map(\.title) == ["Tiêu đề", "T"])
        let forced = try readAll([records], options: ReaderOptions(format: .page))
        #expect(forced.documents.first?.title == String(Self.line("r").dropLast()))
    }

    @Test func `the measure counts what will be read`() throws {
        let folder = try TemporaryFolder()
        try folder.write("a/1.jsonl", Self.line("1"))
        try folder.write("2.txt", "Một\n")
        try folder.write("3.png", "no")
        let measure = InputMeasure(inputs: [folder.path])
        #expect(measure.fileCount == 2)
        #expect(measure.byteCount == UInt64(Self.line("1").utf8.count + "Một\n".utf8.count))
        #expect(!measure.isOpenEnded)
        #expect(InputMeasure(inputs: ["-"]).isOpenEnded)
        let reader = try DocumentReader(inputs: [folder.path])
        while reader.next() != nil {}
        #expect(reader.consumedByteCount == measure.byteCount)
    }

    @Test func `standard input is read as lines`() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let saved = dup(0)
        dup2(ends[0], 0)
        close(ends[0])
        defer {
            dup2(saved, 0)
            close(saved)
        }
        let text = Array((Self.line("1") + "bad\n" + Self.line("2")).utf8)
        #expect(write(ends[1], text, text.count) == text.count)
        close(ends[1])
        let items = try readAll(["-"])
        #expect(items.documents.map(\.id) == ["1", "2"])
        #expect(items.documents.allSatisfy { $0.source == "-" })
        #expect(items.quarantined.first?.line == 2)
        #expect(items.last?.next.input == "-")
    }
}
