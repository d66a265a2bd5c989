import Foundation
import SearchIndex
import TextAnalysis
import Testing

/// Matches by comparing every token with every part of a query: slow and plain.
private struct NaiveMatcher {
    let field: Field
    let tokens: [Token]

    private func isIn(_ field: Field?) -> Bool { field == nil || field == self.field }

    private func matches(_ token: Token, _ term: String) -> Bool {
        let term = Array(term.utf8)
        let bare = fold(term)
        return term == bare ? token.folded == term : token.term == term || token.term == bare
    }

    private func begins(_ token: Token, _ prefix: String) -> Bool {
        let prefix = Array(prefix.utf8)
        let bare = fold(prefix)
        return prefix == bare
            ? token.folded.starts(with: prefix)
            : token.term.starts(with: prefix) || (!token.hasDiacritics && token.term.starts(with: bare))
    }

    /// The tokens that match alone, and those that match as part of a phrase.
    func matches(_ query: Query) -> (alone: Set<Int>, inPhrases: Set<Int>) {
        var alone: Set<Int> = []
        var inPhrases: Set<Int> = []
        switch query {
        case .term(let field, let term) where isIn(field):
            alone.formUnion(tokens.indices.filter { matches(tokens[$0], term) })
        case .prefix(let field, let prefix) where isIn(field):
            alone.formUnion(tokens.indices.filter { begins(tokens[$0], prefix) })
        case .fuzzy(let field, let term, let maxEdits) where isIn(field):
            let scalars = Array(term.unicodeScalars)
            alone.formUnion(
                tokens.indices.filter { index in
                    let other = Array(String(decoding: tokens[index].term, as: UTF8.self).unicodeScalars)
                    return EditDistance.between(scalars, other) <= maxEdits
                })
        case .phrase(let field, let terms) where isIn(field):
            for first in tokens.indices where first + terms.count <= tokens.count {
                guard terms.indices.allSatisfy({ matches(tokens[first + $0], terms[$0]) }) else { continue }
                inPhrases.formUnion(first..<first + terms.count)
            }
        case .boolean(let must, let should, _, _):
            for part in must + should {
                let found = matches(part)
                alone.formUnion(found.alone)
                inPhrases.formUnion(found.inPhrases)
            }
        default: break
        }
        return (alone, inPhrases)
    }
}

@Suite struct `Highlighter, at random` {
    private static let syllables = [
        "lũ", "lu", "Lụ", "quét", "QUÉT", "quet", "hoà", "hòa", "hoàn", "Đắk", "dak", "a", "à", "á", "ﬁn", "１９", "19",
        "m²", "ä\u{323}", "e\u{301}\u{302}", "東京",
    ]
    private static let gaps = [
        " ", " ", " ", " ", " ", "  ", "-", ", ", ". ", "\u{200B}", "\u{AD}", "\u{A0}", "\n", " \u{301}", "😀\u{FE0F}",
        "\u{200D}", "\u{301}", "*",
    ]

