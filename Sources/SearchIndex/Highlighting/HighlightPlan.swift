import TextAnalysis

/// A query made ready to tell of any token whether it matches.
///
/// Tokens are looked up by their terms, so that the cost of a token does not grow with the query; phrases are followed
/// by ``PhraseMasks``. A *concept* is what counts as one word of the query: a term, a prefix or a word that may be nearly
/// written so, wherever in the query it stands. Only the last are compared with each token.
struct HighlightPlan: Sendable {
    /// What a token matched.
    struct Match: Sendable {
        /// The concept that it stands for.
        var concept: Int
        /// Whether it is spelled as typed.
        var isExact: Bool
        /// The fields in which it matches by itself, a bit each.
        var fields: FieldSet
        /// The positions of phrases at which it may stand: a row of ``PhraseMasks``.
        var row: Int
    }

    /// What a token of one folded form matches by that alone.
    private struct Folded {
        /// The match of a token written bare: every spelling of the query's.
        var bare: Match
        /// The match of a token written with diacritics: only what was typed bare.
        var accented: Match?
    }

    /// What a word matches by its beginning.
    private struct Beginning {
        var concept: Int
        /// The fields in which a word with diacritics matches, and one without.
        var accentedFields: FieldSet
        var bareFields: FieldSet
    }

    /// How many concepts there are; they are numbered from 0.
    let conceptCount: Int
    let phrases: PhraseMasks
    /// By exact terms with diacritics.
    private let exact: ByteTable<Match>
    /// By folded terms.
    private let folded: ByteTable<Folded>
    /// By exact prefixes with diacritics, and by folded prefixes.
    private let exactBeginnings: ByteTable<Beginning>
    private let foldedBeginnings: ByteTable<Beginning>
    /// The words that may be nearly written so, whose concepts follow those of terms and prefixes.
    private let fuzzies: [HighlightParts.Fuzzy]
    private let firstFuzzyConcept: Int

    init(_ query: Query) {
        let parts = HighlightParts(query)
        fuzzies = parts.fuzzies
        firstFuzzyConcept = parts.terms.count + parts.prefixes.count
        conceptCount = firstFuzzyConcept + fuzzies.count
        var masks = PhraseMasks(parts.phrases)
        var exact: [[UInt8]: Match] = [:]
        var folded: [[UInt8]: Folded] = [:]
        for (form, group) in Dictionary(grouping: parts.terms.indices, by: { parts.terms[$0].folded }) {
            let typedBare = group.filter { parts.terms[$0].isBare }
            func match(_ terms: [Int], isExact: Bool) -> Match {
                Match(
                    concept: terms[0], isExact: isExact,
                    fields: terms.reduce([]) { $0.union(parts.terms[$1].fields) },
                    row: masks.addRow(positions: terms.flatMap { parts.terms[$0].positions }))
            }
            for term in group where !parts.terms[term].isBare {
                exact[parts.terms[term].bytes] = match([term] + typedBare, isExact: true)
            }
            folded[form] = Folded(
                bare: match(typedBare + group.filter { !parts.terms[$0].isBare }, isExact: !typedBare.isEmpty),
                accented: typedBare.isEmpty ? nil : match(typedBare, isExact: false))
        }
        phrases = masks
        self.exact = ByteTable(exact)
        self.folded = ByteTable(folded)
        var exactBeginnings: [[UInt8]: Beginning] = [:]
        var foldedBeginnings: [[UInt8]: Beginning] = [:]
        for (index, prefix) in parts.prefixes.enumerated() {
            let concept = parts.terms.count + index
            if !prefix.isBare {
                exactBeginnings[prefix.bytes] = Beginning(
                    concept: concept, accentedFields: prefix.fields, bareFields: [])
            }
            let none = Beginning(concept: concept, accentedFields: [], bareFields: [])
            foldedBeginnings[prefix.folded, default: none].bareFields.formUnion(prefix.fields)
            if prefix.isBare { foldedBeginnings[prefix.folded]?.accentedFields.formUnion(prefix.fields) }
        }
        self.exactBeginnings = ByteTable(exactBeginnings)
        self.foldedBeginnings = ByteTable(foldedBeginnings)
    }

    /// What a token matches, by itself or as part of a phrase; nil for nothing.
    ///
    /// - Parameters:
    ///   - term: Its exact term.
    ///   - foldedTerm: Its folded term, identical to the exact one where it is written bare.
    func match(_ term: Span<UInt8>, folded foldedTerm: Span<UInt8>) -> Match? {
        let isBare = foldedTerm.isIdentical(to: term)
        var match: Match?
        if isBare {
            match = folded.value(of: term)?.bare
        } else {
            match = exact.value(of: term) ?? folded.value(of: foldedTerm)?.accented
        }
        guard !foldedBeginnings.isEmpty || !fuzzies.isEmpty else { return match }
        func add(_ concept: Int, _ fields: FieldSet, isExact: Bool) {
            guard !fields.isEmpty else { return }
            if match == nil { match = Match(concept: concept, isExact: isExact, fields: [], row: 0) }
            match?.fields.formUnion(fields)
        }
        if !isBare {
            exactBeginnings.forEachBeginning(of: term) { add($0.concept, $0.accentedFields, isExact: true) }
        }
        foldedBeginnings.forEachBeginning(of: foldedTerm) { beginning in
            let fields = isBare ? beginning.bareFields : beginning.accentedFields
            add(beginning.concept, fields, isExact: isBare && !beginning.accentedFields.isEmpty)
        }
        for (index, fuzzy) in fuzzies.enumerated() {
            if let distance = fuzzy.automaton.distance(to: term) {
                add(firstFuzzyConcept + index, fuzzy.fields, isExact: distance == 0)
            }
        }
        return match
    }
}

/// A set of fields of running text.
struct FieldSet: OptionSet, Sendable {
    var rawValue: UInt16

    /// Every field of running text.
    static let all = Field.textFields.reduce(into: FieldSet()) { $0.formUnion(FieldSet($1)) }

    init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The set of one field; nil stands for any, and a keyword field is none.
    init(_ field: Field?) {
        guard let field else {
            self = .all
            return
        }
        rawValue = field.fieldKind == .text ? 1 << field.rawValue : 0
    }
}
