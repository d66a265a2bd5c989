internal import TextAnalysis

/// Makes the plan of a query, and finds its leaves in the segments of a generation.
///
/// Leaves come from left to right: those of `must`, then of `should`, then of `mustNot`. A phrase has a leaf for each of
/// its tokens.
struct QueryPlanner {
    /// How deep queries nest at most; the parser stays far below.
    static let depthMax = 200

    private let segments: [SearchSegment]
    private var tokens: TermResolver
    private let beginnings: PrefixResolver
    /// The leaves found so far.
    private(set) var leaves: [QueryLeaf] = []

    init(segments: [SearchSegment], scoring: Scoring) {
        self.segments = segments
        tokens = TermResolver(segments: segments)
        beginnings = PrefixResolver(segments: segments, scoring: scoring)
    }

    /// The plan of a query.
    ///
    /// - Throws: `IndexError`: `query` when it nests too deep, `damaged` when a segment cannot be read.
    mutating func plan(_ query: Query, depth: Int = 0) throws(IndexError) -> QueryPlan {
        guard depth <= Self.depthMax else {
            throw IndexError(.query, path: "", reason: "the query nests deeper than \(Self.depthMax) levels")
        }
        switch query {
        case .all: return .all
        case .nothing, .fuzzy, .published: return .nothing
        case .term(let field, let text):
            if let field, field.fieldKind == .keyword { return try keyword(field, text) }
            return .token(try token(text), field)
        case .phrase(let field, let texts):
            if let field, field.fieldKind == .keyword { return try keyword(field, texts.joined(separator: " ")) }
            let first = leaves.count
            for text in texts { _ = try token(text) }
            return texts.count == 1 ? .token(first, field) : .phrase(first..<leaves.count, field)
        case .prefix(let field, let text):
            let (sets, count) = try beginnings.sets(text, in: field)
            return .beginning(add(.beginning(sets, count: count)))
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

    /// Adds a leaf and returns its number.
    private mutating func add(_ leaf: QueryLeaf) -> Int {
        leaves.append(leaf)
        return leaves.count - 1
    }

    private mutating func token(_ text: String) throws(IndexError) -> Int {
        add(.token(try tokens.variants(of: FoldedTerm(text))))
    }

    private mutating func keyword(_ field: Field, _ text: String) throws(IndexError) -> QueryPlan {
        guard field.fieldKind == .keyword else { return .nothing }
        let key = [field.rawValue] + Analyzer.keyword(text)
        var count = 0
        var entries: [TermEntry?] = []
        for segment in segments {
            let entry = try TermCursor.find(key, in: segment.reader.keywords)
            entries.append(entry)
            if let entry { count += try liveCount(entry, in: segment) }
        }
        return .keyword(add(.keyword(entries, count: count)))
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
            case .term(_, let text), .prefix(_, let text), .fuzzy(_, let text, _):
                if FoldedTerm(text).hasDiacritics { return true }
            case .phrase(_, let texts): if texts.contains(where: { FoldedTerm($0).hasDiacritics }) { return true }
            case .boolean(let must, let should, let mustNot, _): pending += must + should + mustNot
            case .keyword, .published, .all, .nothing: break
            }
        }
        return false
    }
}
