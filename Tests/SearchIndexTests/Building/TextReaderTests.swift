import TextAnalysis
import Testing

@testable import SearchIndex

@Suite struct `Reading texts piece by piece` {
    private static let parts = [
        "a", "z", "A", "Z", "0", "9", "/", ":", "@", "[", "`", "{", "_", "-", "\u{7F}", "\0", "\n", " ", "  ", ".",
        "đường",
        "ĐƯỜNG", "nghiêng", "hoà", "quý", "“", "”", "…", "\u{301}", "\u{323}", "\u{200B}", "\u{AD}", "ư\u{309}", "²",
        "ﬁ",
        "日本", "😀", "straße", "ĳ", "một", "covid19", "aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "ựựựựự", "\u{FEFF}",
    ]

    @Test(arguments: [true, false])
    func `The terms are those of the analyzer`(placesTones: Bool) {
        let seed: UInt64 = 41
        var random = SeededGenerator(seed: seed)
        let analyzer = Analyzer(placesTones: placesTones)
        var reader = TextReader(analyzer: analyzer)
        var tokens = TokenChunks()
        var expected: [[UInt8]] = []
        for round in 0..<4000 {
            let text = (0..<Int.random(in: 0...round % 60, using: &random))
                .map { _ in Self.parts.randomElement(using: &random) ?? "" }.joined()
            let found = analyzer.tokens(in: text)
            #expect(reader.read(text, into: &tokens) == found.count, "seed \(seed): \(text.debugDescription)")
            expected += found.map(\.term)
        }
        var terms: [[UInt8]] = []
        unsafe tokens.forEachPart(of: 0..<tokens.count) { numbers, count in
            for index in 0..<count { terms.append(Array(unsafe reader.terms.exact(Int(numbers[index])))) }
        }
        #expect(terms == expected)
        for number in 0..<reader.terms.count {
            let exact = Array(reader.terms.exact(number))
            #expect((reader.terms.folded(number).map(Array.init) ?? exact) == fold(exact))
        }
        let ordered = reader.terms.ordered().map { Array(reader.terms.exact(Int($0))) }
        #expect(ordered == Set(expected).sorted { $0.lexicographicallyPrecedes($1) })
    }
}
