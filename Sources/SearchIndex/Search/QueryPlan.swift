/// How a query is carried out, in terms of its leaves, which it names by their numbers.
indirect enum QueryPlan {
    case token(Int, Field?)
    case phrase(Range<Int>, Field?)
    case beginning(Int)
    case keyword(Int)
    case boolean(must: [QueryPlan], should: [QueryPlan], mustNot: [QueryPlan], minimumShouldMatch: Int)
    case all
    case nothing

    /// A cursor over the matching documents of a segment; nil when there are none.
    ///
    /// - Parameter number: The segment's, in the generation.
    func cursor(
        _ number: Int, in segment: SearchSegment, leaves: [WeighedLeaf], scoring: Scoring
    ) throws(IndexError) -> DocumentCursor? {
        switch self {
        case .nothing: return nil
        case .all: return AllScorer(documentCount: segment.documentCount)
        case .keyword(let leaf):
            guard case .keyword(let entries, let score) = leaves[leaf], let entry = entries[number] else { return nil }
            return try KeywordScorer(entry, in: segment, score: score)
        case .beginning(let leaf):
            guard case .beginning(let sets) = leaves[leaf], !sets[number].isEmpty else { return nil }
            return SetScorer(sets[number], documentCount: segment.documentCount)
        case .phrase(let range, let field):
            return try PhraseScorer(
                Self.groups(range, in: leaves), in: field, segment: segment, number: number, scoring: scoring)
        case .token(let leaf, let field):
            let groups = Self.groups(leaf..<leaf + 1, in: leaves)
            guard let field else {
                return groups[0].variants[number].isEmpty
                    ? nil : try TermUnionScorer(groups, excluded: [], in: segment, number: number, scoring: scoring)
            }
            let cursors = try groups[0].variants[number].map { variant throws(IndexError) -> DocumentCursor in
                try FieldTermScorer(
                    variant, weight: groups[0].weights[variant.rank], in: field, of: segment, scoring: scoring)
            }
            return cursors.count > 1 ? BestOfScorer(cursors) : cursors.first
        case .boolean(let must, let should, let mustNot, let minimum):
            func cursors(_ plans: [QueryPlan]) throws(IndexError) -> [DocumentCursor] {
                var cursors: [DocumentCursor] = []
                for plan in plans {
                    if let cursor = try plan.cursor(number, in: segment, leaves: leaves, scoring: scoring) {
                        cursors.append(cursor)
                    }
                }
                return cursors
            }
            if must.isEmpty, minimum <= 1, let groups = Self.plainGroups(should, in: leaves) {
                let present = groups.filter { !$0.variants[number].isEmpty }
                guard !present.isEmpty else { return nil }
                return try TermUnionScorer(
                    present, excluded: cursors(mustNot), in: segment, number: number, scoring: scoring)
            }
            if minimum == 0, let required = Self.plainGroups(must, in: leaves),
                let optional = should.isEmpty ? [] : Self.plainGroups(should, in: leaves)
            {
                guard !required.contains(where: { $0.variants[number].isEmpty }) else { return nil }
                return try TermConjunctionScorer(
                    required: required, optional: optional, excluded: cursors(mustNot), in: segment, number: number,
                    scoring: scoring)
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
    private static func plainGroups(_ plans: [QueryPlan], in leaves: [WeighedLeaf]) -> [TermGroup]? {
        var groups: [TermGroup] = []
        for plan in plans {
            guard case .token(let leaf, nil) = plan, case .token(let group) = leaves[leaf] else { return nil }
            groups.append(group)
        }
        return groups.isEmpty ? nil : groups
    }

    /// The tokens of leaves that are tokens.
    private static func groups(_ range: Range<Int>, in leaves: [WeighedLeaf]) -> [TermGroup] {
        leaves[range].map { leaf in
            guard case .token(let group) = leaf else { preconditionFailure("a leaf that is no token is taken for one") }
            return group
        }
    }
}
