import Packing
import Testing

@Suite struct `Consecutive bits` {
    @Test(arguments: 0...32) func `agree with a slow packer`(_ width: Int) {
        var random = SeededGenerator(seed: UInt64(width))
        let largest = UInt32.max >> UInt32(32 - max(width, 1)) & (width == 0 ? 0 : .max)
        for count in [0, 1, 2, 7, 8, 9, 63, 127, 292] {
            let values = (0..<count).map { index in
                index % 5 == 0 ? largest : UInt32.random(in: 0...largest, using: &random)
            }
            let expected = Twins.stream(values, width: width)
            #expect(Bits.byteCount(count: count, width: width) == expected.count)
            var bytes = [UInt8](repeating: 0, count: expected.count + 1)
            bytes[expected.count] = 0xA5
            for (index, value) in values.enumerated() { Bits.write(&bytes, index, width: width, value) }
            #expect(bytes == expected + [0xA5])

            let page = GuardedPage()
            let source = page.place(expected, endingBefore: 8)
            #expect(values.indices.map { Bits.read(source, $0, width: width) } == values)
            var unpacked = [UInt32](repeating: 7, count: (count + 7) / 8 * 8)
            Bits.unpack(source, count: count, width: width, adding: 2, into: &unpacked)
            #expect(Array(unpacked.prefix(count)) == values.map { $0 &+ 2 })
            for base in [0, 1000, UInt32.max] {
                let documents = Twins.documents(values, base: base)
                let last = Bits.documents(source, count: count, width: width, base: base, into: &unpacked)
                #expect(Array(unpacked.prefix(count)) == documents)
                #expect(last == documents.last ?? base &- 1)
            }
        }
    }
}

@Suite struct `Sets of documents` {
    private static let wordCount = 12

    /// Sets that are empty, full, thin and thick, and one bit each at the edges of words.
    private static func sets() -> [Set<UInt32>] {
        var random = SeededGenerator(seed: 11)
        let all = 0..<UInt32(wordCount * 64)
        let rates = [0.01, 0.2, 0.9].map { rate in
            Set(all.filter { _ in Double.random(in: 0..<1, using: &random) < rate })
        }
        return [[], Set(all), [0], [63], [64], [all.upperBound - 1]] + rates
    }

    private static func words(_ set: Set<UInt32>) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: wordCount)
        for bit in set { words[Int(bit / 64)] |= 1 << UInt64(bit % 64) }
        return words
    }

    @Test func `are joined, cut and counted as sets are`() {
        for first in Self.sets() {
            for second in Self.sets() {
                var words = Self.words(first)
                Bits.and(&words, Self.words(second), count: Self.wordCount)
                #expect(words == Self.words(first.intersection(second)))
                words = Self.words(first)
                Bits.or(&words, Self.words(second), count: Self.wordCount)
                #expect(words == Self.words(first.union(second)))
                words = Self.words(first)
                Bits.andNot(&words, Self.words(second), count: Self.wordCount)
                #expect(words == Self.words(first.subtracting(second)))
                Bits.clear(&words, count: Self.wordCount)
                #expect(words == Self.words([]))
            }
            #expect(Bits.ones(Self.words(first), count: Self.wordCount) == first.count)
        }
    }

    @Test func `tell whether a document is in them and how many are before it`() {
        for set in Self.sets() {
            let words = Self.words(set)
            for bit in 0..<Self.wordCount * 64 {
                #expect(Bits.contains(words, bit) == set.contains(UInt32(bit)))
                #expect(Bits.rank(words, bit) == set.count { $0 < bit })
            }
        }
    }

    @Test func `become lists of documents`() {
        for set in Self.sets() {
            var documents = [UInt32](repeating: 7, count: set.count + 10)
            let count = Bits.documents(Self.words(set), count: Self.wordCount, base: 640, into: &documents)
            #expect(documents.prefix(count).map { $0 - 640 } == set.sorted())
            #expect(documents.suffix(2) == [7, 7])
        }
    }

    @Test(arguments: [128, 129, 200, 700]) func `of 128 become blocks, others do not`(_ documentCount: Int) {
        var random = SeededGenerator(seed: UInt64(documentCount))
        let all = Array(0..<UInt32(documentCount)).shuffled(using: &random)
        let wordCount = (documentCount + 63) / 64
        for count in [0, 1, 127, 128, 129, documentCount] where count <= documentCount {
            let set = Set(all.prefix(count))
            let words = Self.words(set).prefix(wordCount)
            let page = GuardedPage()
            let bytes = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
            for distance in [0, 3] {
                let source = page.place(bytes, endingBefore: distance)
                var documents = [UInt32](repeating: 7, count: 138)
                #expect(Bits.block(source, count: wordCount, base: 640, into: &documents) == (count == 128))
                if count == 128 { #expect(documents.prefix(128).map { $0 - 640 } == set.sorted()) }
                #expect(documents.suffix(2) == [7, 7])
            }
        }
    }

    @Test func `keep documents in their order`() {
        var random = SeededGenerator(seed: 12)
        for set in Self.sets() {
            var documents = (0..<300).map { _ in
                640 + UInt32.random(in: 0..<UInt32(Self.wordCount * 64), using: &random)
            }
            let expected = documents.filter { set.contains($0 - 640) }
            let count = Bits.keep(&documents, count: documents.count, from: 640, in: Self.words(set))
            #expect(Array(documents.prefix(count)) == expected)
        }
    }

    @Test func `are made of documents, those outside the window left out`() {
        var random = SeededGenerator(seed: 13)
        for count in [0, 1, 7, 8, 9, 128, 300] {
            let documents = (0..<count).map { _ in UInt32.random(in: 0..<3000, using: &random) }
            for (base, window) in [(0, 640), (1000, 640), (2990, 64), (5000, 64)] as [(UInt32, Int)] {
                var words = [UInt64](repeating: 0, count: window / 64 + 1)
                Bits.set(documents, count: count, from: base, window: window, into: &words)
                let within = Set(documents.filter { $0 >= base && $0 < base + UInt32(window) }.map { $0 - base })
                for bit in 0..<window { #expect(Bits.contains(words, bit) == within.contains(UInt32(bit))) }
            }
        }
    }
}
