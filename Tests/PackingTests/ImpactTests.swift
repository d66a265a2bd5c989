import Packing
import Testing

@Suite struct `Scores in windows` {
    /// Weights from none to the largest below 2²³, and the places between where rounding is hardest.
    private static let weights: [Float] = [
        0, 1, 0.5, 1.5, 1000.25, 131_072, 524_287.5, 0x1p22, 8_000_001.5, Float(0x1p23).nextDown,
    ]

    private static let table: [Float] = (0..<256).map { norm in
        norm == 255 ? 1e-6 : 1 / (1.2 * (0.25 + 0.75 * Float(norm * norm) / 530))
    }

    @Test func `are those of the definition`() {
        for weight in Self.weights {
            for frequency in Array(1...40) + [255, 256, 1000, 65_535, 1 << 20, (1 << 23) - 1] as [UInt32] {
                for factor in Self.table {
                    let expected = Twins.score(frequency: frequency, factor: factor, weight: weight)
                    #expect(Impacts.score(frequency: frequency, factor: factor, weight: weight) == expected)
                }
            }
        }
    }

    @Test func `rise with frequency and factor, so that a bound of both bounds the score`() {
        var random = SeededGenerator(seed: 21)
        for _ in 0..<20_000 {
            let weight = Float.random(in: 0..<0x1p23, using: &random)
            let frequency = UInt32.random(in: 1..<1 << 23, using: &random) >> UInt32.random(in: 0..<22, using: &random)
            let factor = Float.random(in: 0.001...4, using: &random)
            let score = Impacts.score(frequency: max(frequency, 1), factor: factor, weight: weight)
            #expect(Impacts.score(frequency: max(frequency, 1) + 1, factor: factor, weight: weight) >= score)
            #expect(Impacts.score(frequency: max(frequency, 1), factor: factor.nextUp, weight: weight) >= score)
            #expect(score <= 1 + UInt32(weight.rounded(.up)))
        }
    }

    @Test func `of lists are those of their postings`() {
        var random = SeededGenerator(seed: 22)
        let norms = (0..<4000).map { UInt8($0 / 40 + 60) }
        for count in Array(0...17) + [120, 127, 128] {
            for spread: UInt32 in [1, 3, 30] where count > 0 || spread == 1 {
                var documents: [UInt32] = []
                for _ in 0..<count {
                    documents.append((documents.last ?? 20) + UInt32.random(in: 1...spread, using: &random))
                }
                let frequencies = documents.map { _ in
                    UInt32.random(in: 1..<1 << UInt32.random(in: 1...23, using: &random), using: &random)
                }
                // Behind the last document stands what is none.
                let padding = [UInt32](repeating: .max, count: (8 - count % 8) % 8)
                for inColumns in [false, true] where count == 128 || !inColumns {
                    let order = inColumns ? Twins.columns((0..<128).map(UInt32.init)).map(Int.init) : Array(0..<count)
                    let listed = order.map { documents[$0] } + padding
                    let counted = order.map { frequencies[$0] } + padding
                    for weight in Self.weights {
                        var scores = [UInt32](repeating: 9, count: listed.count + 1)
                        Impacts.scores(
                            listed, counted, count: count, norms: norms, table: Self.table, weight: weight,
                            into: &scores)
                        let expected = order.map { index in
                            Twins.score(
                                frequency: frequencies[index], factor: Self.table[Int(norms[Int(documents[index])])],
                                weight: weight)
                        }
                        #expect(scores == expected + padding.map { _ in 0 } + [9])
                    }
                }
            }
        }
    }

    @Test func `are added and compared in the window alone`() {
        var random = SeededGenerator(seed: 23)
        for count in [0, 1, 7, 8, 9, 64, 128] {
            var documents = Set<UInt32>()
            while documents.count < count { documents.insert(UInt32.random(in: 0..<3000, using: &random)) }
            let ascending = documents.sorted()
            for documents in count == 128 ? [ascending, Twins.columns(ascending)] : [ascending] {
                checkAdding(documents, using: &random)
            }
        }
    }

    private func checkAdding(_ documents: [UInt32], using random: inout SeededGenerator) {
        let scores = documents.map { _ in UInt32.random(in: 0 ... .max, using: &random) }
        for (start, window) in [(0, 3008), (0, 2944), (64, 2944), (0, 64), (1000, 1024), (2990, 64), (5000, 64)]
            as [(UInt32, Int)]
        {
            let before = (0...window).map { _ in UInt32.random(in: 0 ... .max, using: &random) }
            var added = before
            var raised = before
            for (document, score) in zip(documents, scores)
            where document >= start && document < start + UInt32(window) {
                added[Int(document - start)] &+= score
                raised[Int(document - start)] = max(raised[Int(document - start)], score)
            }
            var sums = before
            Impacts.add(documents, scores, count: documents.count, from: start, window: window, into: &sums)
            #expect(sums.dropLast() == added.dropLast())
            var maxima = before
            Impacts.takeMaximum(
                documents, scores, count: documents.count, from: start, window: window, into: &maxima)
            #expect(maxima.dropLast() == raised.dropLast())
        }
    }

    @Test func `are drained, kept, joined, counted and masked`() {
        var random = SeededGenerator(seed: 24)
        for count in [64, 128, 1024] {
            for rate in [0.0, 0.02, 0.5, 1] {
                let values = (0..<count).map { _ in
                    Double.random(in: 0..<1, using: &random) < rate ? UInt32.random(in: 1 ... .max, using: &random) : 0
                }
                #expect(Impacts.nonZeroCount(values, count: count) == values.count { $0 > 0 })

                for least in [1, 1 << 30, .max] + values.prefix(3).map({ max($0, 1) }) {
                    var sums = values
                    var documents = [UInt32](repeating: 0, count: count)
                    var scores = documents
                    let found = Impacts.drain(
                        &sums, count: count, atLeast: least, base: 4096, documents: &documents, scores: &scores)
                    let expected = values.indices.filter { values[$0] >= least }
                    #expect(documents.prefix(found).map { Int($0) - 4096 } == expected)
                    #expect(Array(scores.prefix(found)) == expected.map { values[$0] })
                    #expect(sums == [UInt32](repeating: 0, count: count))
                }

                for (length, least) in [(count, 1), (count - 3, 1 << 30), (5, 1), (0, 1)] as [(Int, UInt32)] {
                    var documents = values.indices.map { UInt32($0) + 4096 }
                    var scores = values
                    let kept = Impacts.keep(&documents, &scores, count: length, atLeast: least)
                    let expected = (0..<length).filter { values[$0] >= least }
                    #expect(documents.prefix(kept).map { Int($0) - 4096 } == expected)
                    #expect(Array(scores.prefix(kept)) == expected.map { values[$0] })
                    #expect(scores.dropFirst(length) == values.dropFirst(length))
                }

                var others = values
                var sums = values.map { $0 &* 3 }
                Impacts.absorb(&others, count: count, into: &sums)
                #expect(sums == values.map { $0 &* 4 })
                #expect(others == [UInt32](repeating: 0, count: count))

                let words = (0..<count / 64).map {
                    $0 == 0 ? UInt64.max : UInt64.random(in: 0 ... .max, using: &random)
                }
                sums = values
                Impacts.mask(&sums, count: count, words)
                #expect(sums == values.enumerated().map { words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 ? $1 : 0 })
            }
        }
    }
}
