internal import TextAnalysis

/// A query with all that is to be known of a generation for it: terms found, weights computed.
indirect enum QueryPlan {
    case group(TermGroup, Field?)
    case phrase([TermGroup], Field?)
    /// For each segment its sets, the best score first.
    case sets([[(set: DocumentSet, score: Int64)]])
    case keyword([TermEntry?], score: Int64)
    case boolean(must: [QueryPlan], should: [QueryPlan], mustNot: [QueryPlan], minimumShouldMatch: Int)
    case all
    case nothing

    /// A cursor over the matching documents of a segment; nil when there are none.
    func cursor(_ number: Int, in segment: SearchSegment, scoring: Scoring) throws(IndexError) -> DocumentCursor? {
        switch self {
        case .nothing: return nil
        case .all: return AllScorer(documentCount: segment.documentCount)
        case .keyword(let entries, let score):
            guard let entry = entries[number] else { return nil }
            return try KeywordScorer(entry, in: segment, score: score)
        case .sets(let sets):
            return sets[number].isEmpty ? nil : SetScorer(sets[number], documentCount: segment.documentCount)
        case .phrase(let groups, let field):
            return try PhraseScorer(groups, in: field, segment: segment, number: number, scoring: scoring)
        case .group(let group, let field):
            guard let field else {
                let variants = group.variants[number]
                return variants.isEmpty
                    ? nil : try TermUnionScorer([variants], excluded: [], in: segment, scoring: scoring)
            }
            let cursors = try group.variants[number].map { variant throws(IndexError) -> DocumentCursor in
                try FieldTermScorer(variant, in: field, of: segment, scoring: scoring)
            }
            return cursors.count > 1 ? BestOfScorer(cursors) : cursors.first
        case .boolean(let must, let should, let mustNot, let minimum):
            func cursors(_ plans: [QueryPlan]) throws(IndexError) -> [DocumentCursor] {
                var cursors: [DocumentCursor] = []
                for plan in plans {
                    if let cursor = try plan.cursor(number, in: segment, scoring: scoring) { cursors.append(cursor) }
                }
                return cursors
            }
            if must.isEmpty, minimum <= 1, let groups = Self.plainGroups(should) {
                let variants = groups.map { $0.variants[number] }.filter { !$0.isEmpty }
                guard !variants.isEmpty else { return nil }
                return try TermUnionScorer(variants, excluded: cursors(mustNot), in: segment, scoring: scoring)
            }
            if minimum == 0, let required = Self.plainGroups(must),
                let optional = should.isEmpty ? [] : Self.plainGroups(should)
            {
                let variants = required.map { $0.variants[number] }
                guard !variants.contains(where: \.isEmpty) else { return nil }
                return try TermConjunctionScorer(
                    required: variants, optional: optional.map { $0.variants[number] }, excluded: cursors(mustNot),
                    in: segment, scoring: scoring)
            }
            let required = try cursors(must)
            guard required.count == must.count else { return nil }
            let optional = try cursors(should)
            let countMin = max(must.isEmpty ? 1 : 0, minimum)
            guard optional.count >= countMin else { return nil }
            let excluded = try cursors(mustNot)
            guard required.isEmpty else {
                return try ConjunctionScorer(
                    required: required, optional: optional, excluded: excluded, optionalCountMin: countMin)
            }
            return optional.count == 1 && excluded.isEmpty
                ? optional[0] : try DisjunctionScorer(optional, excluded: excluded, countMin: countMin)
        }
    }
}

extension QueryPlan {
    /// The tokens of plans that are single tokens in any field; nil when one is something else, or there are none.
    fileprivate static func plainGroups(_ plans: [QueryPlan]) -> [TermGroup]? {
        var groups: [TermGroup] = []
        for plan in plans {
            guard case .group(let group, nil) = plan else { return nil }
            groups.append(group)
        }
        return groups.isEmpty ? nil : groups
    }
}

