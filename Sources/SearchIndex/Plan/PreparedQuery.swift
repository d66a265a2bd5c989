/// A query with all that one generation knows of it. Belongs to its reader's generation, and lives as long as it is wanted.
public struct PreparedQuery: Sendable {
    /// What scores are computed from where nothing else is said: the numbers of this generation.
    public var statistics: QueryStatistics {
        QueryStatistics(
            documentCount: searched.documentCount, lengthSum: searched.lengthSum, counts: plan.counts)
    }

    let searched: SearchedSegments
    let plan: QueryPlan
    /// Whether the query is carried out as a tree, whatever its shape: the other ways have to answer the same.
    var isTree = false

    init(_ query: Query, _ searched: SearchedSegments) throws(IndexError) {
        self.searched = searched
        plan = try QueryPlanner.plan(query, segments: searched.segments, scratch: searched.scratch)
    }

    /// The best hits.
    ///
    /// - Parameter statistics: What scores are computed from: those of several generations, added up, or nil for those of
    ///   this one. Which documents match does not depend on them.
    /// - Throws: `IndexError`: `damaged` when a segment turns out not to be what was written, `statistics` when the
    ///   statistics are of another query or cannot be right.
    public func search(
        options: SearchOptions = .init(), statistics: QueryStatistics? = nil
    ) throws -> SearchAnswer {
        try best(options, statistics) { collector, unit throws(IndexError) in
            let hits = try unsafe collector.found.dropFirst(options.from).map { hit throws(IndexError) in
                IndexHit(
                    id: try searched.segments[Int(hit.segment)].reader.ids.id(hit.document),
                    score: Double(hit.score) / unit,
                    address: DocumentAddress(segment: Int(hit.segment), document: hit.document))
            }
            return SearchAnswer(total: collector.total, isTotalExact: collector.isTotalExact, hits: hits)
        }
    }

    /// The best hits by their places alone: what ``search(options:statistics:)`` gives, but for the ids, which take longer
    /// to read than thousands of hits to find.
    ///
    /// - Throws: As ``search(options:statistics:)``.
    public func addresses(
        options: SearchOptions = .init(), statistics: QueryStatistics? = nil
    ) throws -> AddressAnswer {
        try best(options, statistics) { collector, unit throws(IndexError) in
            let hits = unsafe collector.found.dropFirst(options.from).map { hit in
                AddressHit(
                    address: DocumentAddress(segment: Int(hit.segment), document: hit.document),
                    score: Double(hit.score) / unit)
            }
            return AddressAnswer(total: collector.total, isTotalExact: collector.isTotalExact, hits: hits)
        }
    }

    /// Finds the best hits, and makes an answer of them and of what one point of their scores is.
    private func best<Answer>(
        _ options: SearchOptions, _ statistics: QueryStatistics?,
        _ answer: (borrowing Collector, Double) throws(IndexError) -> Answer
    ) throws(IndexError) -> Answer {
        try statistics?.check(shape: plan.leaves.lazy.map { $0.kind == .token ? 3 : 1 })
        let wanted = min(options.from.addingReportingOverflow(options.size).partialValue, searched.documentCount)
        return try searched.scratch.withScratch { scratch throws(IndexError) in
            let weights = QueryWeights(
                plan, counts: statistics?.counts, scoring: searched.scoring(by: statistics), scratch: scratch)
            var collector = Collector(
                capacity: max(0, wanted), totalUpTo: options.totalUpTo, known: knownTotal, scratch: scratch)
            try unsafe weights.scoring.normFactors.withUnsafeBufferPointer { factors throws(IndexError) in
                guard let factors = factors.baseAddress else { return }
                for number in searched.segments.indices {
                    try unsafe search(number, weights, factors, scratch, &collector)
                }
            }
            return try answer(collector, weights.unit)
        }
    }

    /// What is known of the number of hits before any is found.
    private var knownTotal: Collector.KnownTotal {
        guard plan.shape == .union, !isTree, !plan.nodes.contains(where: { $0.occurrence == .mustNot }) else {
            return .nothing
        }
        var largest = 0
        for leaf in plan.leaves {
            let counts = leaf.counts
            largest = max(largest, max(counts.exact, counts.folded, counts.bare))
            if plan.leaves.count == 1, plan.nodes.count == 1, largest == counts.exact + counts.folded + counts.bare {
                return .exactly(largest)
            }
        }
        // A phrase has no more documents than each of its tokens, and may have none.
        return plan.nodes.contains { $0.kind == .phrase } ? .nothing : .atLeast(largest)
    }

    private func search(
        _ number: Int, _ weights: QueryWeights, _ factors: UnsafePointer<Float>, _ scratch: QueryScratch,
        _ collector: inout Collector
    ) throws(IndexError) {
        let segment = searched.segments[number]
        let mark = scratch.mark
        defer { scratch.release(to: mark) }
        try unsafe run(number, weights, factors, scratch, &collector)
        if scratch.isDamaged { throw segment.damaged() }
        try unsafe collector.endSegment(
            number, idOrder: segment.idOrder, documentCount: segment.documentCount
        ) { left, right throws(IndexError) in try isBefore(left, right) }
    }

    /// Collects the hits of a segment by what is best at the query.
    private func run(
        _ number: Int, _ weights: QueryWeights, _ factors: UnsafePointer<Float>, _ scratch: QueryScratch,
        _ collector: inout Collector
    ) throws(IndexError) {
        let segment = searched.segments[number]
        if plan.shape != .tree, !isTree {
            let segmentPlan = try unsafe SegmentPlan(
                plan, weights, normFactors: factors, segment: segment, number: number, scratch: scratch)
            if unsafe segmentPlan.route != .tree {
                let search = unsafe SegmentSearch(
                    view: segment.view, live: UnsafePointer(segment.live?.words), idRank: segment.idRank,
                    idOrder: segment.idOrder, leaves: segmentPlan.leaves, normFactors: factors,
                    deletedCount: Int(segment.documentCount) - segment.entry.liveCount)
                return unsafe segmentPlan.run(search, scratch: scratch, collector: &collector)
            }
        }
        let tree = try unsafe WindowTreeBuilder.tree(
            plan, weights, normFactors: factors, segment: segment, number: number, scratch: scratch)
        unsafe tree.run(live: segment.live?.words, idRank: segment.idRank, collector: &collector)
    }

    /// Whether the id of one hit comes before that of another.
    private func isBefore(_ left: Collector.Hit, _ right: Collector.Hit) throws(IndexError) -> Bool {
        let segments = searched.segments
        return compareBytes(
            try segments[Int(left.segment)].reader.ids.id(left.document),
            try segments[Int(right.segment)].reader.ids.id(right.document)) < 0
    }
}
