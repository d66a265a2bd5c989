import Foundation
import Testing

@testable import DocumentReading

/// What a look at a folder sees.
@Suite struct FolderListingTests {
    @Test func `files that can be read are listed in the order of reading, unfinished and hidden ones not`() throws {
        let folder = try TemporaryFolder()
        for name in [
            "b.txt", "a/2.jsonl.gz", "a/1.ndjson", "notes.pdf", ".hidden.txt", "~$b.txt", "#b.txt", "b.txt~",
            "c.txt.part",
            "c.jsonl.tmp", "upload.part/d.txt", ".git/e.txt",
        ] { _ = try folder.write(name, "x") }
        symlink("nowhere.txt", folder.path + "/link.txt")
        symlink("b.txt", folder.path + "/z.txt")
        let listing = FolderListing(of: folder.path)
        #expect(listing.files.map(\.name) == ["a/1.ndjson", "a/2.jsonl.gz", "b.txt", "z.txt"])
        #expect(listing.failures.isEmpty)
        let read = try readAll([folder.path]).map(\.next.file)
        #expect(listing.files.allSatisfy { read.contains($0.name) })
    }

    @Test func `a stamp tells a file that was written, replaced or closed from what it was`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a.txt", "một")
        let first = try #require(FileStamp(path: path))
        #expect(try #require(FileStamp(path: path)) == first)
        chmod(path, 0)
        let closed = try #require(FileStamp(path: path))
        #expect(closed.hasContent(of: first))
        chmod(path, 0o644)
        _ = try folder.write("b.txt", "hai")
        rename(folder.path + "/b.txt", path)
        #expect(try !#require(FileStamp(path: path)).hasContent(of: first))
        #expect(FileStamp(path: folder.path + "/b.txt") == nil)
    }

    @Test func `a file read alone gives what reading its folder gives, and can be resumed`() throws {
        let folder = try TemporaryFolder()
        let line = #"{"title":"Không có id"}"#
        _ = try folder.write("x/a.jsonl", [line, "no JSON", #"{"id":"2"}"#].joined(separator: "\n"))
        _ = try folder.write("x/b.txt", "Tiêu đề\n\nMột đoạn.\n")
        let whole = try readAll([folder.path])
        let alone = ["x/a.jsonl", "x/b.txt"].flatMap { Array(DocumentReader(file: $0, in: folder.path)) }
        #expect(alone == whole)
        let rest = Array(DocumentReader(file: "x/a.jsonl", in: folder.path, resumingAt: whole[1].next))
        #expect(rest == [whole[2]])
        let gone = Array(DocumentReader(file: "x/c.txt", in: folder.path))
        #expect(gone.count == 1 && gone.quarantined.count == 1)
    }
}
