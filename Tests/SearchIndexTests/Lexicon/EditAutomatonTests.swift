import Foundation
import Testing

@testable import SearchIndex

@Suite struct `Edit automaton` {
    private static func word(_ letters: [String], _ counts: ClosedRange<Int>, _ random: inout SeededGenerator) -> String
    {
        (0..<Int.random(in: counts, using: &random)).map { _ in letters.randomElement(using: &random)! }.joined()
    }

    @Test(arguments: [["a", "b"], ["a", "ă", "ấ", "đ", "n", "g"], ["n", "😀", "ß", "ü", "\u{301}"]], UInt64(1)...3)
    func `it finds of all keys those within reach, each with its distance`(letters: [String], seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var words: Set<[UInt8]> = []
        for _ in 0..<600 { words.insert(Array(Self.word(letters, 1...9, &random).utf8)) }
        for length in [61, 62, 63, 64, 70] { words.insert(Array(Self.word(letters, length...length, &random).utf8)) }
        // A long one makes its block one of wide counts.
        if seed == 2 { words.insert(Array(Self.word(["ab"], 300...300, &random).utf8)) }
        let keys = words.sorted { $0.lexicographicallyPrecedes($1) }
        var sections = try MappedSections()
        var writer = LexiconWriter(entries: sections.buffer(), index: sections.buffer())
        for (number, key) in keys.enumerated() {
            try writer.add(
                key,
                list: ListRef(
                    section: .postings, documentCount: 1, document: UInt32(number), frequency: 1, frequencyMaxCode: 1))
        }
        let (entries, index) = try writer.finish()
        let lexicon = try Lexicon(
            entries: sections.view(try sections.bytes(entries), slack: 0xFF),
            index: sections.view(try sections.bytes(index)), count: UInt64(keys.count), lists: .postings)
        var samples = (0..<60).map { _ in Self.word(letters, 1...8, &random) }
        samples += keys.filter { $0.count > 60 }.map { String(decoding: $0, as: UTF8.self) }
        for sample in samples {
            let scalars = Array(sample.unicodeScalars)
            let distances = keys.map {
                EditDistance.between(scalars, Array(String(decoding: $0, as: UTF8.self).unicodeScalars))
            }
            for maxEdits in 0...2 {
                let limit = scalars.count > EditAutomaton.scalarCountMax ? 0 : maxEdits
                let expected = distances.enumerated().filter { $0.element <= limit }.map { [$0.offset, $0.element] }
                let automaton = EditAutomaton(sample, maxEdits: maxEdits)
                let found = try lexicon.matches(automaton)
                #expect(found.map { [Int($0.term.ordinal), $0.distance] } == expected, "seed \(seed): \(sample)")
                #expect(found.allSatisfy { $0.term.list.document == $0.term.ordinal })
                for (key, distance) in zip(keys, distances) {
                    #expect(automaton.distance(to: key.span) == (distance <= limit ? distance : nil))
                }
            }
        }
    }

    @Test func `a swap is one edit, and no part is edited twice`() {
        func distance(_ word: String, _ other: String, _ maxEdits: Int) -> Int? {
            EditAutomaton(word, maxEdits: maxEdits).distance(to: Array(other.utf8).span)
        }
        #expect(distance("ca", "ac", 2) == 1)
        #expect(distance("ca", "abc", 2) == nil)
        #expect(distance("quét", "qeút", 1) == nil)
        #expect(distance("đường", "đưòng", 1) == 1)
    }
}
