import Testing

@testable import SearchIndex

/// How an engine is run over a world, and what must come of it.
struct EngineRun: CustomStringConvertible {
    var capacity: Int
    var totalUpTo: Int
    var windowSize: Int

    init(capacity: Int, totalUpTo: Int, windowSize: Int) {
        self.capacity = capacity
        self.totalUpTo = totalUpTo
        self.windowSize = windowSize
    }

    init(using random: inout SeededGenerator) {
        self.init(
            capacity: [0, 1, 10, 64, 100, 1000].randomElement(using: &random) ?? 10,
            totalUpTo: [0, 0, 20, Int.max].randomElement(using: &random) ?? 0,
            windowSize: [64, 1024, 4096].randomElement(using: &random) ?? 64)
    }

    var description: String { "\(capacity) hits, total up to \(totalUpTo), windows of \(windowSize)" }

    /// Runs an engine over all segments and compares hits and total.
    ///
    /// - Parameters:
    ///   - lists: The lists that are the leaves.
    ///   - constants: What their postings score, or 0.
    ///   - expected: All hits, best first.
    func check(
        _ world: EngineWorld, lists: [Int], constants: [UInt32], known: Collector.KnownTotal = .nothing,
        expected: [EngineWorld.Hit], context: String,
        _ run: (borrowing SegmentSearch, [WeighedLeaf], QueryScratch, inout Collector) -> Void
    ) throws {
        let scratch = QueryScratch(windowSize: windowSize)
        // The second time memory has been used.
        for _ in 0..<2 {
            var collector = Collector(capacity: capacity, totalUpTo: totalUpTo, known: known, scratch: scratch)
            for (number, segment) in world.segments.enumerated() {
                let leaves = world.leaves(segment, lists: lists, constants: constants)
                try segment.withSearch(leaves: leaves, scoring: world.scoring) { search in
                    run(search, leaves, scratch, &collector)
                    try collector.endSegment(
                        number, idOrder: search.idOrder, documentCount: search.view.documentCount
                    ) { left, right in
                        world.id(left) < world.id(right)
                    }
                }
            }
            let found = collector.found.map { EngineWorld.Hit(score: $0.score, id: world.id($0)) }
            let comment: Comment = "\(context), \(description)"
            #expect(found == Array(expected.prefix(capacity)), comment)
            if collector.isTotalExact {
                #expect(collector.total == expected.count, comment)
            } else {
                #expect(collector.total > totalUpTo && collector.total <= expected.count, comment)
            }
            #expect(!scratch.isDamaged, comment)
            let isClean = (0..<windowSize).allSatisfy { scratch.sums[$0] == 0 && scratch.maxima[$0] == 0 }
            #expect(isClean, comment)
            scratch.reset()
        }
    }
}

extension EngineWorld {
    /// A few segments of any size, with lists from a posting to all documents.
    static func random(using random: inout SeededGenerator) throws -> EngineWorld {
        let segmentCount = Int.random(in: 1...3, using: &random)
        let countMax = [70, 700, 6000].randomElement(using: &random) ?? 70
        return try EngineWorld(
            documentCounts: (0..<segmentCount).map { _ in Int.random(in: 1...countMax, using: &random) },
            densities: [0, 0.002, 0.01, 0.03, 0.1, 0.3, 0.6, 0.9, 1], isUniform: Bool.random(using: &random),
            deleted: [0, 0, 0.1, 0.9].randomElement(using: &random) ?? 0, random: &random)
    }

    /// The number of a hit's id.
    func id(_ hit: Collector.Hit) -> Int { segments[Int(hit.segment)].ids[Int(hit.document)] }

    /// All hits, best first.
    ///
    /// - Parameters:
    ///   - lists: The lists that are the leaves.
    ///   - constants: What their postings score, or 0.
    ///   - score: What a document scores of which each leaf scores this; 0 when it is no hit.
    func hits(lists: [Int], constants: [UInt32], score: ([UInt32]) -> UInt32) -> [Hit] {
        var hits: [Hit] = []
        for segment in segments {
            let scores = zip(lists, constants).map { self.scores(segment, list: $0, constant: $1) }
            for document in segment.norms.indices where segment.live[document] {
                let score = score(scores.map { $0[document] })
                if score > 0 { hits.append(.init(score: score, id: segment.ids[document])) }
            }
        }
        return hits.sorted { $0.score == $1.score ? $0.id < $1.id : $0.score > $1.score }
    }
}
