import SearchIndex
import TextAnalysis

@testable import struct SearchIndex.Scoring

/// A search engine that looks at every token of every document for each query: slow, and easy to believe.
///
/// Only the formula of a score and the code of a length are the engine's own; what matches, how often and in how many
/// documents is found out here.
struct NaiveIndex {
    struct Occurrence {
        var field: Field
        var position: Int
        var exact: [UInt8]
        var folded: [UInt8]
    }

    struct Entry {
        var document: IndexDocument
        var occurrences: [Occurrence]
        var keywords: Set<[UInt8]>
        var norm: UInt8
    }

    private(set) var entries: [[UInt8]: Entry] = [:]
    /// Whether the query being answered has diacritics anywhere.
    private var isTypedWithDiacritics = false

    mutating func apply(_ changes: [IndexChange]) {
        for change in changes {
            switch change {
            case .delete(let id): entries[id] = nil
            case .put(let document): entries[document.id] = Self.entry(document)
            }
        }
    }

    private static func entry(_ document: IndexDocument) -> Entry {
        var occurrences: [Occurrence] = []
        var position = 0
        var length = 0
        for field in Field.textFields {
            for (_, texts) in document.texts.filter({ $0.field == field }) {
                for text in texts {
                    for token in Analyzer().tokens(in: text) {
                        occurrences.append(
                            Occurrence(field: field, position: position, exact: token.term, folded: token.folded))
                        position += 1
                        length += weight(field)
                    }
                    position += 1
                }
            }
        }
        let keywords = document.keywords.flatMap { field, values in
            values.map { [field.rawValue] + Analyzer.keyword($0) }
        }
        return Entry(
            document: document, occurrences: occurrences, keywords: Set(keywords), norm: LengthOracle.code(length))
    }

    static func weight(_ field: Field) -> Int {
        switch field {
        case .title: 5
        case .lead: 2
        default: 1
        }
    }

    var scoring: Scoring {
        Scoring(
            documentCount: entries.count,
            lengthSum: entries.values.reduce(0) { $0 + UInt64(LengthOracle.length($1.norm)) })
    }

    /// All matching documents with their scores, best first.
    func search(_ query: Query) -> [(id: [UInt8], score: Int64)] {
        let scoring = scoring
        var index = self
        index.isTypedWithDiacritics = Self.hasDiacritics(query)
        let scores = index.evaluate(query, scoring)
        return scores.map { (id: $0.key, score: $0.value) }.sorted {
            $0.score != $1.score ? $0.score > $1.score : $0.id.lexicographicallyPrecedes($1.id)
        }
    }

    private static func hasDiacritics(_ query: Query) -> Bool {
        switch query {
        case .term(_, let text), .prefix(_, let text), .fuzzy(_, let text, _): fold(Array(text.utf8)) != Array(text.utf8)
        case .phrase(_, let texts): texts.contains { fold(Array($0.utf8)) != Array($0.utf8) }
        case .boolean(let must, let should, let mustNot, _): (must + should + mustNot).contains(where: hasDiacritics)
        case .keyword, .published, .all, .nothing: false
        }
    }

    private func evaluate(_ query: Query, _ scoring: Scoring) -> [[UInt8]: Int64] {
        switch query {
        case .nothing, .fuzzy, .published: return [:]
        case .all: return entries.mapValues { _ in Int64(Scoring.unit) }
        case .keyword(let field, let text):
            guard field.fieldKind == .keyword else { return [:] }
            return constant(scoring) { $0.keywords.contains([field.rawValue] + Analyzer.keyword(text)) ? 1 : nil }
        case .prefix(let field, let text): return prefix(field, text, scoring)
        case .term(let field, let text): return term(field, text, scoring)
        case .phrase(let field, let texts): return phrase(field, texts, scoring)
        case .boolean(let must, let should, let mustNot, let minimum):
            let required = must.map { evaluate($0, scoring) }
            let optional = should.map { evaluate($0, scoring) }
            let excluded = mustNot.map { evaluate($0, scoring) }
            var found: [[UInt8]: Int64] = [:]
            for id in entries.keys {
                let matching = optional.filter { $0[id] != nil }.count
                guard required.allSatisfy({ $0[id] != nil }), matching >= max(must.isEmpty ? 1 : 0, minimum),
                    excluded.allSatisfy({ $0[id] == nil })
                else { continue }
                found[id] = (required + optional).reduce(0) { $0 + ($1[id] ?? 0) }
            }
            return found
        }
    }

    private func constant(_ scoring: Scoring, boost: (Entry) -> Double?) -> [[UInt8]: Int64] {
        let boosts = entries.compactMapValues(boost)
        return boosts.mapValues { scoring.constant(matching: boosts.count, boost: $0) }
    }

