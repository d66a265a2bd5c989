import Foundation
import TextAnalysis
import Testing

@Suite struct `Analyzer, at random` {
    private let analyzer = Analyzer()

    private func terms(_ text: String) -> [[UInt8]] { analyzer.tokens(in: text).map(\.term) }

    @Test func `composed and decomposed, upper and lower case make the same terms`() {
        for seed in UInt64(1)...300 {
            var random = SplitMix64(seed: seed)
            let text = RandomTexts.vietnamese(&random)
            let expected = analyzer.tokens(in: text).map { [$0.term, $0.folded] }
            for other in [
                text.decomposedStringWithCanonicalMapping, text.uppercased(), text.capitalized,
                text.uppercased().decomposedStringWithCanonicalMapping,
            ] {
                let found = analyzer.tokens(in: other).map { [$0.term, $0.folded] }
                #expect(found == expected, "seed \(seed): \(other)")
            }
        }
    }

    @Test func `canonically equal text of any script makes the same terms`() {
        for seed in UInt64(1)...600 {
            var random = SplitMix64(seed: seed)
            let text = RandomTexts.anything(&random)
            let composed = terms(text.precomposedStringWithCanonicalMapping)
            let decomposed = terms(text.decomposedStringWithCanonicalMapping)
            #expect(composed == decomposed, "seed \(seed): \(text.debugDescription)")
        }
    }

    @Test func `a term is what Foundation composes, but for the place of tones`() {
        let analyzer = Analyzer(placesTones: false)
        for seed in UInt64(1)...300 {
            var random = SplitMix64(seed: seed)
            let text = RandomTexts.vietnamese(&random)
            let decomposed = text.uppercased().decomposedStringWithCanonicalMapping
            let expected = text.precomposedStringWithCanonicalMapping.split { !$0.isLetter && !$0.isNumber }
            let found = analyzer.tokens(in: decomposed).map(\.term)
            #expect(found == expected.map { Array($0.utf8) }, "seed \(seed): \(text)")
        }
    }

    @Test func `tokens lie apart, in order, and each is the token of its own piece of text`() {
        for seed in UInt64(1)...600 {
            var random = SplitMix64(seed: seed)
            let text = seed.isMultiple(of: 3) ? RandomTexts.vietnamese(&random) : RandomTexts.anything(&random)
            let scalars = Array(text.unicodeScalars)
            var last = 0
            for token in analyzer.tokens(in: text) {
                #expect(last <= token.start && token.start < token.end && token.end <= scalars.count, "seed \(seed)")
                #expect(terms(String(String.UnicodeScalarView(scalars[last..<token.start]))) == [], "seed \(seed)")
                let piece = analyzer.tokens(in: String(String.UnicodeScalarView(scalars[token.start..<token.end])))
                #expect(piece.map(\.term) == [token.term] && piece.map(\.folded) == [token.folded], "seed \(seed)")
                last = token.end
            }
            #expect(terms(String(String.UnicodeScalarView(scalars[last...]))) == [], "seed \(seed)")
        }
    }

