import SearchIndex
import Testing

@testable import class SearchIndex.SegmentReader
@testable import enum SearchIndex.SectionKind
@testable import struct SearchIndex.Lexicon
@testable import struct SearchIndex.LexiconCursor

@Suite struct `Segments and merges` {
    private func queries(_ documents: inout RandomDocuments) -> [Query] { (0..<60).map { _ in documents.query() } }

    @Test func `Scores are the same for one segment or many, and after a merge`() throws {
        var documents = RandomDocuments(seed: 11)
        let changes = documents.puts(0..<300)
        let queries = queries(&documents)
        let one = try TemporaryFolder()
        _ = try IndexWriter(folder: one.path, epoch: 1).publish(changes, through: 1)
        let expected = try IndexReader(folder: one.path).answers(to: queries)
        let many = try TemporaryFolder()
        let writer = try IndexWriter(folder: many.path, epoch: 1)
        for start in stride(from: 0, to: 300, by: 37) {
            _ = try writer.publish(Array(changes[start..<min(start + 37, 300)]), through: 1)
        }
        #expect(writer.generation?.segmentCount == 9)
        #expect(try IndexReader(folder: many.path).answers(to: queries) == expected)
        let merged = try #require(try writer.planMergeOfAll()?.run())
        #expect(try writer.install(merged)?.segmentCount == 1)
        #expect(try IndexReader(folder: many.path).answers(to: queries) == expected)
        try IndexReader(folder: many.path).check()
    }

    @Test func `A merge of all makes the segment that publishing all at once makes`() throws {
        var documents = RandomDocuments(seed: 12)
        let changes = documents.puts(0..<150)
        let one = try TemporaryFolder()
        _ = try IndexWriter(folder: one.path, epoch: 1).publish(changes, through: 1)
        let many = try TemporaryFolder()
        let writer = try IndexWriter(folder: many.path, epoch: 1)
        _ = try writer.publish(Array(changes[..<70]), through: 1)
        _ = try writer.publish(Array(changes[70...]), through: 2)
        let merged = try #require(try writer.planMergeOfAll()?.run())
        _ = try writer.install(merged)
        let left = try SegmentReader(path: one.path + "/" + one.file(endingWith: ".seg"))
        try writer.removeUnused(lease: .zero)
        let right = try SegmentReader(path: many.path + "/" + many.file(endingWith: ".seg"))
        // Stored blocks may be cut at other documents; all else is the same to the byte.
        for kind in SectionKind.allCases where kind != .stored && kind != .storedIndex {
            let sections = (left.header[kind], right.header[kind])
            #expect(
                sections.0.byteCount == sections.1.byteCount && sections.0.checksum == sections.1.checksum, "\(kind)")
        }
    }

    @Test func `Merges carry over what is deleted while they run`() throws {
        let folder = try TemporaryFolder()
        var documents = RandomDocuments(seed: 13)
        let writer = try IndexWriter(folder: folder.path, epoch: 1)
        for start in [0, 40, 80] { _ = try writer.publish(documents.puts(start..<start + 40), through: 1) }
        let plan = try #require(writer.planMergeOfAll())
        let replaced = documents.puts(45..<50)
        let deleted = (75..<85).map { IndexChange.delete(id: RandomDocuments.id($0)) }
        _ = try writer.publish(replaced + deleted, through: 2)
        let queries = queries(&documents)
        let expected = try IndexReader(folder: folder.path).answers(to: queries)
        let generation = try #require(try writer.install(try plan.run()))
        #expect(generation.documentCount == 110)
        #expect(generation.segmentCount == 2)
        #expect(generation.through == 2)
        let reader = try IndexReader(folder: folder.path)
        #expect(try reader.answers(to: queries) == expected)
        for number in 75..<85 { #expect(try reader.address(of: RandomDocuments.id(number)) == nil) }
        // Nothing of a merge is used when all its documents are deleted meanwhile.
        let late = try #require(writer.planMergeOfAll())
        let all = (0..<120).map { IndexChange.delete(id: RandomDocuments.id($0)) }
        #expect(try writer.publish(all, through: 3).documentCount == 0)
        #expect(try writer.install(try late.run()) == nil)
        #expect(writer.generation?.segmentCount == 0)
    }

    @Test func `A segment gives back what was put into it`() throws {
        let folder = try TemporaryFolder()
        var documents = RandomDocuments(seed: 14)
        let all = (0..<400).map { documents.document($0, wordCountMax: 10) }
        _ = try IndexWriter(folder: folder.path, epoch: 1).publish(all.map { .put($0) }, through: 9)
        let reader = try SegmentReader(path: folder.path + "/" + folder.file(endingWith: ".seg"))
        #expect(reader.documentCount == 400)
        for document in all {
            let numbers = try reader.ids.documents(of: document.id)
            #expect(numbers.count == 1)
            for number in numbers {
                #expect(try reader.ids.id(number) == document.id)
                #expect(try reader.stored(number) == document.stored)
            }
        }
        #expect(try reader.ids.documents(of: Array("nobody".utf8)).isEmpty)
        var cursor = try reader.terms.cursor()
        var last: [UInt8]?
        var count = 0
        while try cursor.next() {
            #expect(last.map { $0.lexicographicallyPrecedes(cursor.key) } ?? true)
            let found = try #require(try reader.terms.find(cursor.key))
            #expect(found.ordinal == UInt32(count) && found.list.start == cursor.term.list.start)
            #expect(try reader.terms.entry(count).list.positionsStart == found.list.positionsStart)
            last = cursor.key
            count += 1
        }
        #expect(count == Int(reader.header.termCount))
        try reader.check()
    }

    @Test func `Opening reads less than a hundredth of 20,000 documents`() throws {
        let folder = try TemporaryFolder()
        var random = SeededGenerator(seed: 15)
        let changes = (0..<20_000).map { number in
            let words = (0..<3).map { _ in "w\(Int.random(in: 0..<3_000, using: &random))" }
            let stored = (0..<6).flatMap { _ in
                withUnsafeBytes(of: UInt64.random(in: 0...(.max), using: &random)) { Array($0) }
            }
            return IndexChange.put(
                IndexDocument(
                    id: Array("\(number)".utf8), texts: [(.body, [words.joined(separator: " ")])], stored: stored))
        }
        let writer = try IndexWriter(folder: folder.path, epoch: 1)
        _ = try writer.publish(changes, through: 1)
        _ = try writer.publish([.delete(id: Array("77".utf8))], through: 2)
        let reader = try IndexReader(folder: folder.path)
        #expect(reader.generation.documentCount == 19_999)
        #expect(reader.bytesReadAtOpen > 1024)
        #expect(UInt64(reader.bytesReadAtOpen) * 100 < reader.generation.byteCount)
    }
}