    private func prefix(_ field: Field?, _ text: String, _ scoring: Scoring) -> [[UInt8]: Int64] {
        if let field, field.fieldKind == .keyword {
            let key = [field.rawValue] + Analyzer.keyword(text)
            return constant(scoring) { $0.keywords.contains { $0.starts(with: key) } ? 1 : nil }
        }
        let typed = Array(text.utf8)
        let bare = fold(typed)
        return constant(scoring) { entry in
            entry.occurrences.compactMap { token -> Double? in
                guard field == nil || field == token.field else { return nil }
                if token.exact.starts(with: typed) { return 1 }
                if typed == bare { return token.folded.starts(with: bare) ? 0.6 : nil }
                return token.exact == token.folded && token.exact.starts(with: bare) ? 0.3 : nil
            }.max()
        }
    }

    /// How a token matches a typed term.
    private func boost(_ token: Occurrence, _ typed: [UInt8], _ bare: [UInt8]) -> Double? {
        if token.exact == typed { return 1 }
        if typed == bare { return token.folded == bare ? 0.6 : nil }
        return token.exact == bare ? 0.3 : nil
    }

    private func documentCount(_ isMatch: (Occurrence) -> Bool) -> Int {
        entries.values.filter { $0.occurrences.contains(where: isMatch) }.count
    }

    /// The document frequencies summed over the spellings of a typed term.
    private func countOfSpellings(_ typed: [UInt8]) -> Int {
        let spellings = entries.values.flatMap { $0.occurrences.filter { $0.folded == typed }.map(\.exact) }
        return Set(spellings).reduce(0) { sum, spelling in sum + documentCount { $0.exact == spelling } }
    }

    private func term(_ field: Field?, _ text: String, _ scoring: Scoring) -> [[UInt8]: Int64] {
        let typed = Array(text.utf8)
        let bare = fold(typed)
        let typedCount = typed == bare ? countOfSpellings(typed) : documentCount { $0.exact == typed }
        let bareCount = max(typedCount, documentCount { $0.exact == bare })
        let ownCount = isTypedWithDiacritics ? documentCount { $0.exact == typed } : typedCount
        return entries.compactMapValues { entry in
            var frequencies: [[UInt8]: (boost: Double, frequency: Int)] = [:]
            for token in entry.occurrences where field == nil || field == token.field {
                guard let boost = boost(token, typed, bare) else { continue }
                frequencies[token.exact, default: (boost, 0)].frequency += Self.weight(token.field)
            }
            return frequencies.values.map { boost, frequency in
                let count = boost == 0.3 ? bareCount : boost == 1 ? ownCount : typedCount
                return Scoring.score(
                    Scoring.weight(
                        inverseDocumentFrequency: scoring.inverseDocumentFrequency(count), boost: boost),
                    frequency: Double(frequency), saturation: scoring.saturations[Int(entry.norm)])
            }.max()
        }
    }

    private func phrase(_ field: Field?, _ texts: [String], _ scoring: Scoring) -> [[UInt8]: Int64] {
        let typed = texts.map { Array($0.utf8) }
        let idf = typed.reduce(0.0) { sum, typed in
            let bare = fold(typed)
            var count = typed == bare ? countOfSpellings(typed) : documentCount { $0.exact == typed }
            if typed != bare, count == 0 { count = documentCount { $0.exact == bare } }
            return sum + scoring.inverseDocumentFrequency(count)
        }
        return entries.compactMapValues { entry in
            let tokens = Dictionary(uniqueKeysWithValues: entry.occurrences.map { ($0.position, $0) })
            var occurrences: [(boost: Double, weight: Int)] = []
            for start in entry.occurrences where field == nil || field == start.field {
                let boosts = typed.indices.compactMap { index in
                    tokens[start.position + index].flatMap { boost($0, typed[index], fold(typed[index])) }
                }
                guard boosts.count == typed.count, let worst = boosts.min() else { continue }
                occurrences.append((worst, Self.weight(start.field)))
            }
            return Set(occurrences.map(\.boost)).map { boost in
                let frequency = occurrences.filter { $0.boost >= boost }.reduce(0) { $0 + $1.weight }
                return Scoring.score(
                    Scoring.weight(inverseDocumentFrequency: idf, boost: 1) * boost, frequency: Double(frequency),
                    saturation: scoring.saturations[Int(entry.norm)])
            }.max()
        }
    }
}

/// The code of a length by its definition: the largest code whose length is not larger.
enum LengthOracle {
    static func length(_ code: UInt8) -> Int {
        code < 32 ? Int(code) : (16 + Int(code) % 16) * (1 << (Int(code) / 16 - 1))
    }

    static func code(_ length: Int) -> UInt8 {
        (0...255).last { self.length($0) <= length } ?? 0
    }
}
