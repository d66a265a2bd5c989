import SearchIndex
import Testing

@Suite struct `Publications of documents one by one` {
    @Test(arguments: [7, 1000])
    func `Answer as those of all documents at once`(segmentDocumentCountMax: Int) throws {
        var documents = RandomDocuments(seed: 61)
        var settings = IndexSettings()
        settings.segmentDocumentCountMax = segmentDocumentCountMax
        settings.memoryByteCountMax = 1 << 20
        let first = documents.puts(0..<40)
        // Many ids come twice and more, and some are there already.
        let second = (0..<120).map { _ in documents.document(Int.random(in: 20..<90, using: &documents.random)) }
        let queries = (0..<60).map { _ in documents.query() }
        let whole = try TemporaryFolder()
        var writer = try IndexWriter(folder: whole.path, epoch: 1)
        _ = try writer.publish(first, through: 1)
        let expected = try writer.publish(second.map { .put($0) }, through: 2)
        let folder = try TemporaryFolder()
        writer = try IndexWriter(folder: folder.path, epoch: 1, settings: settings)
        _ = try writer.publish(first, through: 1)
        var publication = writer.begin()
        for document in second { try publication.put(document) }
        let generation = try writer.publish(publication, through: 2)
        #expect(generation.documentCount == expected.documentCount)
        #expect(generation.through == 2)
        let answers = try IndexReader(folder: whole.path).answers(to: queries)
        #expect(try IndexReader(folder: folder.path).answers(to: queries) == answers)
        let merged = try #require(try writer.planMergeOfAll()?.run())
        #expect(try writer.install(merged)?.segmentCount == 1)
        #expect(try IndexReader(folder: folder.path).answers(to: queries) == answers)
        try IndexReader(folder: folder.path).check()
    }

    @Test func `Without documents publish the same ones again`() throws {
        var documents = RandomDocuments(seed: 62)
        let folder = try TemporaryFolder()
        let writer = try IndexWriter(folder: folder.path, epoch: 1)
        _ = try writer.publish(documents.puts(0..<5), through: 1)
        let generation = try writer.publish(writer.begin(), through: 4)
        #expect(generation.documentCount == 5)
        #expect(generation.through == 4)
    }
}
