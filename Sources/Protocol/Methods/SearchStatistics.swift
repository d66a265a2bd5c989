/// `search.statistics`: what the scores of a query are computed from.
///
/// Whoever spreads a query over several workers asks each for the statistics of the shards that it searches, adds them up
/// and sends the sum with every `search`: then scores are those of one index of all documents, to the last bit.
public enum SearchStatistics: RPCMethod {
    public static let name = "search.statistics"
    public static let server = ServerRole.worker
    public static let isIdempotent = true
    public static let summary = "Returns what the scores of a query are computed from; the numbers of shards add up."

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
        public var statistics: QueryStatistics
        public var shards: ShardReport

        public init(statistics: QueryStatistics, shards: ShardReport) {
            self.statistics = statistics
            self.shards = shards
        }
    }
}

/// What the scores of one query are computed from: numbers of live documents, which add up over shards.
public struct QueryStatistics: Codable, Hashable, Sendable {
    /// How many documents there are.
    public var documents: Int
    /// The sum of the documents' lengths.
    public var lengthSum: UInt64
    /// For each word, phrase, prefix and keyword of the query, in its order, how many documents have it, in the steps that
    /// scoring tells apart. Equal queries have lists of equal lengths.
    public var counts: [[Int]]

    public init(documents: Int, lengthSum: UInt64, counts: [[Int]]) {
        self.documents = documents
        self.lengthSum = lengthSum
        self.counts = counts
    }

    /// The statistics of two disjoint sets of documents together.
    ///
    /// - Returns: Nil when they are not of the same query, or the sums are no numbers of documents any more.
    public func adding(_ other: Self) -> Self? {
        guard counts.count == other.counts.count else { return nil }
        var sum = self
        for (place, (left, right)) in zip(counts, other.counts).enumerated() {
            guard left.count == right.count else { return nil }
            for (index, (left, right)) in zip(left, right).enumerated() {
                guard let count = Self.add(left, right) else { return nil }
                sum.counts[place][index] = count
            }
        }
        guard let documents = Self.add(documents, other.documents),
            let lengthSum = Self.add(lengthSum, other.lengthSum)
        else { return nil }
        sum.documents = documents
        sum.lengthSum = lengthSum
        return sum
    }

    private static func add<Number: FixedWidthInteger>(_ left: Number, _ right: Number) -> Number? {
        let (sum, isTooLarge) = left.addingReportingOverflow(right)
        return isTooLarge ? nil : sum
    }
}
