/// What the scores of a query are computed from: numbers of live documents, nothing else.
///
/// They add up over disjoint sets of documents. Searches of several indexes with the sum of their statistics give each
/// document the score, to the last bit, that one index of all documents would.
public struct QueryStatistics: Hashable, Sendable {
    /// How many documents there are.
    public var documentCount: Int
    /// The sum of the documents' lengths, as they are stored.
    public var lengthSum: UInt64
    /// For each leaf of the query how many documents match it, in the order must, should, mustNot of each level; a phrase
    /// counts as its tokens.
    ///
    /// A token has a number for its exact spelling, one summed over its other spellings, and one for its bare spelling;
    /// keywords and beginnings have one number.
    public var counts: [[Int]]

    /// Statistics with all their parts.
    public init(documentCount: Int, lengthSum: UInt64, counts: [[Int]]) {
        self.documentCount = documentCount
        self.lengthSum = lengthSum
        self.counts = counts
    }

    /// The statistics of no documents, to which those of a query can be added.
    ///
    /// - Throws: `IndexError`, `query`, when the query nests too deep.
    public static func none(of query: Query) throws -> QueryStatistics {
        QueryStatistics(
            documentCount: 0, lengthSum: 0,
            counts: try QueryPlanner.plan(query, segments: [], scratch: ScratchPool()).counts)
    }

    /// The statistics of two disjoint sets of documents together.
    ///
    /// - Throws: `IndexError`, `statistics`, when the two are not of one query or a sum is too large for a number.
    public func adding(_ other: QueryStatistics) throws(IndexError) -> QueryStatistics {
        guard counts.map(\.count) == other.counts.map(\.count) else {
            throw IndexError(.statistics, path: "", reason: "statistics of different queries cannot be added")
        }
        var sum = self
        for leaf in counts.indices {
            for index in counts[leaf].indices {
                sum.counts[leaf][index] = try Self.add(counts[leaf][index], other.counts[leaf][index])
            }
        }
        sum.documentCount = try Self.add(documentCount, other.documentCount)
        sum.lengthSum = try Self.add(lengthSum, other.lengthSum)
        return sum
    }

    private static func add<Number: FixedWidthInteger>(
        _ left: Number, _ right: Number
    ) throws(IndexError) -> Number {
        let (sum, isTooLarge) = left.addingReportingOverflow(right)
        guard !isTooLarge else {
            throw IndexError(.statistics, path: "", reason: "the sum of the statistics is too large")
        }
        return sum
    }

    /// The largest number in statistics: so large that no index reaches it, so small that formulas hold.
    static let numberMax = 1 << 53

    /// Checks that scores can be computed from numbers that came from elsewhere.
    ///
    /// - Parameter shape: How many numbers each leaf of the query has.
    /// - Throws: `IndexError`, `statistics`.
    func check(shape: some Collection<Int>) throws(IndexError) {
        guard counts.lazy.map(\.count).elementsEqual(shape) else {
            throw IndexError(
                .statistics, path: "",
                reason: "the statistics are of another query: this one has \(shape.count) counted parts, with "
                    + "\(shape.reduce(0, +)) numbers, they have \(counts.count), with \(counts.joined().count)")
        }
        let numbers = 0...Self.numberMax
        guard numbers.contains(documentCount), lengthSum <= UInt64(Self.numberMax),
            counts.allSatisfy({ $0.allSatisfy(numbers.contains) })
        else {
            throw IndexError(
                .statistics, path: "", reason: "the statistics hold a number that is not from 0 to \(Self.numberMax)")
        }
    }
}
