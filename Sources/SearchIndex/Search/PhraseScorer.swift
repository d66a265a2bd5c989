/// The documents that have tokens side by side, in one text of one field.
///
/// An occurrence ranks as the worst of its terms does. Scored is, for each rank, how often the phrase occurs in this rank
/// or better, times the boost of the rank; the best of these counts.
final class PhraseScorer: DocumentCursor {
    /// A term that can stand at a place of the phrase.
    private struct Member {
        var postings: PostingsCursor
        var positions: PositionsCursor
        var rank: TermGroup.Rank
    }

    /// A token of an occurrence: where it stands, and the worst rank so far.
    private struct Match {
        var position: UInt32
        var rank: Int
    }

    private var places: [[Member]] = []
    private let segment: SearchSegment
    private let field: Field?
    private let scoring: Scoring
    private let weight: Double
    private var frequencies: [UInt64] = []
    private var scratch: [UInt32] = []

    /// - Returns: Nil when a token is not in the segment at all.
    init?(
        _ groups: [TermGroup], in field: Field?, segment: SearchSegment, number: Int, scoring: Scoring
    ) throws(IndexError) {
        guard !groups.isEmpty else { return nil }
        for group in groups {
            var members: [Member] = []
            for variant in group.variants[number] {
                members.append(
                    Member(
                        postings: try segment.postings(variant.entry),
                        positions: try PositionsCursor(variant.entry, in: segment.reader.positions),
                        rank: variant.rank))
            }
            guard !members.isEmpty else { return nil }
            for member in members { try member.postings.next() }
            places.append(members)
        }
        self.segment = segment
        self.field = field
        self.scoring = scoring
        weight = Scoring.weight(
            inverseDocumentFrequency: groups.reduce(0) { $0 + $1.inverseDocumentFrequency }, boost: 1)
        let cost = places.map { $0.reduce(0) { $0 + $1.postings.count } }.min() ?? 0
        super.init(cost: cost)
        try settle(from: 0)
    }

    override func next() throws(IndexError) {
        guard docID != Self.exhausted else { return }
        try settle(from: docID + 1)
    }

    override func seek(to target: UInt32) throws(IndexError) {
        guard docID < target else { return }
        try settle(from: target)
    }

    /// Moves to the first document from `target` on that has the phrase.
    private func settle(from target: UInt32) throws(IndexError) {
        var candidate = target
        while candidate != Self.exhausted {
            let next = try firstWithAllTokens(from: candidate)
            if next == Self.exhausted { break }
            if try findOccurrences(in: next) {
                docID = next
                return
            }
            candidate = next + 1
        }
        docID = Self.exhausted
    }

    private func firstWithAllTokens(from target: UInt32) throws(IndexError) -> UInt32 {
        var candidate = target
        var agreed = 0
        var place = 0
        while agreed < places.count {
            var first = Self.exhausted
            for member in places[place] {
                try member.postings.seek(to: candidate)
                first = min(first, member.postings.docID)
            }
            if first == Self.exhausted { return first }
            agreed = first == candidate ? agreed + 1 : 1
            candidate = first
            place = (place + 1) % places.count
        }
        return candidate
    }

    /// Whether the phrase is in the document; notes how often, by rank.
    private func findOccurrences(in document: UInt32) throws(IndexError) -> Bool {
        var matches: [Match] = []
        for place in places.indices {
            let tokens = try tokens(at: place, in: document)
            matches = place == 0 ? tokens : Self.follow(matches, by: tokens, distance: UInt32(place))
            if matches.isEmpty { return false }
        }
        frequencies = [UInt64](repeating: 0, count: TermGroup.Rank.allCases.count)
        let ends = try segment.reader.spans.ends(document: document)
        var isFound = false
        for match in matches {
            guard let number = ends.firstIndex(where: { match.position < $0 }) else {
                throw segment.reader.spans.bytes.damaged("a position lies behind document \(document)")
            }
            let found = Field.textFields[number]
            guard field == nil || field == found else { continue }
            frequencies[match.rank] += UInt64(found.weight)
            isFound = true
        }
        return isFound
    }

    /// The tokens of a document that can stand at a place of the phrase, in order.
    private func tokens(at place: Int, in document: UInt32) throws(IndexError) -> [Match] {
        var tokens: [Match] = []
        var memberCount = 0
        for index in places[place].indices where places[place][index].postings.docID == document {
            scratch.removeAll(keepingCapacity: true)
            try places[place][index].positions.append(places[place][index].postings, to: &scratch)
            let rank = places[place][index].rank.rawValue
            for position in scratch { tokens.append(Match(position: position, rank: rank)) }
            memberCount += 1
        }
        if memberCount > 1 { tokens.sort { $0.position < $1.position } }
        return tokens
    }

    /// The beginnings that are followed by one of the tokens at a distance.
    private static func follow(_ starts: [Match], by tokens: [Match], distance: UInt32) -> [Match] {
        var kept: [Match] = []
        var index = 0
        for start in starts {
            let wanted = start.position &+ distance
            while index < tokens.count, tokens[index].position < wanted { index += 1 }
            guard index < tokens.count else { break }
            if tokens[index].position == wanted {
                kept.append(Match(position: start.position, rank: max(start.rank, tokens[index].rank)))
            }
        }
        return kept
    }

    override func score() throws(IndexError) -> Int64 {
        let saturation = scoring.saturations[Int(try segment.reader.norms.byte(Int(docID)))]
        var best: Int64 = 0
        var frequency: UInt64 = 0
        for rank in TermGroup.Rank.allCases {
            guard frequencies[rank.rawValue] > 0 else { continue }
            frequency += frequencies[rank.rawValue]
            best = max(
                best,
                Scoring.score(weight * rank.boost, frequency: Double(frequency), saturation: saturation))
        }
        return best
    }
}
