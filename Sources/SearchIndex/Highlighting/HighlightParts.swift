import TextAnalysis

/// The parts of a query that are looked for in running text: all but what it takes away, and but keywords.
struct HighlightParts {
    /// A term or prefix, once however often it stands in the query.
    struct Word {
        let bytes: [UInt8]
        let folded: [UInt8]
        /// The fields in which it matches by itself.
        var fields: FieldSet = []
        /// Where it stands in phrases, which lie one after another in one row.
        var positions: [Int] = []

        /// Whether it was typed without diacritics.
        var isBare: Bool { bytes == folded }

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            folded = fold(bytes)
        }
    }

    /// The length of a phrase, and where it is looked for.
    struct Phrase {
        var tokenCount: Int
        var fields: FieldSet
    }

    /// A word that may be nearly written so.
    struct Fuzzy {
        var automaton: EditAutomaton
        var fields: FieldSet
    }

    private(set) var terms: [Word] = []
    private(set) var prefixes: [Word] = []
    private(set) var fuzzies: [Fuzzy] = []
    private(set) var phrases: [Phrase] = []
    private var termIndices: [[UInt8]: Int] = [:]
    private var prefixIndices: [[UInt8]: Int] = [:]
    private var positionCount = 0

    init(_ query: Query) {
        // A stack of its own, since a query made by hand may be nested to any depth.
        var pending = [query]
        while let query = pending.popLast() {
            switch query {
            case .term(let field, let term): addTerm(term, in: FieldSet(field))
            case .phrase(let field, let terms) where terms.count == 1: addTerm(terms[0], in: FieldSet(field))
            case .phrase(let field, let terms): addPhrase(terms, in: FieldSet(field))
            case .prefix(let field, let prefix): addPrefix(prefix, in: FieldSet(field))
            case .boolean(let must, let should, _, _): pending += (must + should).reversed()
            case .fuzzy(let field, let term, let maxEdits):
                let fields = FieldSet(field)
                guard !fields.isEmpty else { continue }
                fuzzies.append(Fuzzy(automaton: EditAutomaton(term, maxEdits: maxEdits), fields: fields))
            case .keyword, .published, .all, .nothing: break
            }
        }
    }

    private mutating func addTerm(_ term: String, in fields: FieldSet) {
        terms[index(of: term)].fields.formUnion(fields)
    }

    private mutating func addPhrase(_ phrase: [String], in fields: FieldSet) {
        guard !phrase.isEmpty, !fields.isEmpty else { return }
        for term in phrase {
            terms[index(of: term)].positions.append(positionCount)
            positionCount += 1
        }
        phrases.append(Phrase(tokenCount: phrase.count, fields: fields))
    }

    private mutating func addPrefix(_ prefix: String, in fields: FieldSet) {
        let bytes = Array(prefix.utf8)
        guard !bytes.isEmpty, !fields.isEmpty else { return }
        let index = prefixIndices[bytes] ?? prefixes.count
        if index == prefixes.count {
            prefixIndices[bytes] = index
            prefixes.append(Word(bytes))
        }
        prefixes[index].fields.formUnion(fields)
    }

    private mutating func index(of term: String) -> Int {
        let bytes = Array(term.utf8)
        if let index = termIndices[bytes] { return index }
        termIndices[bytes] = terms.count
        terms.append(Word(bytes))
        return terms.count - 1
    }
}
