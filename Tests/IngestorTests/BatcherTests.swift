import DocumentReading
import Protocol
import Testing

@testable import Ingestor

@Suite struct BatcherTests {
    static func position(_ offset: UInt64, file: String = "a.jsonl") -> ReadPosition {
        ReadPosition(input: "news", file: file, offset: offset, line: Int(offset) + 1)
    }

    static func item(_ ids: [String], at offset: UInt64, title: String = "tin", file: String = "a.jsonl") -> ReadItem {
        .documents(ids.map { Document(id: $0, title: title) }, original: nil, next: position(offset, file: file))
    }

    @Test func `a batch is full at its number of documents`() {
        var batcher = Batcher(documentCountMax: 2, byteCountMax: 1 << 20)
        #expect(batcher.add(Self.item(["a"], at: 1)).isEmpty)
        let full = batcher.add(Self.item(["b"], at: 2))
        #expect(full.map { $0.documents.map(\.put.document.id) } == [["a", "b"]])
        #expect(full.first?.next == Self.position(2))
        #expect(!batcher.isPartial)
        #expect(batcher.flush() == nil)
    }

    @Test func `an item of several documents stays whole, since they share a position`() {
        var batcher = Batcher(documentCountMax: 2, byteCountMax: 1 << 20)
        _ = batcher.add(Self.item(["a"], at: 1))
        #expect(batcher.add(Self.item(["b", "c", "d"], at: 2)).map(\.documents.count) == [4])
    }

    @Test func `what would make a batch too large begins the next one`() {
        var batcher = Batcher(documentCountMax: 100, byteCountMax: 20)
        #expect(batcher.add(Self.item(["a"], at: 1, title: "0123456789")).isEmpty)
        let batches = batcher.add(Self.item(["b"], at: 2, title: String(repeating: "x", count: 50)))
        #expect(batches.map { $0.documents.map(\.put.document.id) } == [["a"], ["b"]])
        #expect(batches.map(\.number) == [0, 1])
        #expect(batches.map(\.next.offset) == [1, 2])
    }

    @Test func `the text of a page travels with its article`() throws {
        var batcher = Batcher(documentCountMax: 10, byteCountMax: 1 << 20)
        let documents = ["a", "a#1"].map { Document(id: $0, title: "tin") }
        _ = batcher.add(.documents(documents, original: "tin\n", next: Self.position(0, file: "a.txt")))
        let flushed = batcher.flush()
        #expect(try #require(flushed).documents.map(\.put.original) == ["tin\n", nil])
    }

    @Test func `quarantined and skipped items travel in their place`() throws {
        var batcher = Batcher(documentCountMax: 10, byteCountMax: 1 << 20)
        let entry = QuarantineEntry(file: "a.jsonl", offset: 1, line: 2, reason: "no JSON")
        _ = batcher.add(Self.item(["a"], at: 1))
        _ = batcher.add(.quarantined(entry, next: Self.position(2)))
        _ = batcher.add(.skipped(file: "b.pdf", reason: "no text", next: Self.position(0, file: "b.pdf")))
        let flushed = batcher.flush()
        let batch = try #require(flushed)
        #expect(batch.quarantined == [entry])
        #expect(batch.skippedCount == 1)
        #expect(batch.next.file == "b.pdf")
    }

    @Test func `a document knows where it was read, and its refusal tells`() throws {
        var batcher = Batcher(documentCountMax: 10, byteCountMax: 1 << 20)
        _ = batcher.add(Self.item(["a"], at: 7))
        _ = batcher.add(Self.item(["b"], at: 9))
        _ = batcher.add(Self.item(["c"], at: 3, file: "b.jsonl"))
        let flushed = batcher.flush()
        let batch = try #require(flushed)
        #expect(batch.documents.map(\.origin.offset) == [0, 7, 0])
        let refusal = batch.documents[1].refused("its id is too long")
        #expect(refusal.file == "a.jsonl" && refusal.offset == 7 && refusal.line == 8)
        #expect(refusal.reason == "the document b was refused: its id is too long")
    }

    @Test func `the end of a file goes with what was read before it, or alone`() {
        var batcher = Batcher(documentCountMax: 2, byteCountMax: 1 << 20)
        let end = FileEnd(position: Self.position(1), isUnreadable: false)
        _ = batcher.add(Self.item(["a"], at: 1))
        #expect(batcher.end(end).isEmpty)
        let batch = batcher.flush()
        #expect(batch?.documents.count == 1 && batch?.ended == [end])
        // Files without documents fill a batch too, so that no more than that many are claimed for one.
        #expect(batcher.end(end).isEmpty)
        #expect(batcher.end(end).map(\.ended.count) == [2])
    }

    @Test func `a batch is of one input`() {
        var batcher = Batcher(documentCountMax: 100, byteCountMax: 1 << 20)
        _ = batcher.add(Self.item(["a"], at: 1))
        let other = ReadPosition(input: "other", file: "a.jsonl", offset: 5, line: 2)
        let first = batcher.add(.documents([Document(id: "b", title: "tin")], original: nil, next: other))
        #expect(first.map { $0.documents.map(\.put.document.id) } == [["a"]])
        #expect(batcher.flush()?.next.input == "other")
    }

    @Test func `what is refused after a resumption is named by its own line`() {
        var batcher = Batcher(documentCountMax: 1, byteCountMax: 1 << 20)
        batcher.begin(at: Self.position(7))
        let batch = batcher.add(Self.item(["a"], at: 9)).first
        #expect(batch?.documents.first?.refused("too long").line == 8)
        #expect(batch?.documents.first?.refused("too long").offset == 7)
    }
}