/// Makes plans of queries.
struct QueryPlanner {
    /// How deep queries nest at most; the parser stays far below.
    static let depthMax = 200

    private let segments: [SearchSegment]
    private let scoring: Scoring
    private var terms: TermResolver

    init(segments: [SearchSegment], scoring: Scoring) {
        self.segments = segments
        self.scoring = scoring
        terms = TermResolver(segments: segments, scoring: scoring)
    }

    /// The plan of a query.
    ///
    /// - Throws: `IndexError`: `query` when it nests too deep, `damaged` when a segment cannot be read.
    mutating func plan(_ query: Query) throws(IndexError) -> QueryPlan {
        terms.isTypedWithDiacritics = query.hasDiacritics
        return try plan(query, depth: 0)
    }

    private mutating func plan(_ query: Query, depth: Int) throws(IndexError) -> QueryPlan {
        guard depth <= Self.depthMax else {
            throw IndexError(.query, path: "", reason: "the query nests deeper than \(Self.depthMax) levels")
        }
        switch query {
        case .all: return .all
        case .nothing: return .nothing
        case .term(let field, let text):
            if let field, field.fieldKind == .keyword { return try keyword(field, text) }
            return .group(try terms.group(FoldedTerm(text)), field)
        case .phrase(let field, let texts):
            if let field, field.fieldKind == .keyword { return try keyword(field, texts.joined(separator: " ")) }
            var groups: [TermGroup] = []
            for text in texts { groups.append(try terms.group(FoldedTerm(text))) }
            return groups.count == 1 ? .group(groups[0], field) : .phrase(groups, field)
        case .prefix(let field, let text):
            return .sets(try PrefixResolver(segments: segments, scoring: scoring).sets(text, in: field))
        case .keyword(let field, let text): return try keyword(field, text)
        case .boolean(let must, let should, let mustNot, let minimum):
            return .boolean(
                must: try plans(must, depth), should: try plans(should, depth), mustNot: try plans(mustNot, depth),
                minimumShouldMatch: minimum)
        }
    }

    private mutating func plans(_ queries: [Query], _ depth: Int) throws(IndexError) -> [QueryPlan] {
        var plans: [QueryPlan] = []
        for query in queries { plans.append(try plan(query, depth: depth + 1)) }
        return plans
    }

    private func keyword(_ field: Field, _ text: String) throws(IndexError) -> QueryPlan {
        guard field.fieldKind == .keyword else { return .nothing }
        let key = [field.rawValue] + Analyzer.keyword(text)
        var count = 0
        var entries: [TermEntry?] = []
        for segment in segments {
            let entry = try TermCursor.find(key, in: segment.reader.keywords)
            entries.append(entry)
            if let entry { count += try liveCount(entry, in: segment) }
        }
        return .keyword(entries, score: scoring.constant(matching: count, boost: 1))
    }

    private func liveCount(_ entry: TermEntry, in segment: SearchSegment) throws(IndexError) -> Int {
        guard let live = segment.live else { return entry.documentCount }
        let postings = try PostingsCursor(
            entry, in: segment.reader.keywordPostings, documentCount: segment.documentCount)
        var set = DocumentSet(documentCount: segment.documentCount)
        try set.insert(postings)
        set.formIntersection(live)
        return set.count
    }
}

extension Query {
    /// Whether any of its words was typed with a diacritic or `đ`.
    var hasDiacritics: Bool {
        // A stack of its own: how deep queries nest is not yet checked.
        var pending = [self]
        while let query = pending.popLast() {
            switch query {
            case .term(_, let text), .prefix(_, let text): if FoldedTerm(text).hasDiacritics { return true }
            case .phrase(_, let texts): if texts.contains(where: { FoldedTerm($0).hasDiacritics }) { return true }
            case .boolean(let must, let should, let mustNot, _): pending += must + should + mustNot
            case .keyword, .all, .nothing: break
            }
        }
        return false
    }
}