    @Test func `a term is its own term, and folding twice is folding once`() {
        for seed in UInt64(1)...600 {
            var random = SplitMix64(seed: seed)
            for token in analyzer.tokens(in: RandomTexts.anything(&random)) {
                let text = String(decoding: token.term, as: UTF8.self)
                #expect(terms(text) == [token.term], "seed \(seed): \(text.debugDescription)")
                #expect(fold(token.term) == token.folded, "seed \(seed): \(text.debugDescription)")
                #expect(fold(token.folded) == token.folded, "seed \(seed): \(text.debugDescription)")
                #expect(
                    token.term.count <= Analyzer.termByteCountMax && token.folded.count <= Analyzer.termByteCountMax)
            }
        }
    }

    @Test func `bytes that are not UTF-8 read as the string that repairs them, and bulk reading agrees`() {
        for seed in UInt64(1)...1500 {
            var random = SplitMix64(seed: seed)
            let bytes = seed.isMultiple(of: 2) ? RandomTexts.bytes(&random) : Array(RandomTexts.anything(&random).utf8)
            var found: [Token] = []
            analyzer.forEachToken(in: bytes.span) { exact, folded, start, end in
                let term = exact.indices.map { exact[$0] }
                let foldedTerm = folded.indices.map { folded[$0] }
                found.append(Token(term: term, folded: foldedTerm, start: start, end: end))
                #expect(folded.isIdentical(to: exact) == (term == foldedTerm), "seed \(seed)")
            }
            #expect(found == analyzer.tokens(in: String(decoding: bytes, as: UTF8.self)), "seed \(seed): \(bytes)")
        }
    }

    @Test func `long words keep their beginning, cut between letters, however they are written`() {
        for seed in UInt64(1)...200 {
            var random = SplitMix64(seed: seed)
            let count = Int.random(in: 240...256, using: &random)
            // Plain letters up to the bound, so that the first diacritic is the one that may not fit.
            var word = String(repeating: "x", count: count)
            for _ in 0..<10 { word.unicodeScalars.append(RandomTexts.vowels.randomElement(using: &random) ?? "a") }
            let token = analyzer.tokens(in: word)[0]
            var kept: [UInt8] = []
            for letter in word {
                guard kept.count + letter.utf8.count <= Analyzer.termByteCountMax else { break }
                kept += Array(letter.utf8)
            }
            #expect(token.term == kept && token.folded == fold(kept), "seed \(seed)")
            #expect(token.start == 0 && token.end == count + 10, "seed \(seed)")
            let decomposed = word.decomposedStringWithCanonicalMapping
            for other in [decomposed, decomposed + "\u{2060}\u{E4}"] {
                var isBare = false
                analyzer.forEachToken(in: Array(other.utf8).span) { exact, folded, _, _ in
                    isBare = folded.isIdentical(to: exact)
                }
                #expect(analyzer.tokens(in: other).map(\.term) == [kept], "seed \(seed)")
                #expect(isBare == (kept == fold(kept)), "seed \(seed)")
            }
        }
    }

    @Test func `every letter and number of the basic plane is one token, alone`() {
        for value in UInt32(0)...0xFFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isWord: Bool
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
                .letterNumber, .otherNumber:
                isWord = true
            default: isWord = false
            }
            let tokens = analyzer.tokens(in: String(scalar))
            #expect(tokens.map { [$0.start, $0.end] } == (isWord ? [[0, 1]] : []), "U+\(String(value, radix: 16))")
        }
    }
}

@Suite struct `Vietnamese letters` {
    @Test func `each composes and folds as Unicode says`() {
        for (shape, vowel) in RandomTexts.vowels.enumerated() {
            let letter = String(vowel)
            for text in [letter, letter.uppercased(), letter.decomposedStringWithCanonicalMapping] {
                let tokens = Analyzer().tokens(in: text)
                let base = letter.decomposedStringWithCanonicalMapping.unicodeScalars.prefix(1)
                #expect(tokens.map(\.term) == [Array(letter.utf8)], "\(shape)")
                #expect(tokens.map(\.folded) == [Array(String(base).utf8)], "\(shape)")
            }
        }
    }

    @Test(arguments: ["oa", "oe", "uy"])
    func `a tone on either vowel of an open syllable is the same, before a final it is not`(rhyme: String) {
        let vowels = Array(rhyme.unicodeScalars)
        for tone in ["\u{300}", "\u{301}", "\u{309}", "\u{303}", "\u{323}"] {
            for onset in ["", "h", "th", "kh", "L"] {
                let first = "\(onset)\(vowels[0])\(tone)\(vowels[1])"
                let second = "\(onset)\(vowels[0])\(vowels[1])\(tone)"
                #expect(Analyzer().tokens(in: first).map(\.term) == Analyzer().tokens(in: second).map(\.term))
                let composed = (second + "n").lowercased().precomposedStringWithCanonicalMapping
                #expect(Analyzer().tokens(in: second + "n").map(\.term) == [Array(composed.utf8)])
            }
        }
        #expect(Analyzer().tokens(in: "quý").map(\.term) != Analyzer().tokens(in: "qúy").map(\.term))
    }
}
