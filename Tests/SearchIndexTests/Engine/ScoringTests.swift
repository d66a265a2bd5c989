import Packing
import Testing

@testable import SearchIndex

@Suite struct ScoringTests {
    @Test(arguments: UInt64(1)...4)
    func `vectors compute the score to the last bit`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let scoring = Scoring(documentCount: 1000, lengthSum: UInt64.random(in: 1...900_000, using: &random))
        let documents = (0..<256).map { UInt32($0) }
        let norms = (0..<256).map { UInt8($0) }
        for _ in 0..<200 {
            let weight =
                Float.random(in: 0...1, using: &random)
                * [1, 1000, 2_000_000, Scoring.weightMax].randomElement(using: &random)!
            let frequencies = documents.map { _ in
                UInt32.random(in: 1...8_388_607, using: &random) >> UInt32.random(in: 0..<23, using: &random) | 1
            }
            var scores = [UInt32](repeating: 0, count: 256)
            Impacts.scores(
                documents, frequencies, count: 256, norms: norms, table: scoring.normFactors, weight: weight,
                into: &scores)
            for norm in 0..<256 {
                let score = scoring.score(weight: weight, frequency: frequencies[norm], norm: UInt8(norm))
                #expect(scores[norm] == score, "seed \(seed), norm \(norm)")
            }
        }
    }

    @Test(arguments: UInt64(1)...4)
    func `a larger frequency or a smaller norm never scores less`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let scoring = Scoring(documentCount: 1000, lengthSum: UInt64.random(in: 1...900_000, using: &random))
        for _ in 0..<3000 {
            let weight = Float.random(in: 0...Scoring.weightMax, using: &random)
            let frequency =
                UInt32.random(in: 1...8_388_606, using: &random) >> UInt32.random(in: 0..<22, using: &random) | 1
            let norm = UInt8.random(in: 0..<255, using: &random)
            let score = scoring.score(weight: weight, frequency: frequency, norm: norm)
            #expect(score >= 1)
            #expect(scoring.score(weight: weight, frequency: frequency + 1, norm: norm) >= score)
            #expect(scoring.score(weight: weight, frequency: frequency, norm: norm + 1) <= score)
        }
    }

    @Test func `large weights make the unit smaller, for all alike`() {
        #expect(Scoring.unit(for: [3, 20, 0.1]) == 131_072)
        #expect(Scoring.unit(for: [63.9]) == 131_072)
        #expect(Scoring.unit(for: [64]) == 65_536)
        let many = [Double](repeating: 60, count: 600)
        let unit = Scoring.unit(for: many)
        #expect(unit == 32_768)
        #expect(many.reduce(0) { $0 + UInt64(Scoring.weight(points: $1, unit: unit)) + 1 } < 1 << 31)
    }
}
