internal import TextAnalysis

/// Makes the plan of a query, and finds its leaves in the segments of a generation.
struct QueryPlanner {
    /// How deep queries nest at most; the parser stays far below.
    static let depthMax = 200

    private let segments: [SearchSegment]
    private let scratch: ScratchPool
    // What `QueryPlan` is made of.
    private(set) var nodes: [PlanNode] = []
    private(set) var leaves: [PlanLeaf] = []
    private(set) var found: [FoundTerms] = []
    private(set) var spellings: [TermRef] = []
    private(set) var sets: [FoundSets] = []
    private(set) var filters: [DocumentBits?] = []
    private(set) var hasDiacritics = false

    /// Whether text fields are told apart in any segment.
    var hasFields: Bool { segments.contains { $0.hasFields } }

    private init(segments: [SearchSegment], scratch: ScratchPool) {
        self.segments = segments
        self.scratch = scratch
        nodes.reserveCapacity(8)
        leaves.reserveCapacity(8)
        found.reserveCapacity(4 * segments.count)
    }

    /// The plan of a query.
    ///
    /// - Throws: `IndexError`: `query` when it nests too deep, `damaged` when a segment cannot be read.
    static func plan(
        _ query: Query, segments: [SearchSegment], scratch: ScratchPool
    ) throws(IndexError) -> QueryPlan {
        var planner = QueryPlanner(segments: segments, scratch: scratch)
        try planner.add(query, .must, depth: 0)
        return QueryPlan(planner)
    }

    /// Adds the node of a query, and those of its parts.
    private mutating func add(_ query: Query, _ occurrence: PlanNode.Occurrence, depth: Int) throws(IndexError) {
        guard depth <= Self.depthMax else {
            throw IndexError(.query, path: "", reason: "the query nests deeper than \(Self.depthMax) levels")
        }
        switch query {
        case .nothing: append(PlanNode(kind: .nothing, occurrence: occurrence))
        case .all: append(PlanNode(kind: .all, occurrence: occurrence))
        case .term(let field, let text):
            if let field, field.fieldKind == .keyword { return try addKeyword(field, text, occurrence) }
            try addTokens(CollectionOfOne(text), in: field, occurrence)
        case .phrase(let field, let texts):
            if let field, field.fieldKind == .keyword {
                return try addKeyword(field, texts.joined(separator: " "), occurrence)
            }
            try addTokens(texts, in: field, occurrence)
        case .keyword(let field, let text): try addKeyword(field, text, occurrence)
        case .prefix(let field, let text):
            let typed = FoldedTerm(text)
            hasDiacritics = hasDiacritics || typed.hasDiacritics
            try addSets(occurrence) { segment, scratch throws(IndexError) in
                try BeginningFinder(segment: segment, field: field, scratch: scratch).find(text, typed)
            }
        case .fuzzy(let field, let text, let maxEdits):
            hasDiacritics = hasDiacritics || FoldedTerm(text).hasDiacritics
            if let field, field.fieldKind == .keyword {
                return append(PlanNode(kind: .nothing, occurrence: occurrence))
            }
            let automaton = EditAutomaton(text, maxEdits: maxEdits)
            try addSets(occurrence) { segment, scratch throws(IndexError) in
                try FuzzyFinder(segment: segment, field: field, scratch: scratch).find(automaton)
            }
        case .published(let seconds):
            let first = filters.count
            let minutes = DateFilter.minutes(seconds)
            for segment in segments {
                filters.append(try minutes.map { minutes throws(IndexError) in try segment.published(minutes) })
            }
            append(PlanNode(kind: .published, occurrence: occurrence, first: Int32(first)))
        case .boolean(let must, let should, let mustNot, let minimum):
            let number = nodes.count
            append(
                PlanNode(
                    kind: .boolean, occurrence: occurrence,
                    minimum: Int32(clamping: max(must.isEmpty ? 1 : 0, minimum)), mustCount: Int32(must.count)))
            for part in must { try add(part, .must, depth: depth + 1) }
            for part in should { try add(part, .should, depth: depth + 1) }
            for part in mustNot { try add(part, .mustNot, depth: depth + 1) }
            nodes[number].end = Int32(nodes.count)
        }
    }

