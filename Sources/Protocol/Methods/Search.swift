/// `search`: the best documents for a query.
public enum Search: RPCMethod {
    public static let name = "search"
    public static let server = ServerRole.worker
    public static let isIdempotent = true
    public static let summary = "Returns the best documents for a query, with snippets."

    public struct Params: RequestParams, Hashable {
        /// What the person typed. Every text is a query: what is not well-formed counts as words.
        public var query: String
        /// How `query` is read; `query` when absent.
        public var syntax: QuerySyntax?
        /// Whether any or all of the words must match; `or` when absent.
        public var defaultOperator: DefaultOperator?
        /// How many of the best hits to skip, 0 when absent. `from + size` is at most 10,000.
        public var from: Int?
        /// How many hits to return, 10 when absent.
        public var size: Int?
        /// Up to which number hits are counted exactly; beyond it the total is "at least". 10,000 when absent.
        public var totalUpTo: Int?
        /// Whether to return snippets; true when absent.
        public var snippets: Bool?
        /// Whether to return whole documents; false when absent.
        public var documents: Bool?
        /// The shards to search, all when absent.
        public var shards: [Int]?
        /// What scores are computed from, as ``SearchStatistics`` gives it for this query; those of the shards that the
        /// worker searches when absent.
        public var statistics: QueryStatistics?
        public var _meta: RequestMeta?

        public init(
            query: String, syntax: QuerySyntax? = nil, defaultOperator: DefaultOperator? = nil, from: Int? = nil,
            size: Int? = nil, totalUpTo: Int? = nil, snippets: Bool? = nil, documents: Bool? = nil,
            shards: [Int]? = nil, statistics: QueryStatistics? = nil, _meta: RequestMeta? = nil
        ) {
            self.query = query
            self.syntax = syntax
            self.defaultOperator = defaultOperator
            self.from = from
            self.size = size
            self.totalUpTo = totalUpTo
            self.snippets = snippets
            self.documents = documents
            self.shards = shards
            self.statistics = statistics
            self._meta = _meta
        }
    }

    public struct Result: Codable, Hashable, Sendable {
        /// Time inside the worker in milliseconds; where several were asked, from the request to the last of their answers.
        public var tookMilliseconds: Double
        public var total: TotalHits
        public var hits: [Hit]
        public var shards: ShardReport
        public var freshness: Freshness

        public init(
            tookMilliseconds: Double, total: TotalHits, hits: [Hit], shards: ShardReport, freshness: Freshness
        ) {
            self.tookMilliseconds = tookMilliseconds
            self.total = total
            self.hits = hits
            self.shards = shards
            self.freshness = freshness
        }
    }

    /// The greatest `from + size`.
    public static let windowMax = 10_000
}

/// How the text of a query is read.
public enum QuerySyntax: String, Codable, Sendable, CaseIterable {
    /// Words, phrases and operators.
    case query
    /// Every character is text; no operators.
    case words
}

/// Whether any or all words of a query must match.
public enum DefaultOperator: String, Codable, Sendable, CaseIterable {
    case or
    case and
}

/// How many documents match.
public struct TotalHits: Codable, Hashable, Sendable {
    public var value: Int
    public var relation: Relation

    public enum Relation: String, Codable, Sendable {
        /// `value` documents match.
        case exact
        /// `value` or more documents match.
        case atLeast
    }

    public init(value: Int, relation: Relation) {
        self.value = value
        self.relation = relation
    }
}

/// One document of an answer.
public struct Hit: Codable, Hashable, Sendable {
    public var id: String
    public var score: Double
    public var kind: Document.Kind
    public var title: String
    public var source: String?
    public var section: String?
    public var byline: String?
    public var published: String?
    /// The parts of the document that match best, titles included where they match.
    public var snippets: [Snippet]?
    /// The whole document where the request asked for it.
    public var document: Document?

    public init(
        id: String, score: Double, kind: Document.Kind, title: String, source: String? = nil, section: String? = nil,
        byline: String? = nil, published: String? = nil, snippets: [Snippet]? = nil, document: Document? = nil
    ) {
        self.id = id
        self.score = score
        self.kind = kind
        self.title = title
        self.source = source
        self.section = section
        self.byline = byline
        self.published = published
        self.snippets = snippets
        self.document = document
    }
}

/// A part of a field with the matched words marked.
public struct Snippet: Codable, Hashable, Sendable {
    /// Name of the field that the text is from.
    public var field: String
    /// Which of the field's texts, counted from 0: the paragraph of a body, the caption of several.
    public var index: Int
    /// Where `text` begins in that text, in Unicode scalars.
    public var start: Int
    public var text: String
    /// The matched words as `[start, end]` in Unicode scalars of `text`, in order, not overlapping.
    public var highlights: [[Int]]

    public init(field: String, index: Int, start: Int, text: String, highlights: [[Int]]) {
        self.field = field
        self.index = index
        self.start = start
        self.text = text
        self.highlights = highlights
    }
}

/// Which shards an answer is from.
public struct ShardReport: Codable, Hashable, Sendable {
    public var asked: Int
    public var answered: Int
    public var generations: [ShardGeneration]

    public init(asked: Int, answered: Int, generations: [ShardGeneration]) {
        self.asked = asked
        self.answered = answered
        self.generations = generations
    }
}

/// The generation that a shard answered from.
public struct ShardGeneration: Codable, Hashable, Sendable {
    public var shard: Int
    /// Epoch and number, such as `3.17`.
    public var generation: String

    public init(shard: Int, generation: String) {
        self.shard = shard
        self.generation = generation
    }
}

/// How old an answer may be.
public struct Freshness: Codable, Hashable, Sendable {
    /// Age in milliseconds of the oldest acknowledged document that this answer cannot hold yet; 0 if there is none
    /// that the worker has been told of.
    public var ageMilliseconds: Double

    public init(ageMilliseconds: Double) { self.ageMilliseconds = ageMilliseconds }
}

/// `count`: how many documents match.
public enum Count: RPCMethod {
    public static let name = "count"
    public static let server = ServerRole.worker
    public static let isIdempotent = true
    public static let summary = "Returns how many documents match a query, exactly."

    public struct Params: RequestParams, Hashable {
        public var query: String
        public var syntax: QuerySyntax?
        public var defaultOperator: DefaultOperator?
        /// The shards to count in, all when absent.
        public var shards: [Int]?
        public var _meta: RequestMeta?

        public init(
            query: String, syntax: QuerySyntax? = nil, defaultOperator: DefaultOperator? = nil, shards: [Int]? = nil,
            _meta: RequestMeta? = nil
        ) {
            self.query = query
            self.syntax = syntax
            self.defaultOperator = defaultOperator
            self.shards = shards
            self._meta = _meta
        }
    }

    public struct Result: Codable, Hashable, Sendable {
        public var tookMilliseconds: Double
        public var count: Int
        public var shards: ShardReport
        public var freshness: Freshness

        public init(tookMilliseconds: Double, count: Int, shards: ShardReport, freshness: Freshness) {
            self.tookMilliseconds = tookMilliseconds
            self.count = count
            self.shards = shards
            self.freshness = freshness
        }
    }
}
