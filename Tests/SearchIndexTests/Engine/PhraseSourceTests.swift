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
            for round in 0..<60 {
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
    fileprivate func scores(_ leaf: WeighedLeafV2) -> [UInt32] {
        var scores = [UInt32](repeating: 0, count: texts.count)
        var list = ListCursor(leaf.list, in: reader.view)
        while list.document != ListCursor.exhausted {
            scores[Int(list.document)] = scoring.score(
                weight: leaf.weight, frequency: list.frequency, norm: reader.view.norms[Int(list.document)])
            list.next()
        }
        return scores
    }
}
