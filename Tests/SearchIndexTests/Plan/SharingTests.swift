import Foundation
import Testing

@testable import SearchIndex

@Suite struct `A reader beside another` {
    @Test func `shares what both generations have, and answers as one alone`() throws {
        let folder = try TemporaryFolder()
        var documents = RandomDocuments(seed: 71)
        let writer = try IndexWriter(folder: folder.path, epoch: 1)
        _ = try writer.publish(documents.puts(0..<40), through: 1)
        _ = try writer.publish(documents.puts(40..<80), through: 2)
        let former = try IndexReader(folder: folder.path)
        let queries = (0..<30).map { _ in documents.query() }
        for query in queries { _ = try former.search(query) }
        let replaced = documents.puts(45..<47)
        _ = try writer.publish(replaced + [.delete(id: RandomDocuments.id(50))], through: 3)
        let reader = try IndexReader(folder: folder.path, beside: former)
        let alone = try IndexReader(folder: folder.path)
        #expect(reader.searched.segments.count == 3)
        // The first segment is as it was; of the second more is deleted.
        #expect(reader.searched.segments[0] === former.searched.segments[0])
        #expect(reader.searched.segments[1] !== former.searched.segments[1])
        #expect(reader.searched.segments[1].reader === former.searched.segments[1].reader)
        #expect(reader.bytesReadAtOpen < alone.bytesReadAtOpen)
        for query in queries {
            #expect(try reader.search(query) == alone.search(query))
            #expect(try reader.statistics(of: query) == alone.statistics(of: query))
        }
    }

    @Test func `does not share a file that another has taken the place of`() throws {
        let folder = try TemporaryFolder()
        var documents = RandomDocuments(seed: 72)
        _ = try IndexWriter(folder: folder.path, epoch: 1).publish(documents.puts(0..<10), through: 1)
        let former = try IndexReader(folder: folder.path)
        let name = try folder.file(endingWith: ".seg")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)"))
        try folder.replace(name, by: Array(bytes))
        let reader = try IndexReader(folder: folder.path, beside: former)
        #expect(reader.searched.segments[0] !== former.searched.segments[0])
        try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)")
        #expect {
            try IndexReader(folder: folder.path, beside: reader)
        } throws: {
            ($0 as? IndexError)?.code == .missing
        }
    }
}
