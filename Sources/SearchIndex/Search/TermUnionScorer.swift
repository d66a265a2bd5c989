/// The documents that have one of several terms at least. The terms belong to tokens: of those of one token the best
/// counts, and tokens add up.
///
/// Once scores have to reach a minimum, the terms fall into two parts (MaxScore, Turtle and Flood 1995): those that
/// together cannot reach it lead to no document any more, and are only looked up in documents that the others lead to.
@safe final class TermUnionScorer: DocumentCursor {
    /// The term of the lowest bound first.
    private let leaves: UnsafeMutablePointer<TermLeaf>
    private var leafCount = 0
    /// The token of each term.
    private let tokens: UnsafeMutablePointer<Int>
    /// What a document reaches at most that has this term and those before it alone.
    private let bounds: UnsafeMutablePointer<Int64>
    /// The first term that leads to documents.
    private var firstLeading = 0
    /// For each token the best score in the document.
    private let best: UnsafeMutablePointer<Int64>
    private let groupCount: Int
    private let norms: UnsafePointer<UInt8>
    /// Keeps the norms mapped.
    private let segment: SearchSegment
    private let saturations: [Double]
    private let excluded: [DocumentCursor]
    /// How often the last term has to be in a document when it alone leads to documents; and the block for which it is
    /// known, since most minima are soon followed by a higher one.
    private let needed = NeededFrequencies()
    private var neededBlock = -1
    /// The score of the document, where it had to be known.
    private var known: Int64?

    /// - Parameters:
    ///   - groups: The tokens; each has a term in the segment.
    ///   - excluded: What documents must not match.
    ///   - number: The segment's, in the generation.
    init(
        _ groups: [TermGroup], excluded: [DocumentCursor], in segment: SearchSegment, number: Int, scoring: Scoring
    ) throws(IndexError) {
        var terms: [(entry: TermEntry, weight: Double, group: Int, bound: Int64)] = []
        for (index, group) in groups.enumerated() {
            for variant in group.variants[number] {
                let weight = group.weights[variant.rank]
                terms.append(
                    (variant.entry, weight, index, TermLeaf.bound(variant.entry, weight: weight, scoring)))
            }
        }
        terms.sort { $0.bound < $1.bound }
        self.segment = segment
        self.excluded = excluded
        saturations = scoring.saturations
        let norms = segment.reader.norms
        unsafe self.norms = try norms.pointer(0, norms.count).assumingMemoryBound(to: UInt8.self)
        groupCount = groups.count
        unsafe best = .allocate(capacity: groups.count)
        unsafe best.initialize(repeating: 0, count: groups.count)
        unsafe bounds = .allocate(capacity: terms.count)
        unsafe tokens = .allocate(capacity: terms.count)
        unsafe leaves = .allocate(capacity: terms.count)
        super.init(cost: terms.reduce(0) { $0 + $1.entry.documentCount })
        for term in terms {
            unsafe (leaves + leafCount).initialize(
                to: try TermLeaf(term.entry, weight: term.weight, in: segment, scoring: scoring))
            unsafe tokens[leafCount] = term.group
            // Terms come with rising bounds, so that the last of a token is its largest.
            unsafe scoreMax = (leafCount > 0 ? scoreMax : 0) - best[term.group] + term.bound
            unsafe bounds[leafCount] = scoreMax
            unsafe best[term.group] = term.bound
            leafCount += 1
        }
        for index in 0..<leafCount { try unsafe leaves[index].postings.next() }
        try settle()
    }

    deinit {
        unsafe leaves.deinitialize(count: leafCount)
        unsafe leaves.deallocate()
        unsafe tokens.deallocate()
        unsafe bounds.deallocate()
        unsafe best.deallocate()
    }

    override func raise(scoreMin: Int64) {
        super.raise(scoreMin: scoreMin)
        while unsafe firstLeading < leafCount && bounds[firstLeading] < scoreMin { firstLeading += 1 }
    }

    override func next() throws(IndexError) {
        guard docID != Self.exhausted else { return }
        try leave(docID)
        try settle()
    }

    override func seek(to target: UInt32) throws(IndexError) {
        guard docID < target else { return }
        for index in firstLeading..<leafCount { try unsafe leaves[index].postings.seek(to: target) }
        try settle()
    }

    @inline(__always)
    private func leave(_ document: UInt32) throws(IndexError) {
        if scoreMin > .min, firstLeading == leafCount - 1 { return try moveLast(document) }
        for index in firstLeading..<leafCount where unsafe leaves[index].postings.docID == document {
            try unsafe leaves[index].postings.next()
        }
    }

    @inline(__always)
    private func moveLast(_ document: UInt32) throws(IndexError) {
        let last = leafCount - 1
        // It is ahead when a term that leads no more led to the document.
        guard unsafe leaves[last].postings.docID == document else { return }
        if unsafe neededBlock != leaves[last].postings.blockIndex {
            unsafe neededBlock = leaves[last].postings.blockIndex
            let others = unsafe last > 0 ? bounds[last - 1] : 0
            needed.update(score: scoreMin - others, weight: unsafe leaves[last].weight, saturations: saturations)
        }
        try unsafe leaves[last].postings.next(needed: needed.table, norms: norms)
    }

    /// Moves on to a document that is wanted, from the first that a leading term has.
    private func settle() throws(IndexError) {
        while true {
            var first = Self.exhausted
            for index in firstLeading..<leafCount { first = min(first, unsafe leaves[index].postings.docID) }
            docID = first
            if first == Self.exhausted { return }
            if scoreMin > .min {
                let score = try evaluate(first)
                known = score
                if score >= scoreMin, try !isExcluded(first) { return }
            } else if try !isExcluded(first) {
                return
            }
            try leave(first)
        }
    }

    private func isExcluded(_ document: UInt32) throws(IndexError) -> Bool {
        excluded.isEmpty ? false : try excluded.stand(at: document)
    }

    /// The score of a document, or something lower than the minimum when it is lower.
    private func evaluate(_ document: UInt32) throws(IndexError) -> Int64 {
        let saturation = unsafe saturations[Int(norms[Int(document)])]
        for group in 0..<groupCount { unsafe best[group] = 0 }
        var sum: Int64 = 0
        for index in firstLeading..<leafCount where unsafe leaves[index].postings.docID == document {
            sum += try gain(index, saturation)
        }
        var index = firstLeading
        while index > 0, unsafe sum + bounds[index - 1] >= scoreMin {
            index -= 1
            guard unsafe leaves[index].bound > best[tokens[index]] else { continue }
            try unsafe leaves[index].postings.seek(to: document)
            if unsafe leaves[index].postings.docID == document { sum += try gain(index, saturation) }
        }
        return sum
    }

    /// By how much a term of the document raises the score.
    @inline(__always)
    private func gain(_ index: Int, _ saturation: Double) throws(IndexError) -> Int64 {
        let score = try unsafe leaves[index].score(saturation)
        let group = unsafe tokens[index]
        let gain = unsafe score - best[group]
        guard gain > 0 else { return 0 }
        unsafe best[group] = score
        return gain
    }

    override func score() throws(IndexError) -> Int64 {
        if let known { return known }
        return try evaluate(docID)
    }
}
