import Testing

@testable import SearchIndex

/// A segment of random documents, and a slow answer to where phrases are in it.
struct PhraseWorld {
    let folder: TemporaryFolder
    let reader: SegmentReader
    let scoring: Scoring
    let terms: [TermRef]
    /// For each document the number of the term at each position.
    let texts: [[UInt32: UInt32]]

    init(documentCount: Int, schema: IndexSchema, pairs: PairRule, seed: UInt64) throws {
        folder = try TemporaryFolder()
        var settings = IndexSettings()
        settings.schema = schema
        settings.pairs = pairs
        let path = folder.path + "/segment.partial"
        var random = RandomDocuments(seed: seed)
        var inverter = Inverter(path: path, settings: settings)
        for number in 0..<documentCount {
            let wordCountMax = Int.random(in: 0..<50, using: &random.random) == 0 ? 600 : 30
            try inverter.add(random.document(number, wordCountMax: wordCountMax))
        }
        reader = try SegmentReader(path: path, name: try inverter.finish())
        scoring = Scoring(documentCount: documentCount, lengthSum: UInt64(40 * documentCount))
        var texts = [[UInt32: UInt32]](repeating: [:], count: documentCount)
        var terms: [TermRef] = []
        var cursor = try reader.terms.cursor()
        while try cursor.next() {
            terms.append(cursor.term)
            var list = ListCursor(cursor.term.list, in: reader.view)
            while list.document != ListCursor.exhausted {
                var positions: [UInt32] = []
                list.appendPositions(to: &positions)
                for position in positions { texts[Int(list.document)][position] = cursor.term.ordinal }
                list.next()
            }
        }
        self.terms = terms
        self.texts = texts
    }

    /// A phrase: for each token the terms that stand for it.
    struct Phrase: CustomStringConvertible {
        var places: [[(ordinal: UInt32, rank: PhraseRank)]]
        var field: Field?

        var description: String { "\(places) in \(field.map { "\($0)" } ?? "any field")" }
    }

    /// A phrase that is mostly in some document.
    func phrase(using random: inout SeededGenerator, hasFields: Bool) -> Phrase {
        let text = texts.randomElement(using: &random) ?? [:]
        let start = text.keys.sorted().randomElement(using: &random) ?? 0
        let places = (0..<UInt32.random(in: 2...4, using: &random)).map { place in
            var members: [(ordinal: UInt32, rank: PhraseRank)] = []
            let here = Int.random(in: 0..<9, using: &random) == 0 ? nil : text[start + place]
            var ordinals = [here ?? terms.randomElement(using: &random)?.ordinal ?? 0]
            if Bool.random(using: &random) {
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    ordinals.append(terms.randomElement(using: &random)?.ordinal ?? 0)
                }
            }
            for ordinal in ordinals where !members.contains(where: { $0.ordinal == ordinal }) {
                members.append((ordinal, PhraseRank.allCases.randomElement(using: &random) ?? .exact))
            }
            return members.sorted { $0.rank.rawValue < $1.rank.rawValue }
        }
        let field =
            hasFields && Int.random(in: 0..<3, using: &random) == 0
            ? Field.textFields.randomElement(using: &random) : nil
        return Phrase(places: places, field: field)
    }

    /// What each document scores, 0 where the phrase is not.
    func scores(_ phrase: Phrase, _ weights: PhraseWeights, hasFields: Bool) throws -> [UInt32] {
        try texts.enumerated().map { document, text in
            var frequencies: [UInt8: UInt32] = [:]
            for start in text.keys {
                let ranks = phrase.places.enumerated().compactMap { place, members in
                    members.first { $0.ordinal == text[start + UInt32(place)] }?.rank.rawValue
                }
                guard ranks.count == phrase.places.count, let worst = ranks.max() else { continue }
                var weight: UInt32 = 1
                if hasFields {
                    let field = try reader.spans.field(at: start, document: UInt32(document))
                    guard phrase.field == nil || phrase.field == field else { continue }
                    weight = field.weight
                }
                frequencies[worst, default: 0] += weight
            }
            let norm = reader.view.norms[document]
            return PhraseRank.allCases.map { rank in
                let frequency = frequencies.filter { $0.key <= rank.rawValue }.values.reduce(0, +)
                guard frequencies[rank.rawValue] != nil else { return 0 }
                return scoring.score(weight: weights[rank], frequency: frequency, norm: norm)
            }.max() ?? 0
        }
    }

    /// Calls `body` with a phrase as the engine is asked for it.
    func withSource<Result>(
        _ phrase: Phrase, _ weights: PhraseWeights, _ scratch: QueryScratch, _ body: (PhraseSource) throws -> Result
    ) throws -> Result {
        let members = phrase.places.enumerated().flatMap { place, members in
            members.map { PhraseMember(place: place, rank: $0.rank, term: terms[Int($0.ordinal)]) }
        }
        return try members.withUnsafeBufferPointer { members in
            let terms = PhraseTerms(
                members: members, placeCount: phrase.places.count, weights: weights, field: phrase.field)
            return try scoring.normFactors.withUnsafeBufferPointer { factors in
                try body(PhraseSource(terms, in: reader, normFactors: factors.baseAddress!, scratch: scratch))
            }
        }
    }
}