    private mutating func append(_ node: PlanNode) {
        var node = node
        node.end = Int32(nodes.count + 1)
        nodes.append(node)
    }
}

extension QueryPlanner {
    /// Adds a token, or several side by side, or nothing when there is none.
    private mutating func addTokens(
        _ texts: some Collection<String>, in field: Field?, _ occurrence: PlanNode.Occurrence
    ) throws(IndexError) {
        let first = leaves.count
        let isPhrase = texts.count > 1
        for text in texts { try addToken(FoldedTerm(text), hasOccurrences: isPhrase || field != nil) }
        let kind: PlanNode.Kind = isPhrase ? .phrase : texts.isEmpty ? .nothing : .token
        append(
            PlanNode(
                kind: kind, occurrence: occurrence, field: field, first: Int32(first), count: Int32(texts.count)))
    }

    /// Adds the leaf of a token.
    ///
    /// - Parameter hasOccurrences: Whether it will be asked where in a document the token is.
    private mutating func addToken(_ token: FoldedTerm, hasOccurrences: Bool) throws(IndexError) {
        hasDiacritics = hasDiacritics || token.hasDiacritics
        var leaf = PlanLeaf(
            kind: .token, hasDiacritics: token.hasDiacritics, first: Int32(found.count), counts: LeafCounts())
        for segment in segments {
            let reader = segment.reader
            var found = FoundTerms()
            found.exact = try reader.terms.find(token.exact)
            if let exact = found.exact { leaf.counts.exact += try segment.liveCount(exact.list) }
            if !segment.hasFields {
                // As it is typed it matches, and in no other way.
            } else if token.hasDiacritics {
                found.bare = try reader.terms.find(token.folded)
                if let bare = found.bare { leaf.counts.bare += try segment.liveCount(bare.list) }
            } else if hasOccurrences {
                if let folded = try reader.folded.find(token.exact) {
                    found.folded = folded.merged
                    found.spellingStart = Int32(spellings.count)
                    found.spellingCount = Int32(folded.ordinals.count)
                    for ordinal in folded.ordinals { spellings.append(try reader.terms.entry(Int(ordinal))) }
                }
            } else {
                found.folded = try reader.folded.merged(token.exact)
            }
            if let folded = found.folded { leaf.counts.folded += try segment.liveCount(folded) }
            self.found.append(found)
        }
        leaves.append(leaf)
    }

    private mutating func addKeyword(
        _ field: Field, _ text: String, _ occurrence: PlanNode.Occurrence
    ) throws(IndexError) {
        guard field.fieldKind == .keyword else { return append(PlanNode(kind: .nothing, occurrence: occurrence)) }
        let key = [field.rawValue] + Analyzer.keyword(text)
        var leaf = PlanLeaf(kind: .keyword, first: Int32(found.count), counts: LeafCounts())
        for segment in segments {
            let found = FoundTerms(exact: try segment.reader.keywords.find(key))
            if let exact = found.exact { leaf.counts.exact += try segment.liveCount(exact.list) }
            self.found.append(found)
        }
        append(PlanNode(kind: .keyword, occurrence: occurrence, first: Int32(leaves.count), count: 1))
        leaves.append(leaf)
    }

    /// Adds the leaf of several terms that match alike.
    private mutating func addSets(
        _ occurrence: PlanNode.Occurrence, _ find: (SearchSegment, QueryScratch) throws(IndexError) -> FoundSets
    ) throws(IndexError) {
        var leaf = PlanLeaf(kind: .several, first: Int32(sets.count), counts: LeafCounts())
        for segment in segments {
            let found = try scratch.withScratch { scratch throws(IndexError) in try find(segment, scratch) }
            leaf.counts.exact += found.liveCount(in: segment)
            sets.append(found)
        }
        append(PlanNode(kind: .several, occurrence: occurrence, first: Int32(leaves.count), count: 1))
        leaves.append(leaf)
    }
}
