/// A query that is a union or a conjunction, as one segment carries it out.
@unsafe struct SegmentPlan {
    /// What carries the query out.
    enum Route {
        case nothing
        /// The only leaf.
        case list
        /// The groups of `optional`.
        case union
        case conjunction
        /// None of these can.
        case tree
    }

    private(set) var route = Route.union
    let leaves: UnsafeMutablePointer<WeighedLeaf>
    private(set) var leafCount = 0
    private let groups: UnsafeMutablePointer<LeafGroup>
    private(set) var requiredCount = 0
    private(set) var optionalCount = 0
    /// Phrases of which a hit has each.
    private let phrases: UnsafeMutablePointer<PhraseSource>
    private(set) var phraseCount = 0
    /// The leaves that no hit has.
    private(set) var excluded = 0..<0

    /// Room for a plan.
    private init(_ plan: QueryPlan, _ scratch: QueryScratch) {
        unsafe leaves = scratch.take(WeighedLeaf.self, count: 3 * plan.nodes.count)
        unsafe groups = scratch.take(LeafGroup.self, count: plan.nodes.count)
        unsafe phrases = scratch.take(PhraseSource.self, count: plan.nodes.count)
    }

    /// The plan of a query over a segment.
    ///
    /// - Parameters:
    ///   - plan: Of a shape that is no tree.
    ///   - number: The segment's, in the generation.
    init(
        _ plan: QueryPlan, _ weights: QueryWeights, normFactors: UnsafePointer<Float>, segment: SearchSegment,
        number: Int, scratch: QueryScratch
    ) throws(IndexError) {
        unsafe self.init(plan, scratch)
        var isPossible = true
        for index in (plan.nodes.count > 1 ? 1 : 0)..<plan.nodes.count {
            let node = plan.nodes[index]
            guard node.kind != .boolean else { continue }
            let first = unsafe leafCount
            if node.kind == .phrase {
                let phrase = try unsafe PhraseSource(
                    WindowTreeBuilder.phraseTerms(node, plan, weights, number: number, scratch: scratch),
                    in: segment.reader, normFactors: normFactors, scratch: scratch)
                if let leaf = unsafe phrase.leaf {
                    unsafe leaves[leafCount] = leaf
                    unsafe leafCount += 1
                } else if unsafe phrase.documentCountMax > 0 {
                    guard node.occurrence == .must || plan.nodes.count == 1 else {
                        unsafe route = .tree
                        return
                    }
                    unsafe phrases[phraseCount] = phrase
                    unsafe phraseCount += 1
                    continue
                }
            } else {
                unsafe addLeaves(
                    node, plan.found[Int(plan.leaves[Int(node.first)].first) + number], weights, segment, normFactors)
            }
            let isPresent = unsafe leafCount > first
            if node.occurrence == .mustNot {
                if unsafe excluded.isEmpty { unsafe excluded = first..<first }
                unsafe excluded = unsafe excluded.lowerBound..<leafCount
            } else if isPresent {
                unsafe addGroup(first, isRequired: node.occurrence == .must && plan.nodes.count > 1)
            } else if node.occurrence == .must {
                isPossible = false
            }
        }
        unsafe chooseRoute(isPossible: isPossible)
    }
}

extension SegmentPlan {
    private mutating func addGroup(_ first: Int, isRequired: Bool) {
        var bound: UInt32 = 0
        for leaf in unsafe first..<leafCount { bound = unsafe max(bound, leaves[leaf].bound) }
        // Parts of `must` come before those of `should`.
        unsafe groups[requiredCount + optionalCount] = LeafGroup(leaves: first..<leafCount, bound: bound)
        if isRequired { unsafe requiredCount += 1 } else { unsafe optionalCount += 1 }
    }

    private mutating func addLeaves(
        _ node: PlanNode, _ found: FoundTerms, _ weights: QueryWeights, _ segment: SearchSegment,
        _ normFactors: UnsafePointer<Float>
    ) {
        func add(_ list: ListRef?, _ rank: MatchRank) {
            guard let list else { return }
            if node.kind == .keyword {
                let constant = weights.constant(ofLeaf: node.first, rank)
                unsafe leaves[leafCount] = WeighedLeaf(list: list, weight: 0, constant: constant, bound: constant)
            } else {
                let weight = weights.weight(ofToken: node.first, rank)
                let bound = unsafe segment.bound(list, weight: weight, normFactors)
                unsafe leaves[leafCount] = WeighedLeaf(list: list, weight: weight, bound: bound)
            }
            unsafe leafCount += 1
        }
        add(found.exact?.list, .exact)
        add(found.folded, .folded)
        add(found.bare?.list, .bare)
    }

    private mutating func chooseRoute(isPossible: Bool) {
        guard isPossible, unsafe requiredCount + optionalCount + phraseCount > 0 else {
            unsafe route = .nothing
            return
        }
        if unsafe phraseCount > 0 || requiredCount > 1
            || (requiredCount == 1 && (optionalCount > 0 || !excluded.isEmpty))
        {
            unsafe route = .conjunction
        } else if unsafe requiredCount + optionalCount == 1, unsafe groups[0].count == 1, unsafe excluded.isEmpty {
            unsafe route = .list
        }
    }

    /// The only leaf that any of the best hits is found by, where there is one: of a token's spellings mostly the one that
    /// was typed, once hits need not be counted.
    private func onlyLeaf(
        _ search: borrowing SegmentSearch, _ scratch: QueryScratch, _ collector: inout Collector
    ) -> Int? {
        guard unsafe requiredCount + optionalCount == 1, unsafe excluded.isEmpty, !collector.isCounting else {
            return nil
        }
        let mark = scratch.mark
        defer { scratch.release(to: mark) }
        for leaf in unsafe groups[0].leaves {
            unsafe WindowLeaf(leaves[leaf], in: search, scratch: scratch).raise(&collector, search)
        }
        var only: Int?
        for leaf in unsafe groups[0].leaves where unsafe leaves[leaf].bound >= collector.threshold {
            guard only == nil else { return nil }
            only = leaf
        }
        return only
    }

    /// Collects the hits; the route is no tree.
    func run(_ search: borrowing SegmentSearch, scratch: QueryScratch, collector: inout Collector) {
        switch unsafe route {
        case .nothing, .tree: return
        case .list: unsafe ListEngine.run(search, leaf: groups[0].start, scratch: scratch, collector: &collector)
        case .union:
            if let leaf = unsafe onlyLeaf(search, scratch, &collector) {
                return unsafe ListEngine.run(search, leaf: leaf, scratch: scratch, collector: &collector)
            }
            unsafe UnionEngine.run(
                search, groups: groups, groupCount: requiredCount + optionalCount, excluded: excluded,
                scratch: scratch, collector: &collector)
        case .conjunction:
            let parts = unsafe ConjunctionParts(
                required: UnsafeBufferPointer(start: groups, count: requiredCount),
                phrases: UnsafeMutableBufferPointer(start: phrases, count: phraseCount),
                optional: UnsafeBufferPointer(start: groups + requiredCount, count: optionalCount),
                excluded: excluded)
            unsafe ConjunctionEngine.run(search, parts, scratch: scratch, collector: &collector)
            for index in unsafe 0..<phraseCount where unsafe phrases[index].isDamaged { scratch.noteDamage() }
        }
    }
}
