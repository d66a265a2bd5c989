/// The documents that have tokens side by side, in one text of one field.
///
/// An occurrence ranks as the worst of its terms does. Scored is, for each rank, how often the phrase occurs in this rank
/// or better, times the boost of the rank; the best of these counts.
@safe final class PhraseScorer: DocumentCursor {
    /// A term that can stand at a place of the phrase.
    private struct Member: ~Copyable {
        var postings: PostingsCursor
        var positions: PositionsCursor
        let rank: Int
    }

    /// An occurrence: where it begins, and the worst rank so far.
    private struct Match {
        var start: UInt32
        var rank: Int
    }

    /// What is known of a document while it is examined.
    private struct Scratch {
        /// Where occurrences begin that all places looked at allow.
        var matches: [Match] = []
        /// Where occurrences begin as far as one place tells.
        var tokens: [Match] = []
        var positions: [UInt32] = []

        /// Leaves the matches that are among the tokens, too.
        mutating func keepCommonStarts() {
            var kept = 0
            var index = 0
            for place in matches.indices {
                let match = matches[place]
                while index < tokens.count, tokens[index].start < match.start { index += 1 }
                guard index < tokens.count else { break }
                if tokens[index].start == match.start {
                    matches[kept] = Match(start: match.start, rank: max(match.rank, tokens[index].rank))
                    kept += 1
                }
            }
            matches.removeLast(matches.count - kept)
        }
    }

    /// A place of the phrase and its members.
    private struct Place {
        var number: UInt32
        var members: Range<Int>
    }

    /// Places in the order in which they are looked at, the rarest first.
    private var places: [Place] = []
    private let members: UnsafeMutablePointer<Member>
    private var memberCount = 0
    private let segment: SearchSegment
    private let field: Field?
    private let scoring: Scoring
    private let weight: Double
    private var frequencies = [UInt64](repeating: 0, count: TermGroup.Rank.allCases.count)
    private var scratch = Scratch()
    /// How often the tokens of each place have to be in a document for its score to be wanted.
    private let needed = NeededFrequencies()

    /// - Returns: Nil when a token is not in the segment at all.
    init?(
        _ groups: [TermGroup], in field: Field?, segment: SearchSegment, number: Int, scoring: Scoring
    ) throws(IndexError) {
        guard !groups.isEmpty, !groups.contains(where: { $0.variants[number].isEmpty }) else { return nil }
        self.segment = segment
        self.field = field
        self.scoring = scoring
        weight = Scoring.weight(
            inverseDocumentFrequency: groups.reduce(0) { $0 + $1.inverseDocumentFrequency }, boost: 1)
        unsafe members = .allocate(capacity: groups.reduce(0) { $0 + $1.variants[number].count })
        let costs = groups.map { group in group.variants[number].reduce(0) { $0 + $1.entry.documentCount } }
        super.init(cost: costs.min() ?? 0)
        scoreMax = Int64(weight) + 1
        for (place, group) in groups.enumerated() {
            let first = memberCount
            for variant in group.variants[number] { try add(variant) }
            places.append(Place(number: UInt32(place), members: first..<memberCount))
        }
        places.sort { costs[Int($0.number)] < costs[Int($1.number)] }
        try settle(from: 0)
    }

    deinit {
        unsafe members.deinitialize(count: memberCount)
        unsafe members.deallocate()
    }

    private func add(_ variant: TermVariants.Variant) throws(IndexError) {
        var postings = try segment.postings(variant.entry)
        try postings.next()
        let positions = try PositionsCursor(variant.entry, in: segment.reader.positions)
        unsafe (members + memberCount).initialize(
            to: Member(postings: postings, positions: positions, rank: variant.rank.rawValue))
        memberCount += 1
    }

    override func raise(scoreMin: Int64) {
        super.raise(scoreMin: scoreMin)
        needed.update(score: scoreMin, weight: weight, saturations: scoring.saturations)
    }

    override func next() throws(IndexError) {
        guard docID != Self.exhausted else { return }
        try settle(from: docID + 1)
    }

    override func seek(to target: UInt32) throws(IndexError) {
        guard docID < target else { return }
        try settle(from: target)
    }

    override func stand(at document: UInt32) throws(IndexError) -> Bool {
        guard docID < document else { return docID == document }
        // Other than seeking this does not look for the next document that has the phrase.
        for place in places {
            var isThere = false
            for member in place.members {
                try unsafe members[member].postings.seek(to: document)
                if unsafe members[member].postings.docID == document { isThere = true }
            }
            guard isThere else { return false }
        }
        guard try findOccurrences(in: document) else { return false }
        docID = document
        return true
    }

    /// Moves to the first document from `target` on that has the phrase, and may be wanted.
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
        var index = 0
        while agreed < places.count {
            var first = Self.exhausted
            for member in places[index].members {
                try unsafe members[member].postings.seek(to: candidate)
                first = min(first, unsafe members[member].postings.docID)
            }
            if first == Self.exhausted { return first }
            guard first == candidate || index == 0 else {
                // Back to the rarest, which goes the farthest.
                candidate = first
                agreed = 0
                index = 0
                continue
            }
            candidate = first
            if scoreMin > .min, try !mayBeWanted(candidate, place: index) {
                candidate += 1
                agreed = 0
                index = 0
                continue
            }
            agreed += 1
            index += 1
        }
        return candidate
    }

    /// Whether a document reaches the score wanted if all occurrences of the tokens of a place are in phrases.
    @inline(__always)
    private func mayBeWanted(_ document: UInt32, place: Int) throws(IndexError) -> Bool {
        var frequency: UInt64 = 0
        for member in places[place].members where unsafe members[member].postings.docID == document {
            frequency += UInt64(try unsafe members[member].postings.frequency)
        }
        return needed.allow(frequency, norm: try segment.reader.norms.byte(Int(document)))
    }

    /// Whether the phrase is in the document; notes how often, by rank.
    private func findOccurrences(in document: UInt32) throws(IndexError) -> Bool {
        // Taken out for the time being: each step would else check that nobody else is at it.
        var scratch = Scratch()
        swap(&scratch, &self.scratch)
        defer { swap(&scratch, &self.scratch) }
        try findStarts(of: places[0], in: document, &scratch)
        swap(&scratch.matches, &scratch.tokens)
        for index in 1..<places.count {
            if scratch.matches.isEmpty { return false }
            try findStarts(of: places[index], in: document, &scratch)
            scratch.keepCommonStarts()
        }
        if scratch.matches.isEmpty { return false }
        for index in frequencies.indices { frequencies[index] = 0 }
        var isFound = false
        for match in scratch.matches {
            let found = try segment.reader.spans.field(at: match.start, document: document)
            guard field == nil || field == found else { continue }
            frequencies[match.rank] += UInt64(found.weight)
            isFound = true
        }
        return isFound
    }

    /// Where occurrences begin, in order, as far as the tokens of one place tell.
    private func findStarts(of place: Place, in document: UInt32, _ scratch: inout Scratch) throws(IndexError) {
        scratch.tokens.removeAll(keepingCapacity: true)
        var memberCount = 0
        for member in place.members where unsafe members[member].postings.docID == document {
            scratch.positions.removeAll(keepingCapacity: true)
            try unsafe members[member].positions.append(members[member].postings, to: &scratch.positions)
            for position in scratch.positions where position >= place.number {
                scratch.tokens.append(Match(start: position - place.number, rank: unsafe members[member].rank))
            }
            memberCount += 1
        }
        if memberCount > 1 { scratch.tokens.sort { $0.start < $1.start } }
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
