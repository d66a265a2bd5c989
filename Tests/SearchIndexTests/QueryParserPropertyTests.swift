import Foundation
import SearchIndex
import TextAnalysis
import Testing

@Suite struct `Query parser, at random` {
    /// Every term, prefix, nearly written term and keyword of a query, in no order.
    private func texts(of query: Query) -> [String] {
        switch query {
        case .term(_, let text), .prefix(_, let text), .keyword(_, let text), .fuzzy(_, let text, _): [text]
        case .phrase(_, let terms): terms
        case .boolean(let must, let should, let mustNot, _): (must + should + mustNot).flatMap(texts)
        case .published, .all, .nothing: []
        }
    }

    private func depth(of query: Query) -> Int {
        guard case .boolean(let must, let should, let mustNot, _) = query else { return 1 }
        return 1 + ((must + should + mustNot).map(depth).max() ?? 0)
    }

    @Test func `any text at all is answered within the bounds`() {
        for seed in UInt64(1)...1000 {
            var random = SeededGenerator(seed: seed)
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...200, using: &random) {
                let bound: UInt32 = [0x7F, 0x7F, 0x3F, 0x1EFF, 0x10_FFFF][Int.random(in: 0..<5, using: &random)]
                if let scalar = Unicode.Scalar(UInt32.random(in: 0...bound, using: &random)) { text.append(scalar) }
            }
            for parser in [QueryParser(), QueryParser(defaultOperator: .and)] {
                let query = parser.parse(String(text))
                #expect(depth(of: query) <= 3 * QueryParser.depthMax, "seed \(seed)")
                #expect(texts(of: query).count <= QueryParser.termCountMax, "seed \(seed)")
                _ = parser.plainWords(String(text))
            }
        }
    }

    @Test func `no word is lost, whatever stands around it`() {
        let signs = [
            "(", ")", "\"", "\"", "“", "+", "-", "*", ":", "title:", "kind:", "tags:", " AND ", " OR ", " NOT ", " ",
            " ", "++", "—", ",", ".", "/", "()", "\"\"",
        ]
        for seed in UInt64(1)...2000 {
            var random = SeededGenerator(seed: seed)
            var text = ""
            var words: [String] = []
            for number in 0..<Int.random(in: 0...12, using: &random) {
                for _ in 0..<Int.random(in: 0...4, using: &random) { text += signs.randomElement(using: &random) ?? "" }
                words.append("từ\(number)x")
                text += words[words.count - 1] + ["", " ", " ", "-"][Int.random(in: 0..<4, using: &random)]
            }
            let found = texts(of: QueryParser().parse(text)).joined(separator: " ")
            for word in words { #expect(found.contains(word), "seed \(seed): \(word) of \(text)") }
        }
    }

    @Test func `a text without well-formed operators is its words`() {
        let pieces = [
            "lũ", "Mường", "hoà,", "covid-19", "3.500", "(", "- ", "+ ", "–", "title: ", "a+b", "5%", "and", "or",
            "not",
            "Title:lũ", "10:30", "x_y", "C++", "a@b.vn", "https://a.vn/b?c=1", ":", "…", "“", "*.", "&", "😀",
        ]
        for seed in UInt64(1)...2000 {
            var random = SeededGenerator(seed: seed)
            var text = ["", "AND ", "OR ", ") "][Int.random(in: 0..<4, using: &random)]
            var hasQuote = false
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                let piece = pieces.randomElement(using: &random) ?? ""
                // A second quotation mark would be the partner of the first.
                if piece == "“" {
                    guard !hasQuote else { continue }
                    hasQuote = true
                }
                text += piece + " "
            }
            text += ["", " AND", " NOT", " ("][Int.random(in: 0..<4, using: &random)]
            #expect(QueryParser().parse(text) == QueryParser().plainWords(text), "seed \(seed): \(text)")
        }
    }
}
