import Testing

@testable import SearchIndex

@Suite struct PhraseSourceTests {
    static let weights = [
        PhraseWeights(exact: 900_000, folded: 540_000, bare: 270_000),
        PhraseWeights(exact: 5_000_000, folded: 1, bare: 4_000_000),
    ]
    static let rules: [PairRule] = [.all, .none, .common(documentCountMin: 4, termDocumentCountMin: 40)]

    @Test(arguments: IndexSchema.allCases, rules)
    func `phrases are found where their tokens stand side by side`(schema: IndexSchema, pairs: PairRule) throws {
        for (seed, documentCount) in [(UInt64(1), 1), (2, 40), (3, 400)] {
            let world = try PhraseWorld(documentCount: documentCount, schema: schema, pairs: pairs, seed: seed)
            var random = SeededGenerator(seed: seed)
            guard !world.terms.isEmpty else { continue }
            for round in 0..<40 {
                let phrase = world.phrase(using: &random, hasFields: schema == .news)
                let weights = Self.weights[round % 2]
                let windowSize = [64, 1024, 4096].randomElement(using: &random) ?? 64
                let isAllowed = (0..<documentCount).map { _ in
                    round % 3 > 0 || Bool.random(using: &random)
                }
                let all = try world.scores(phrase, weights, hasFields: schema == .news)
                let expected = zip(all, isAllowed).map { $1 ? $0 : 0 }
                let scratch = QueryScratch(windowSize: windowSize)
                let comment: Comment = "seed \(seed), round \(round), \(phrase), windows of \(windowSize)"
                try world.withSource(phrase, weights, scratch) { source in
                    #expect(match(source, isAllowed, scratch) == expected, comment)
                    #expect(!source.isDamaged, comment)
                    #expect(all.filter { $0 > 0 }.count <= source.documentCountMax, comment)
                    #expect(all.max() ?? 0 <= source.bound, comment)
                    if let leaf = source.leaf { #expect(world.scores(leaf) == all, comment) }
                }
                #expect((0..<3 * QueryScratch.windowMax).allSatisfy { scratch.rankFrequencies[$0] == 0 }, comment)
            }
        }
    }

    @Test(arguments: IndexSchema.allCases, rules)
    func `conjunctions have phrases`(schema: IndexSchema, pairs: PairRule) throws {
        let world = try PhraseWorld(documentCount: 500, schema: schema, pairs: pairs, seed: 4)
        var random = SeededGenerator(seed: 4)
        let order = try world.reader.ids.order.pointer()
        for round in 0..<40 {
            let phrases = (0..<(round % 4 == 0 ? 2 : 1)).map { _ in
                world.phrase(using: &random, hasFields: schema == .news)
            }
            let words = (0..<max(0, Int.random(in: -2...2, using: &random))).compactMap { _ in
                world.terms.randomElement(using: &random)
            }
            let isLive = (0..<500).map { _ in round % 3 > 0 || Int.random(in: 0..<4, using: &random) > 0 }
            let weights = Self.weights[round % 2]
            let leaves = words.map { WeighedLeaf(list: $0.list, weight: 300_000, bound: 300_001) }
            var sums = isLive.map { $0 ? UInt32(1) : 0 }
            func require(_ scores: [UInt32]) { sums = zip(sums, scores).map { $0 == 0 || $1 == 0 ? 0 : $0 + $1 } }
            for phrase in phrases { require(try world.scores(phrase, weights, hasFields: schema == .news)) }
            for leaf in leaves { require(world.scores(leaf)) }
            let expected = sums.indices.filter { sums[$0] > 0 }.sorted {
                sums[$0] != sums[$1]
                    ? sums[$0] > sums[$1] : world.reader.idRank[UInt32($0)] < world.reader.idRank[UInt32($1)]
            }
            let comment: Comment = "round \(round), \(phrases) and \(words.map(\.ordinal))"
            let capacity = [0, 1, 10, 1000].randomElement(using: &random) ?? 10
            let totalUpTo = [0, 10, Int.max].randomElement(using: &random) ?? 0
            let scratch = QueryScratch(windowSize: [64, 4096].randomElement(using: &random) ?? 64)
            var collector = Collector(capacity: capacity, totalUpTo: totalUpTo, scratch: scratch)
            try world.withParts(phrases, weights, leaves, isLive: isLive, scratch) { search, parts in
                ConjunctionEngine.run(search, parts, scratch: scratch, collector: &collector)
            }
            try collector.endSegment(0, idOrder: order, documentCount: .max) { _, _ in false }
            #expect(collector.found.map { Int($0.document) } == Array(expected.prefix(capacity)), comment)
            #expect(collector.found.map { $0.score + 1 } == expected.prefix(capacity).map { sums[$0] }, comment)
            if collector.isTotalExact {
                #expect(collector.total == expected.count, comment)
            } else {
                #expect(collector.total > totalUpTo && collector.total <= expected.count, comment)
            }
        }
    }

    /// What a phrase scores in each document, asked window by window.
    private func match(_ source: PhraseSource, _ isAllowed: [Bool], _ scratch: QueryScratch) -> [UInt32] {
        var found = [UInt32](repeating: 0, count: isAllowed.count)
        let candidates = scratch.take(UInt64.self, count: scratch.windowSize / 64)
        let bits = scratch.take(UInt64.self, count: scratch.windowSize / 64)
        let scores = scratch.take(UInt32.self, count: scratch.windowSize)
        for start in stride(from: 0, to: isAllowed.count, by: scratch.windowSize) {
            let end = min(start + scratch.windowSize, isAllowed.count)
            for word in 0..<scratch.windowSize / 64 { candidates[word] = 0 }
            for document in start..<end where isAllowed[document] {
                candidates[(document - start) / 64] |= 1 << UInt64(document % 64)
            }
            let isAny = source.match(
                UInt32(start)..<UInt32(end), within: candidates, bits: bits, scores: scores, scratch: scratch)
            for document in start..<end {
                if isAny, bits[(document - start) / 64] >> UInt64(document % 64) & 1 == 1 {
                    found[document] = scores[document - start]
                }
            }
        }
        return found
    }
}

extension PhraseWorld {
    /// What a leaf scores in each document.
    fileprivate func scores(_ leaf: WeighedLeaf) -> [UInt32] {
        var scores = [UInt32](repeating: 0, count: texts.count)
        var list = ListCursor(leaf.list, in: reader.view)
        while list.document != ListCursor.exhausted {
            scores[Int(list.document)] = scoring.score(
                weight: leaf.weight, frequency: list.frequency, norm: reader.view.norms[Int(list.document)])
            list.next()
        }
        return scores
    }

