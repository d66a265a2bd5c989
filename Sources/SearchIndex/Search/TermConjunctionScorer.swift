/// The documents that have a term of each required token; those of optional tokens add to the score.
///
/// Once scores have to reach a minimum, terms are left out that no document reaches it with, and documents are given up
/// as soon as what is not yet looked at cannot make up for what they lack.
@safe final class TermConjunctionScorer: DocumentCursor {
    /// A token: its terms in the segment, the one of the highest bound first.
    private struct Group {
        var leaves: Range<Int>
        /// What no score of the token exceeds.
        var bound: Int64
        /// What the tokens behind this one add at most.
        var rest: Int64 = 0
    }

    private let leaves: UnsafeMutablePointer<TermLeaf>
    private var leafCount = 0
    /// The required tokens, the rarest first, and then the optional ones, the most telling first.
    private let groups: UnsafeMutablePointer<Group>
    private let groupCount: Int
    private let requiredCount: Int
    private let norms: UnsafePointer<UInt8>
    /// Keeps the norms mapped.
    private let segment: SearchSegment
    private let saturations: [Double]
    private let excluded: [DocumentCursor]
    /// The score of the document, where it had to be known.
    private var known: Int64?

    /// - Parameters:
    ///   - required: The required tokens; one at least, and each has a term in the segment.
    ///   - optional: The optional tokens.
    ///   - excluded: What documents must not match.
    ///   - number: The segment's, in the generation.
    init(
        required: [TermGroup], optional: [TermGroup], excluded: [DocumentCursor], in segment: SearchSegment,
        number: Int, scoring: Scoring
    ) throws(IndexError) {
        self.segment = segment
        self.excluded = excluded
        saturations = scoring.saturations
        let norms = segment.reader.norms
        unsafe self.norms = try norms.pointer(0, norms.count).assumingMemoryBound(to: UInt8.self)
        func cost(_ group: TermGroup) -> Int { group.variants[number].reduce(0) { $0 + $1.entry.documentCount } }
        func bound(_ variant: TermVariants.Variant, of group: TermGroup) -> Int64 {
            TermLeaf.bound(variant.entry, weight: group.weights[variant.rank], scoring)
        }
        func bound(_ group: TermGroup) -> Int64 {
            group.variants[number].reduce(0) { max($0, bound($1, of: group)) }
        }
        let tokens =
            required.sorted { cost($0) < cost($1) }
            + optional.filter { !$0.variants[number].isEmpty }.sorted { bound($0) > bound($1) }
        groupCount = tokens.count
        requiredCount = required.count
        unsafe leaves = .allocate(capacity: tokens.reduce(0) { $0 + $1.variants[number].count })
        unsafe groups = .allocate(capacity: tokens.count)
        super.init(cost: required.map(cost).min() ?? 0)
        var start = 0
        for (index, token) in tokens.enumerated() {
            let end = start + token.variants[number].count
            unsafe (groups + index).initialize(to: Group(leaves: start..<end, bound: bound(token)))
            start = end
        }
        var total: Int64 = 0
        for index in (0..<groupCount).reversed() {
            unsafe groups[index].rest = total
            unsafe total += groups[index].bound
        }
        scoreMax = total
        for token in tokens {
            let variants = token.variants[number].sorted { bound($0, of: token) > bound($1, of: token) }
            for variant in variants {
                unsafe (leaves + leafCount).initialize(
                    to: try TermLeaf(
                        variant.entry, weight: token.weights[variant.rank], in: segment, scoring: scoring))
                leafCount += 1
            }
        }
        for index in 0..<leafCount { try unsafe leaves[index].postings.next() }
        try settle(from: 0)
    }

    deinit {
        unsafe leaves.deinitialize(count: leafCount)
        unsafe leaves.deallocate()
        unsafe groups.deallocate()
    }

    override func raise(scoreMin: Int64) {
        super.raise(scoreMin: scoreMin)
        for index in 0..<groupCount {
            let others = unsafe scoreMax - groups[index].bound
            while let last = unsafe groups[index].leaves.last, unsafe leaves[last].bound + others < scoreMin {
                unsafe groups[index].leaves.removeLast()
            }
        }
    }

    override func next() throws(IndexError) {
        guard docID != Self.exhausted else { return }
        try settle(from: docID + 1)
    }

    override func seek(to target: UInt32) throws(IndexError) {
        guard docID < target else { return }
        try settle(from: target)
    }

    /// Moves to the first document from `target` on that matches, and may be wanted.
    private func settle(from target: UInt32) throws(IndexError) {
        var candidate = target
        search: while true {
            candidate = try first(of: 0, from: candidate)
            guard candidate != Self.exhausted else { break }
            if scoreMin > .min, try unsafe best(of: 0, in: candidate) + groups[0].rest < scoreMin {
                candidate += 1
                continue
            }
            for index in 1..<max(1, requiredCount) {
                let next = try first(of: index, from: candidate)
                guard next == candidate else {
                    candidate = next
                    continue search
                }
            }
            known = scoreMin > .min ? try evaluate(candidate) : nil
            let isWanted = known.map { $0 >= scoreMin } ?? true
            if isWanted {
                let isExcluded = try excluded.stand(at: candidate)
                if !isExcluded { break }
            }
            candidate += 1
        }
        docID = candidate
    }

    /// The first document from `target` on that has a token.
    @inline(__always)
    private func first(of group: Int, from target: UInt32) throws(IndexError) -> UInt32 {
        var first = Self.exhausted
        for index in unsafe groups[group].leaves {
            try unsafe leaves[index].postings.seek(to: target)
            first = min(first, unsafe leaves[index].postings.docID)
        }
        return first
    }

    /// The best score of a token's terms that stand at a document.
    @inline(__always)
    private func best(of group: Int, in document: UInt32) throws(IndexError) -> Int64 {
        let saturation = unsafe saturations[Int(norms[Int(document)])]
        var best: Int64 = 0
        for index in unsafe groups[group].leaves where unsafe leaves[index].postings.docID == document {
            best = max(best, try unsafe leaves[index].score(saturation))
        }
        return best
    }

    /// The score of a document, or something lower than the minimum when it is lower.
    private func evaluate(_ document: UInt32) throws(IndexError) -> Int64 {
        var sum: Int64 = 0
        for index in 0..<groupCount {
            if index >= requiredCount { _ = try first(of: index, from: document) }
            sum += try best(of: index, in: document)
            if unsafe sum + groups[index].rest < scoreMin { break }
        }
        return sum
    }

    override func score() throws(IndexError) -> Int64 {
        if let known { return known }
        return try evaluate(docID)
    }
}
