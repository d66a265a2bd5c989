import Testing

@testable import SearchIndex

@Suite struct `Building segments` {
    private func documents(seed: UInt64, _ numbers: Range<Int>, wordCountMax: Int = 60) -> [IndexDocument] {
        var random = RandomDocuments(seed: seed)
        return numbers.map { number in
            var document = random.document(number, wordCountMax: wordCountMax)
            let isDated = Int.random(in: 0..<3, using: &random.random) > 0
            document.published = isDated ? Int64.random(in: 0..<2_000_000_000, using: &random.random) : nil
            return document
        }
    }

    private func settings(_ schema: IndexSchema, _ pairs: PairRule = .all) -> IndexSettings {
        var settings = IndexSettings()
        settings.schema = schema
        settings.pairs = pairs
        return settings
    }

    private func build(
        _ documents: [IndexDocument], _ settings: IndexSettings, in folder: TemporaryFolder, name: String = "a"
    ) throws -> SegmentReader {
        let path = folder.path + "/\(name).partial"
        var inverter = Inverter(path: path, settings: settings)
        for document in documents { try inverter.add(document) }
        let reader = try SegmentReader(path: path, name: try inverter.finish())
        try reader.check()
        return reader
    }

    @Test(arguments: [IndexSchema.news, .singleField], [0, 1, 3, 700])
    func `A segment holds what reading its documents the long way finds`(schema: IndexSchema, count: Int) throws {
        let folder = try TemporaryFolder()
        let documents = documents(seed: 31, 0..<count)
        let segment = try build(documents, settings(schema), in: folder)
        #expect(try SegmentContent(segment) == SegmentContent(naively: documents, schema: schema))
        #expect(segment.header.hasAllPairs)
        #expect(try folder.files().count == 1)
    }

    @Test func `A segment can be without pairs, or with the common ones alone`() throws {
        let folder = try TemporaryFolder()
        let documents = documents(seed: 32, 0..<200)
        let expected = SegmentContent(naively: documents, schema: .singleField)
        let none = try build(documents, settings(.singleField, .none), in: folder, name: "none")
        #expect(!none.header.hasAllPairs)
        #expect(
            try SegmentContent(none) == SegmentContent(naively: documents, schema: .singleField, hasPairs: false))
        let rule = PairRule.common(documentCountMin: 3, termDocumentCountMin: 100)
        let some = try build(documents, settings(.singleField, rule), in: folder, name: "some")
        #expect(!some.header.hasAllPairs)
        let counts = Dictionary(uniqueKeysWithValues: expected.terms.map { ($0.key, $0.content.count) })
        let kept = expected.pairs.filter { pair in
            let terms = pair.key.split(separator: 32).map { counts[Array($0)] ?? 0 }
            return pair.content.count >= 3 || terms.allSatisfy { $0 >= 100 }
        }
        #expect(kept.count < expected.pairs.count)
        #expect(try SegmentContent(some).pairs == kept)
    }

    @Test(arguments: [IndexSchema.news, .singleField])
    func `Whatever memory and threads there are, the file is the same`(schema: IndexSchema) throws {
        let folder = try TemporaryFolder()
        let documents = documents(seed: 36, 0..<2500)
        var settings = settings(schema)
        let whole = try build(documents, settings, in: folder, name: "whole")
        settings.memoryByteCountMax = 1 << 20
        settings.threadCount = 3
        let parts = try build(documents, settings, in: folder, name: "parts")
        #expect(parts.name == whole.name)
        #expect(try folder.files().count == 2)
    }

    @Test(arguments: [IndexSchema.news, .singleField])
    func `A merge holds the live documents of its sources`(schema: IndexSchema) throws {
        var random = SeededGenerator(seed: 33)
        for round in 0..<4 {
            let folder = try TemporaryFolder()
            let all = documents(seed: 34 + UInt64(round), 0..<500)
            var live: [IndexDocument] = []
            var sources: [SegmentMerger.Source] = []
            var start = 0
            while start < all.count {
                let end = min(all.count, start + Int.random(in: 1...(round == 0 ? 500 : 200), using: &random))
                let segment = try build(
                    Array(all[start..<end]), settings(schema), in: folder, name: "source\(start)")
                // In the first rounds all documents are live; in the last one some words die out.
                var set: LiveSet?
                var ids: Set<[UInt8]> = []
                if round > 1 {
                    var words = LiveSet(documentCount: segment.documentCount)
                    for document in 0..<segment.documentCount
                    where Int.random(in: 0..<10, using: &random) < (round == 3 ? 9 : 3) {
                        _ = words.remove(document)
                        ids.insert(try segment.ids.id(document))
                    }
                    set = words
                }
                live += all[start..<end].filter { !ids.contains($0.id) }
                sources.append(SegmentMerger.Source(reader: segment, live: set))
                start = end
            }
            let path = folder.path + "/merged.partial"
            var merger = try SegmentMerger(
                sources, file: SegmentFile(path: path, spillByteCount: 4096), settings: settings(schema))
            let merged = try SegmentReader(path: path, name: try merger.run())
            try merged.check()
            #expect(
                try SegmentContent(merged) == SegmentContent(naively: live, schema: schema), "round \(round)")
        }
    }
}