    /// Calls `body` with what a conjunction of phrases and leaves is asked for.
    fileprivate func withParts(
        _ phrases: [Phrase], _ weights: PhraseWeights, _ leaves: [WeighedLeaf], isLive: [Bool],
        _ scratch: QueryScratch, _ body: (borrowing SegmentSearch, ConjunctionParts) throws -> Void
    ) throws {
        var live = [UInt64](repeating: 0, count: (isLive.count + 63) / 64)
        for document in isLive.indices where isLive[document] { live[document / 64] |= 1 << UInt64(document % 64) }
        let groups = leaves.indices.map { LeafGroup(leaves: $0..<$0 + 1, bound: leaves[$0].bound) }
        let order = try reader.ids.order.pointer()
        var sources: [PhraseSource] = []
        func run(_ rest: ArraySlice<Phrase>) throws {
            if let phrase = rest.first {
                return try withSource(phrase, weights, scratch) { source in
                    sources.append(source)
                    try run(rest.dropFirst())
                }
            }
            try scoring.normFactors.withUnsafeBufferPointer { factors in
                try live.withUnsafeBufferPointer { live in
                    try leaves.withUnsafeBufferPointer { leaves in
                        try groups.withUnsafeBufferPointer { groups in
                            try sources.withUnsafeMutableBufferPointer { sources in
                                let search = SegmentSearch(
                                    view: reader.view, live: isLive.contains(false) ? live.baseAddress : nil,
                                    idRank: reader.idRank, idOrder: order,
                                    leaves: leaves.baseAddress ?? UnsafePointer(bitPattern: 64)!,
                                    normFactors: factors.baseAddress!)
                                try body(search, ConjunctionParts(required: groups, phrases: sources))
                            }
                        }
                    }
                }
            }
        }
        try run(phrases[...])
    }
}