    private static func text(_ count: ClosedRange<Int>, _ random: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: count, using: &random) {
            var syllable = syllables.randomElement(using: &random) ?? ""
            if Int.random(in: 0..<4, using: &random) == 0 { syllable = syllable.decomposedStringWithCanonicalMapping }
            text += syllable
            text += gaps.randomElement(using: &random) ?? ""
        }
        return text
    }

    private static func query(_ random: inout SeededGenerator) -> Query {
        let pieces = ["\"", "\"", "(", ")", " -", " +", " title:", " body:", "* ", "~ ", "~2 ", " OR ", " AND "]
        var typed = ""
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            if Bool.random(using: &random) { typed += pieces.randomElement(using: &random) ?? "" }
            typed += text(1...2, &random)
        }
        return QueryParser().parse(typed)
    }

    @Test func `what is highlighted matches, what matches is highlighted, and offsets are right`() {
        for seed in UInt64(1)...1500 {
            var random = SeededGenerator(seed: seed)
            let query = Self.query(&random)
            var options = HighlightOptions()
            options.lengthMax = Int.random(in: 1...60, using: &random)
            options.titleLengthMax = Int.random(in: 1...100, using: &random)
            options.snippetCountMax = Int.random(in: 1...4, using: &random)
            let texts: [(field: Field, texts: [String])] = [
                (.title, [Self.text(0...8, &random)]),
                (.body, (0..<3).map { _ in Self.text(0...40, &random) }),
            ]
            let snippets = Highlighter(query: query, options: options).snippets(in: texts)
            #expect(snippets.count <= options.snippetCountMax, "seed \(seed)")
            var isMatched = false
            for (field, texts) in texts {
                for (index, text) in texts.enumerated() {
                    let own = snippets.filter { $0.field == field && $0.index == index }
                    let matcher = NaiveMatcher(field: field, tokens: Analyzer().tokens(in: text))
                    let matches = matcher.matches(query)
                    isMatched = isMatched || !matches.alone.isEmpty || !matches.inPhrases.isEmpty
                    let problems = own.flatMap {
                        check(
                            $0, text, matcher.tokens, matches,
                            field == .title ? options.titleLengthMax : options.lengthMax)
                    }
                    #expect(problems == [], "seed \(seed): \(query) in \(text.debugDescription)")
                    let overlap = own.indices.contains { left in
                        own.indices.contains { $0 > left && range(own[left]).overlaps(range(own[$0])) }
                    }
                    #expect(!overlap, "seed \(seed)")
                }
            }
            #expect(isMatched == snippets.contains { !$0.highlights.isEmpty }, "seed \(seed): \(query)")
        }
    }

    private func range(_ snippet: HighlightedText) -> Range<Int> {
        snippet.start..<snippet.start + snippet.text.unicodeScalars.count
    }

    /// What is wrong with a snippet.
    private func check(
        _ snippet: HighlightedText, _ text: String, _ tokens: [Token],
        _ matches: (alone: Set<Int>, inPhrases: Set<Int>),
        _ lengthMax: Int
    ) -> [String] {
        let scalars = Array(text.unicodeScalars)
        let range = range(snippet)
        guard range.lowerBound >= 0, range.upperBound <= scalars.count, !range.isEmpty else { return ["bounds"] }
        var problems: [String] = []
        if !scalars[range].elementsEqual(snippet.text.unicodeScalars) { problems.append("no slice") }
        if range.count > lengthMax { problems.append("too long") }
        // Only the first letter of a snippet may have more marks than fit.
        let isCut = [range.lowerBound, range.upperBound].contains { $0 < scalars.count && isMark(scalars[$0]) }
        if isCut, snippet.text.unicodeScalars.dropFirst().contains(where: { !isMark($0) }) {
            problems.append("cut mark")
        }
        var covered: Set<Int> = []
        var last = -1
        for highlight in snippet.highlights {
            let absolute = highlight.lowerBound + range.lowerBound..<highlight.upperBound + range.lowerBound
            if absolute.isEmpty || absolute.lowerBound <= last { problems.append("order \(highlight)") }
            last = absolute.upperBound
            let inside = tokens.indices.filter {
                tokens[$0].start < absolute.upperBound && tokens[$0].end > absolute.lowerBound
            }
            guard let first = inside.first, let end = inside.last else {
                problems.append("nothing at \(highlight)")
                continue
            }
            if tokens[first].start != absolute.lowerBound { problems.append("start of \(highlight)") }
            let isWhole = tokens[end].end == absolute.upperBound || absolute.upperBound == range.upperBound
            if !isWhole { problems.append("end of \(highlight)") }
            for token in inside where !matches.alone.contains(token) && !matches.inPhrases.contains(token) {
                problems.append("no match at \(tokens[token].start)")
            }
            for (left, right) in zip(inside, inside.dropFirst())
            where tokens[right].start != tokens[left].end + 1 || scalars[tokens[left].end] != " " {
                problems.append("merged \(highlight)")
            }
            covered.formUnion(inside)
        }
        for token in matches.alone.subtracting(matches.inPhrases).subtracting(covered)
        where tokens[token].start >= range.lowerBound && tokens[token].end <= range.upperBound {
            problems.append("missed \(tokens[token].start)")
        }
        return problems
    }

    private func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    @Test func `any text at all is answered`() {
        for seed in UInt64(1)...500 {
            var random = SeededGenerator(seed: seed)
            let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            var scalars = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...200, using: &random) {
                let value = UInt32.random(in: 0...(Bool.random(using: &random) ? 0x36F : 0x10FFFF), using: &random)
                if let scalar = Unicode.Scalar(value) { scalars.append(scalar) }
            }
            let texts = [String(decoding: bytes, as: UTF8.self), String(scalars)]
            let highlighter = Highlighter(query: QueryParser().parse(texts.joined(separator: " ") + " e*"))
            for snippet in highlighter.snippets(in: [(.title, texts), (.body, texts)]) {
                let length = snippet.text.unicodeScalars.count
                #expect(snippet.highlights.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= length }, "seed \(seed)")
            }
        }
    }

    @Test func `long phrases in repetitive text take no more than linear work`() {
        let phrase = Query.phrase(nil, [String](repeating: "a", count: 1023) + ["b"])
        let text = [String](repeating: "a", count: 200_000).joined(separator: " ") + " b"
        let snippets = Highlighter(query: phrase).snippets(in: [(.body, [text])])
        #expect(snippets.map(\.start) == [2 * (200_000 - 1023)])
    }
}
