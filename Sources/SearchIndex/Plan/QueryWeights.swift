/// What the leaves of a query count, by the statistics of all that is searched. Lives as long as the memory it was lent.
@safe struct QueryWeights {
    /// What a leaf counts, in points.
    struct Leaf: BitwiseCopyable {
        /// Of tokens: what the score of a term of each rank is at most.
        var exact = 0.0
        var folded = 0.0
        var bare = 0.0
        /// How telling a token is as a part of a phrase; of other leaves, what a document scores by it.
        var inverseDocumentFrequency: Double
    }

    let scoring: Scoring
    /// One point as a whole number.
    let unit: Double
    private let leaves: UnsafeMutablePointer<Leaf>

    /// - Parameters:
    ///   - counts: In how many documents of all that are searched each leaf is; nil for those of the plan.
    ///   - scratch: Lends memory for as long as the weights are wanted.
    init(_ plan: QueryPlan, counts: [[Int]]?, scoring: Scoring, scratch: QueryScratch) {
        self.scoring = scoring
        unsafe leaves = scratch.take(Leaf.self, count: plan.leaves.count)
        for (index, leaf) in plan.leaves.enumerated() {
            var known = leaf.counts
            if let given = counts?[index] {
                known.exact = given[0]
                if given.count > 2 { (known.folded, known.bare) = (given[1], given[2]) }
            }
            unsafe leaves[index] = Leaf(leaf, known, isTypedWithDiacritics: plan.hasDiacritics, scoring)
        }
        unit = unsafe Scoring.unit(for: Self.points(plan, leaves, scratch))
    }

    /// What each part of the query that scores adds to a score at most, in points.
    private static func points(
        _ plan: QueryPlan, _ leaves: UnsafeMutablePointer<Leaf>, _ scratch: QueryScratch
    ) -> UnsafeBufferPointer<Double> {
        let points = unsafe scratch.take(Double.self, count: plan.nodes.count)
        var count = 0
        var number = 0
        while number < plan.nodes.count {
            let node = plan.nodes[number]
            // What is excluded adds nothing.
            number = node.occurrence == .mustNot ? Int(node.end) : number + 1
            guard node.occurrence != .mustNot else { continue }
            switch node.kind {
            case .nothing, .boolean: continue
            case .all, .published: unsafe points[count] = 1
            case .token: unsafe points[count] = leaves[Int(node.first)].exact
            case .keyword, .several: unsafe points[count] = leaves[Int(node.first)].inverseDocumentFrequency
            case .phrase: unsafe points[count] = phrasePoints(node, leaves)
            }
            count += 1
        }
        return unsafe UnsafeBufferPointer(start: points, count: count)
    }

    private static func phrasePoints(_ node: PlanNode, _ leaves: UnsafeMutablePointer<Leaf>) -> Double {
        var sum = 0.0
        for leaf in Int(node.first)..<Int(node.first + node.count) {
            sum += unsafe leaves[leaf].inverseDocumentFrequency
        }
        return Scoring.points(inverseDocumentFrequency: sum, boost: 1)
    }

    /// What a term of a token weighs.
    func weight(ofToken leaf: Int32, _ rank: MatchRank) -> Float {
        let leaf = unsafe leaves[Int(leaf)]
        let points =
            switch rank {
            case .exact: leaf.exact
            case .folded: leaf.folded
            default: leaf.bare
            }
        return Scoring.weight(points: points, unit: unit)
    }

    /// What a phrase weighs, by rank.
    func weights(ofPhrase node: PlanNode) -> PhraseWeights {
        let points = unsafe Self.phrasePoints(node, leaves)
        func weight(_ rank: MatchRank) -> Float { Scoring.weight(points: points * rank.boost, unit: unit) }
        return PhraseWeights(exact: weight(.exact), folded: weight(.folded), bare: weight(.bare))
    }

    /// What a document scores by a leaf that is no token.
    func constant(ofLeaf leaf: Int32, _ rank: MatchRank) -> UInt32 {
        unsafe Scoring.constant(points: leaves[Int(leaf)].inverseDocumentFrequency * rank.boost, unit: unit)
    }

    /// What a document scores that matches without any word.
    var constantOfAll: UInt32 { Scoring.constant(points: 1, unit: unit) }
}

extension QueryWeights.Leaf {
    /// Weighs a leaf.
    ///
    /// A token without diacritics tells as much as all its spellings together; but where the query has diacritics
    /// elsewhere, one that has none was typed right, and its exact spelling tells what it tells alone. The bare spelling
    /// of one with diacritics never tells more than that one. No spelling counts more than the exact one.
    ///
    /// - Parameters:
    ///   - counts: In how many documents of all that are searched it is.
    ///   - isTypedWithDiacritics: Whether the query has diacritics anywhere.
    init(_ leaf: PlanLeaf, _ counts: LeafCounts, isTypedWithDiacritics: Bool, _ scoring: Scoring) {
        let exact = scoring.inverseDocumentFrequency(counts.exact)
        guard leaf.kind == .token else {
            inverseDocumentFrequency = exact
            return
        }
        func points(_ inverseDocumentFrequency: Double, _ rank: MatchRank) -> Double {
            Scoring.points(inverseDocumentFrequency: inverseDocumentFrequency, boost: rank.boost)
        }
        self.exact = points(exact, .exact)
        guard !leaf.hasDiacritics else {
            bare = points(scoring.inverseDocumentFrequency(max(counts.exact, counts.bare)), .bare)
            inverseDocumentFrequency = counts.exact > 0 ? exact : scoring.inverseDocumentFrequency(counts.bare)
            return
        }
        let typed = scoring.inverseDocumentFrequency(counts.exact + counts.folded)
        if !isTypedWithDiacritics { self.exact = points(typed, .exact) }
        folded = points(typed, .folded)
        inverseDocumentFrequency = typed
    }
}
