import SearchIndex
import Testing

@testable import struct SearchIndex.Scoring

/// Documents spread over indexes of their own by their ids, as a cluster spreads them over shards.
private struct ShardedIndex {
    private let folder: TemporaryFolder
    private var writers: [IndexWriter] = []

    init(shards: Int, settings: IndexSettings) throws {
        folder = try TemporaryFolder()
        for shard in 0..<shards {
            writers.append(try IndexWriter(folder: "\(folder.path)/\(shard)", epoch: 1, settings: settings))
        }
    }

    /// Applies changes, each in the shard of its id; a shard without any gets a generation all the same.
    func publish(_ changes: [IndexChange], through: UInt64) throws {
        for (shard, writer) in writers.enumerated() {
            let own = changes.filter { Self.shard(of: $0, writers.count) == shard }
            _ = try writer.publish(own, through: through)
        }
    }

    /// Merges what is due, or all segments of a shard.
    func merge(all: Bool) throws {
        for writer in writers {
            guard let plan = all ? writer.planMergeOfAll() : writer.planMerge() else { continue }
            _ = try writer.install(try plan.run())
        }
    }

    func readers() throws -> [IndexReader] {
        try writers.indices.map { try IndexReader(folder: "\(folder.path)/\($0)") }
    }

    private static func shard(of change: IndexChange, _ shards: Int) -> Int {
        let id =
            switch change {
            case .put(let document): document.id
            case .delete(let id): id
            }
        let hash = id.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        return Int((hash >> 32) % UInt64(shards))
    }
}

/// An answer gathered from several indexes: each is asked with the sum of all statistics.
private struct GatheredAnswer: Equatable {
    var ids: [[UInt8]]
    var scores: [UInt64]
    var total: Int
    var isTotalExact: Bool
    var statistics: QueryStatistics

    init(_ query: Query, _ options: SearchOptions, in readers: [IndexReader]) throws {
        let prepared = try readers.map { try $0.prepare(query) }
        let sum = try prepared.dropFirst().reduce(prepared[0].statistics) { try $0.adding($1.statistics) }
        let window = SearchOptions(size: options.from + options.size, totalUpTo: options.totalUpTo)
        let answers = try prepared.map { try $0.search(options: window, statistics: sum) }
        let hits = answers.flatMap(\.hits).sorted {
            $0.score != $1.score ? $0.score > $1.score : $0.id.lexicographicallyPrecedes($1.id)
        }
        let page = hits.dropFirst(options.from).prefix(options.size)
        statistics = sum
        ids = page.map(\.id)
        scores = page.map(\.score.bitPattern)
        total = answers.reduce(0) { $0 + $1.total }
        isTotalExact = answers.allSatisfy(\.isTotalExact)
    }
}

@Suite struct `An index in shards` {
    /// Compares what several indexes say together with what one index of all documents says, and with the oracle.
    private func compare(
        _ worlds: [ShardedIndex], _ oracle: NaiveIndex, _ documents: inout RandomDocuments, rounds: Int
    ) throws {
        let readers = try worlds.map { try $0.readers() }
        for _ in 0..<rounds {
            let query = documents.query()
            let expected = oracle.search(query)
            let from = Int.random(in: 0...3, using: &documents.random)
            let size = Int.random(in: 0...20, using: &documents.random)
            let page = expected.dropFirst(from).prefix(size)
            let upTo = Int.random(in: 0...4, using: &documents.random)
            let whole = try GatheredAnswer(query, SearchOptions(from: from, size: size), in: readers[0])
            #expect(try readers[0][0].statistics(of: query) == whole.statistics)
            for readers in readers {
                let answer = try GatheredAnswer(query, SearchOptions(from: from, size: size), in: readers)
                #expect(answer == whole, "\(query) in \(readers.count) shards")
                #expect(answer.total == expected.count && answer.isTotalExact)
                #expect(answer.ids == page.map(\.id), "\(query) in \(readers.count) shards")
                #expect(answer.scores == page.map(\.score.bitPattern))
                let best = try GatheredAnswer(
                    query, SearchOptions(from: from, size: size, totalUpTo: upTo), in: readers)
                #expect(best.ids == whole.ids && best.scores == whole.scores, "\(query): \(upTo) counted")
                #expect(best.isTotalExact ? best.total == expected.count : upTo...expected.count ~= best.total)
            }
        }
    }

    @Test(arguments: 1...6) func `give the hits and scores of one index, whatever their segments`(_ seed: UInt64) throws
    {
        var documents = RandomDocuments(seed: 1000 + seed)
        var oracle = NaiveIndex()
        let worlds = try (1...3).map { shards in
            var settings = IndexSettings()
            // Segments differ from world to world.
            settings.mergeFactor = 2 + shards
            settings.segmentDocumentCountMax = 30 * shards
            return try ShardedIndex(shards: shards, settings: settings)
        }
        for round in 0..<6 {
            let changes = documents.changes(Int.random(in: 0...50, using: &documents.random), of: 120)
            oracle.apply(changes)
            for world in worlds {
                try world.publish(changes, through: UInt64(round))
                if Bool.random(using: &documents.random) { try world.merge(all: round % 3 == 2) }
            }
            try compare(worlds, oracle, &documents, rounds: 8)
        }
        for world in worlds { try world.merge(all: true) }
        try compare(worlds, oracle, &documents, rounds: 8)
    }

