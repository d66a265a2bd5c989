/// A query with all that one generation knows of it. Belongs to its reader's generation, and lives as long as it is wanted.
public struct PreparedQuery: Sendable {
    /// What scores are computed from where nothing else is said: the numbers of this generation.
    public var statistics: QueryStatistics {
        QueryStatistics(
            documentCount: reader.scoring.documentCount, lengthSum: reader.lengthSum, counts: leaves.map(\.counts))
    }

    private let reader: IndexReader
    private let query: Query
    private let plan: QueryPlan
    private let leaves: [QueryLeaf]

    init(_ query: Query, _ reader: IndexReader) throws(IndexError) {
        self.query = query
        self.reader = reader
        var planner = QueryPlanner(segments: reader.segments, scoring: reader.scoring)
        plan = try planner.plan(query)
        leaves = planner.leaves
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
        let (leaves, scoring) = try weighed(statistics)
        let segments = reader.segments
        let wanted = min(
            options.from.addingReportingOverflow(options.size).partialValue, reader.generation.documentCount)
        var hits = TopHits(capacity: max(0, wanted), segments: segments)
        var total = 0
        // Once as many were counted as are to be counted, documents that cannot be among the best are passed over.
        var isSkipping = false
        for (number, segment) in segments.enumerated() {
            guard let cursor = try plan.cursor(number, in: segment, leaves: leaves, scoring: scoring) else { continue }
            if isSkipping { cursor.raise(scoreMin: hits.scoreMin) }
            let live = segment.live
            while cursor.docID != DocumentCursor.exhausted {
                if live?.contains(cursor.docID) ?? true {
                    total += 1
                    if wanted > 0 {
                        let score = try cursor.score()
                        var isBetter = false
                        if score >= hits.scoreMin {
                            let address = DocumentAddress(segment: number, document: cursor.docID)
                            isBetter = try hits.insert(.init(score: score, address: address))
                        }
                        if isBetter || !isSkipping, total > options.totalUpTo, hits.isFull {
                            isSkipping = true
                            cursor.raise(scoreMin: hits.scoreMin)
                        }
                    }
                }
                try cursor.next()
            }
        }
        let found = try hits.ordered().dropFirst(options.from).map { hit in
            IndexHit(
                id: try segments[hit.address.segment].reader.ids.id(hit.address.document),
                score: Double(hit.score) / Scoring.unit, address: hit.address)
        }
        return SearchAnswer(total: total, isTotalExact: !isSkipping, hits: found)
    }

    /// The leaves with their weights, and how documents are scored.
    private func weighed(
        _ statistics: QueryStatistics?
    ) throws(IndexError) -> (leaves: [WeighedLeaf], scoring: Scoring) {
        let isTypedWithDiacritics = query.hasDiacritics
        guard let statistics else {
            let scoring = reader.scoring
            let weighed = leaves.map {
                $0.weighed($0.counts, isTypedWithDiacritics: isTypedWithDiacritics, scoring)
            }
            return (weighed, scoring)
        }
        try statistics.check(shape: leaves.lazy.map(\.counts.count))
        let scoring = Scoring(documentCount: statistics.documentCount, lengthSum: statistics.lengthSum)
        let weighed = zip(leaves, statistics.counts).map { leaf, counts in
            leaf.weighed(counts, isTypedWithDiacritics: isTypedWithDiacritics, scoring)
        }
        return (weighed, scoring)
    }
}
