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

    /// How documents are scored, and what the parts of the query score at most, which decides on the unit.
    private final class QueryScoring {
        let formula: Scoring
        var points: [Double] = []
        var unit = Scoring.unitMax

        init(_ formula: Scoring) {
            self.formula = formula
        }

        func constant(_ points: Double) -> UInt32 {
            self.points.append(points)
            return Scoring.constant(points: points, unit: unit)
        }
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

    private var scoring: Scoring {
        Scoring(
            documentCount: entries.count,
            lengthSum: entries.values.reduce(0) { $0 + UInt64(LengthOracle.length($1.norm)) })
    }

    /// All matching documents with their scores, best first.
    func search(_ query: Query) -> [(id: [UInt8], score: Double)] {
        var index = self
        index.isTypedWithDiacritics = Self.hasDiacritics(query)
        let scoring = QueryScoring(scoring)
        _ = index.evaluate(query, scoring)
        scoring.unit = Scoring.unit(for: scoring.points)
        let scores = index.evaluate(query, scoring)
        return scores.map { (id: $0.key, score: Double($0.value) / scoring.unit) }.sorted {
            $0.score != $1.score ? $0.score > $1.score : $0.id.lexicographicallyPrecedes($1.id)
        }
    }

    private static func hasDiacritics(_ query: Query) -> Bool {
        switch query {
        case .term(_, let text), .prefix(_, let text), .fuzzy(_, let text, _):
            fold(Array(text.utf8)) != Array(text.utf8)
        case .phrase(_, let texts): texts.contains { fold(Array($0.utf8)) != Array($0.utf8) }
        case .boolean(let must, let should, let mustNot, _): (must + should + mustNot).contains(where: hasDiacritics)
        case .keyword, .published, .all, .nothing: false
        }
    }

    private func evaluate(_ query: Query, _ scoring: QueryScoring) -> [[UInt8]: UInt32] {
        switch query {
        case .nothing: return [:]
        case .all:
            let score = scoring.constant(1)
            return entries.mapValues { _ in score }
        case .published(let seconds):
            let score = scoring.constant(1)
            let minutes = Self.minute(seconds.lowerBound)...Self.minute(seconds.upperBound)
            let dated = entries.filter {
                ($0.value.document.published ?? -1) >= 0
                    && minutes.contains(Self.minute($0.value.document.published ?? -1))
            }
            return dated.mapValues { _ in score }
        case .fuzzy(let field, let text, let maxEdits):
            return constant(scoring) { entry in
                entry.occurrences.compactMap { token -> Double? in
                    guard field == nil || field == token.field else { return nil }
                    let edits = Self.distance(String(decoding: token.exact, as: UTF8.self), text)
                    return edits <= min(2, max(0, maxEdits)) ? [1, 0.5, 0.25][edits] : nil
                }.max()
            }
        case .keyword(let field, let text):
            guard field.fieldKind == .keyword else { return [:] }
            return constant(scoring) { $0.keywords.contains([field.rawValue] + Analyzer.keyword(text)) ? 1 : nil }
        case .prefix(let field, let text): return prefix(field, text, scoring)
        case .term(let field, let text): return term(field, text, scoring)
        case .phrase(let field, let texts): return phrase(field, texts, scoring)
        case .boolean(let must, let should, let mustNot, let minimum):
            let required = must.map { evaluate($0, scoring) }
            let optional = should.map { evaluate($0, scoring) }
            // What is excluded adds nothing to a score.
            let excluded = mustNot.map { evaluate($0, QueryScoring(scoring.formula)) }
            var found: [[UInt8]: UInt32] = [:]
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

    private func constant(_ scoring: QueryScoring, boost: (Entry) -> Double?) -> [[UInt8]: UInt32] {
        let boosts = entries.compactMapValues(boost)
        let idf = scoring.formula.inverseDocumentFrequency(boosts.count)
        scoring.points.append(idf)
        return boosts.mapValues { Scoring.constant(points: idf * $0, unit: scoring.unit) }
    }

    /// The whole minutes in seconds since 1970.
    private static func minute(_ seconds: Int64) -> Int64 {
        Int64((Double(seconds) / 60).rounded(.down))
    }

    /// How many edits lead from a word to another (optimal string alignment), by the definition.
    static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
        var table = [[Int]](repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
        for i in 0...left.count {
            for j in 0...right.count {
                guard i > 0, j > 0 else {
                    table[i][j] = i + j
                    continue
                }
                let replaced = table[i - 1][j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)
                table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, replaced)
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
                }
            }
        }
        return table[left.count][right.count]
    }

    private func prefix(_ field: Field?, _ text: String, _ scoring: QueryScoring) -> [[UInt8]: UInt32] {
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

    /// In how many documents a typed term is as it was typed, and how many have other spellings of it, added up.
    private func countOfSpellings(_ typed: [UInt8]) -> Int {
        documentCount { $0.exact == typed } + documentCount { $0.folded == typed && $0.exact != typed }
    }

    private func term(_ field: Field?, _ text: String, _ scoring: QueryScoring) -> [[UInt8]: UInt32] {
        let typed = Array(text.utf8)
        let bare = fold(typed)
        let typedCount = typed == bare ? countOfSpellings(typed) : documentCount { $0.exact == typed }
        let bareCount = max(typedCount, documentCount { $0.exact == bare })
        let ownCount = isTypedWithDiacritics ? documentCount { $0.exact == typed } : typedCount
        let formula = scoring.formula
        func points(_ boost: Double) -> Double {
            let count = boost == 0.3 ? bareCount : boost == 1 ? ownCount : typedCount
            return Scoring.points(inverseDocumentFrequency: formula.inverseDocumentFrequency(count), boost: boost)
        }
        scoring.points.append(points(1))
        return entries.compactMapValues { entry in
            var frequencies: [[UInt8]: (boost: Double, frequency: Int)] = [:]
            for token in entry.occurrences where field == nil || field == token.field {
                guard let boost = boost(token, typed, bare) else { continue }
                frequencies[token.exact, default: (boost, 0)].frequency += Self.weight(token.field)
            }
            return frequencies.values.map { boost, frequency in
                formula.score(
                    weight: Scoring.weight(points: points(boost), unit: scoring.unit),
                    frequency: UInt32(frequency), norm: entry.norm)
            }.max()
        }
    }

    private func phrase(_ field: Field?, _ texts: [String], _ scoring: QueryScoring) -> [[UInt8]: UInt32] {
        let typed = texts.map { Array($0.utf8) }
        let idf = typed.reduce(0.0) { sum, typed in
            let bare = fold(typed)
            var count = typed == bare ? countOfSpellings(typed) : documentCount { $0.exact == typed }
            if typed != bare, count == 0 { count = documentCount { $0.exact == bare } }
            return sum + scoring.formula.inverseDocumentFrequency(count)
        }
        let points = Scoring.points(inverseDocumentFrequency: idf, boost: 1)
        scoring.points.append(points)
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
                return scoring.formula.score(
                    weight: Scoring.weight(points: points * boost, unit: scoring.unit),
                    frequency: UInt32(frequency), norm: entry.norm)
            }.max()
        }
    }
}
