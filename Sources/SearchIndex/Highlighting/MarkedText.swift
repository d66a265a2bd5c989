import TextAnalysis

/// A word of a text that matches a query.
struct MarkedWord {
    /// Where it stands, in Unicode scalars of the text.
    var start: Int
    var end: Int
    /// The concept that it stands for.
    var concept: Int
    /// Whether it is spelled as typed.
    var isExact: Bool
    /// Whether it is shown only together with the word before, as one phrase.
    var continuesPhrase = false
}

/// A text with the words that match a query, and these gathered into marks: what is shown together or not at all, a
/// single word or a whole phrase (or several that overlap).
struct MarkedText {
    let field: Field
    let index: Int
    let text: String
    let words: [MarkedWord]
    /// Ranges of `words`, in order.
    let marks: [Range<Int>]

    init(field: Field, index: Int, text: String, words: [MarkedWord]) {
        self.field = field
        self.index = index
        self.text = text
        self.words = words
        var marks: [Range<Int>] = []
        var first = 0
        for next in 1...max(1, words.count) where next >= words.count || !words[next].continuesPhrase {
            if first < words.count { marks.append(first..<next) }
            first = next
        }
        self.marks = marks
    }

    /// Where a mark stands, in scalars of the text.
    func range(ofMark mark: Int) -> Range<Int> {
        words[marks[mark].lowerBound].start..<words[marks[mark].upperBound - 1].end
    }
}

extension HighlightPlan {
    /// A token that matches a term or may be part of a phrase.
    private struct Candidate {
        var word: MarkedWord
        /// Whether it matches by itself.
        var isWhole: Bool
        /// How many tokens the longest phrase has that ends here.
        var phraseTokenCount: Int
    }

    /// The words of a text in a field that match, in order.
    func words(in text: String, field: Field) -> [MarkedWord] {
        var candidates: [Candidate] = []
        var state = phrases.initialState
        let fields = FieldSet(field)
        Analyzer().forEachToken(in: text.utf8Span.span) { exact, folded, start, end in
            guard let match = match(exact, folded: folded) else { return phrases.reset(&state) }
            let word = MarkedWord(start: start, end: end, concept: match.concept, isExact: match.isExact)
            let phraseTokenCount = phrases.advance(&state, row: match.row, field: field)
            candidates.append(
                Candidate(
                    word: word, isWhole: !match.fields.isDisjoint(with: fields), phraseTokenCount: phraseTokenCount))
        }
        // Backwards, so that a phrase is seen at its end and reaches over the tokens before it. These are candidates
        // one after another, since a token that is none ends every phrase begun.
        var reach = 0
        var words: [MarkedWord] = []
        for candidate in candidates.reversed() {
            reach = max(reach - 1, candidate.phraseTokenCount)
            guard reach > 0 || candidate.isWhole else { continue }
            var word = candidate.word
            word.continuesPhrase = reach > 1
            words.append(word)
        }
        return words.reversed()
    }
}
