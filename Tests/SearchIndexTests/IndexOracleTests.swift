import SearchIndex
import Testing

@testable import struct SearchIndex.Scoring

@Suite struct `Index and naive search` {
    /// Compares the answers to random queries with those of the oracle, count, scores and order.
    private func compare(_ folder: String, _ oracle: NaiveIndex, _ documents: inout RandomDocuments, rounds: Int) throws
    {
        let reader = try IndexReader(folder: folder)
        #expect(reader.generation.documentCount == oracle.entries.count)
        for _ in 0..<rounds {
            let query = documents.query()
            let expected = oracle.search(query)
            let from = Int.random(in: 0...3, using: &documents.random)
            let size = Int.random(in: 0...12, using: &documents.random)
            let answer = try reader.search(query, options: SearchOptions(from: from, size: size))
            let page = expected.dropFirst(from).prefix(size)
            let isEqual =
                answer.isTotalExact && answer.total == expected.count && answer.hits.map(\.id) == page.map(\.id)
                && answer.hits.map(\.score) == page.map(\.score)
            #expect(isEqual, "\(query): \(answer) but \(expected.count) \(page)")
            guard isEqual else { return }
            #expect(try reader.count(query) == expected.count)
            let upTo = Int.random(in: 0...4, using: &documents.random)
            let best = try reader.search(query, options: SearchOptions(from: from, size: size, totalUpTo: upTo))
            #expect(best.hits == answer.hits, "\(query): other hits when \(upTo) are counted")
            #expect(best.isTotalExact ? best.total == expected.count : upTo...expected.count ~= best.total)
            for hit in answer.hits {
                #expect(try reader.stored(hit.address) == oracle.entries[hit.id]?.document.stored)
                #expect(try reader.address(of: hit.id) == hit.address)
            }
        }
        try reader.check()
    }

    @Test(arguments: 1...4) func `agree after random changes and merges`(_ seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var documents = RandomDocuments(seed: seed)
        var oracle = NaiveIndex()
        var settings = IndexSettings()
        settings.mergeFactor = 3
        settings.segmentDocumentCountMax = 40
        var writer = try IndexWriter(folder: folder.path + "/index", epoch: seed, settings: settings)
        var number: UInt64 = 0
        for round in 0..<8 {
            let changes = documents.changes(Int.random(in: 0...60, using: &documents.random), of: 150)
            let plan = writer.planMerge()
            let merged = try plan?.run()
            oracle.apply(changes)
            let generation = try writer.publish(changes, through: UInt64(round))
            number += 1
            #expect(generation.name == GenerationName(epoch: writer.generation?.name.epoch ?? 0, number: number))
            // What was deleted while the merge ran stays deleted.
            if let merged, try writer.install(merged) != nil { number += 1 }
            try compare(folder.path + "/index", oracle, &documents, rounds: 6)
            if round % 4 == 3 {
                try writer.sync()
                try writer.removeUnused(lease: .zero)
                writer = try IndexWriter(
                    folder: folder.path + "/index", epoch: seed + UInt64(round), settings: settings)
                #expect(writer.generation?.documentCount == oracle.entries.count)
                number = 0
                try compare(folder.path + "/index", oracle, &documents, rounds: 5)
            }
        }
    }

    @Test func `agree where lists are longer than a block`() throws {
        let folder = try TemporaryFolder()
        var documents = RandomDocuments(seed: 99)
        var oracle = NaiveIndex()
        let writer = try IndexWriter(folder: folder.path, epoch: 1)
        let changes = (0..<700).map { IndexChange.put(documents.document($0, wordCountMax: 12)) }
        oracle.apply(changes)
        _ = try writer.publish(changes, through: 1)
        try compare(folder.path, oracle, &documents, rounds: 12)
        let more = documents.changes(200, of: 900)
        oracle.apply(more)
        _ = try writer.publish(more, through: 2)
        try compare(folder.path, oracle, &documents, rounds: 12)
        let merged = try #require(try writer.planMergeOfAll()?.run())
        _ = try writer.install(merged)
        #expect(writer.generation?.segmentCount == 1)
        try compare(folder.path, oracle, &documents, rounds: 12)
    }
}