    @Test func `agree where one has no document with a word of the query, or none at all`() throws {
        var documents = RandomDocuments(seed: 77)
        var oracle = NaiveIndex()
        let worlds = try [1, 3].map { try ShardedIndex(shards: $0, settings: IndexSettings()) }
        for round in 0..<3 {
            let changes = (round * 2..<round * 2 + 2).map { IndexChange.put(documents.document($0)) }
            oracle.apply(changes)
            for world in worlds { try world.publish(changes, through: UInt64(round)) }
            try compare(worlds, oracle, &documents, rounds: 40)
        }
    }

    @Test func `agree where lists are longer than a block and documents are passed over`() throws {
        var documents = RandomDocuments(seed: 78)
        var oracle = NaiveIndex()
        let worlds = try (1...3).map { try ShardedIndex(shards: $0, settings: IndexSettings()) }
        let changes = (0..<900).map { IndexChange.put(documents.document($0, wordCountMax: 12)) }
        oracle.apply(changes)
        for world in worlds { try world.publish(changes, through: 1) }
        try compare(worlds, oracle, &documents, rounds: 12)
    }
}

@Suite struct `Statistics of a query` {
    private func reader(_ body: (IndexReader) throws -> Void) throws {
        let folder = try TemporaryFolder()
        var documents = RandomDocuments(seed: 5)
        _ = try IndexWriter(folder: folder.path, epoch: 1).publish(documents.puts(0..<20), through: 1)
        try body(try IndexReader(folder: folder.path))
    }

    @Test func `have for each part of the query its numbers, in the order of the parts`() throws {
        let query = QueryParser().parse(#"+mường lũ "lu quét" pho* -kind:article"#)
        try reader { reader in
            let statistics = try reader.statistics(of: query)
            #expect(statistics.documentCount == 20)
            #expect(statistics.counts.map(\.count) == [3, 3, 3, 3, 1, 1])
            #expect(statistics.counts[0] == (try reader.statistics(of: .term(nil, "mường")).counts[0]))
            #expect(statistics.counts[4][0] == (try reader.count(.prefix(nil, "pho"))))
        }
    }

    @Test(arguments: [
        QueryStatistics(documentCount: 20, lengthSum: 9, counts: []),
        QueryStatistics(documentCount: 20, lengthSum: 9, counts: [[1, 1]]),
        QueryStatistics(documentCount: 20, lengthSum: 9, counts: [[1, 1, 1], [1]]),
        QueryStatistics(documentCount: 20, lengthSum: 9, counts: [[1, -1, 1]]),
        QueryStatistics(documentCount: 20, lengthSum: 9, counts: [[1, .max, 1]]),
        QueryStatistics(documentCount: -1, lengthSum: 9, counts: [[1, 1, 1]]),
        QueryStatistics(documentCount: .max, lengthSum: 9, counts: [[1, 1, 1]]),
        QueryStatistics(documentCount: 20, lengthSum: .max, counts: [[1, 1, 1]]),
    ])
    func `of another query, or that cannot be, are refused`(statistics: QueryStatistics) throws {
        try reader { reader in
            #expect {
                try reader.search(.term(nil, "lu"), statistics: statistics)
            } throws: { ($0 as? IndexError)?.code == .statistics }
        }
    }

    @Test(arguments: [
        QueryStatistics(documentCount: 0, lengthSum: 0, counts: [[0, 0, 0], [0, 0, 0], [0]]),
        QueryStatistics(documentCount: 1, lengthSum: 1 << 53, counts: [[1 << 53, 1 << 53, 0], [1, 0, 9], [7]]),
        QueryStatistics(documentCount: 1 << 53, lengthSum: 0, counts: [[0, 0, 0], [0, 0, 0], [0]]),
    ])
    func `may be of any size`(statistics: QueryStatistics) throws {
        let query = QueryParser().parse(#"lu "quét" kind:article"#)
        try reader { reader in
            let answer = try reader.search(query, options: SearchOptions(size: 20), statistics: statistics)
            #expect(answer.total == (try reader.count(query)))
            #expect(answer.hits.allSatisfy { $0.score >= 0 && $0.score.isFinite })
            let few = try reader.search(query, options: SearchOptions(size: 3, totalUpTo: 0), statistics: statistics)
            #expect(few.hits == Array(answer.hits.prefix(3)))
        }
    }

    @Test func `of different queries, or beyond all numbers, are not added`() {
        let one = QueryStatistics(documentCount: 1, lengthSum: 1, counts: [[1, 2]])
        for other in [
            QueryStatistics(documentCount: 1, lengthSum: 1, counts: [[1], [2]]),
            QueryStatistics(documentCount: .max, lengthSum: 1, counts: [[1, 2]]),
            QueryStatistics(documentCount: 1, lengthSum: .max, counts: [[1, 2]]),
            QueryStatistics(documentCount: 1, lengthSum: 1, counts: [[1, .max]]),
        ] {
            #expect(throws: IndexError.self) { try one.adding(other) }
        }
    }
}
