import Glibc
import SearchIndex

/// Runs queries against an index and takes their times.
struct Bench {
    /// What is measured of a query.
    enum Measure {
        /// Finding so many of the best hits. No exact number of matches is asked for: an index may leave out what cannot be
        /// among the best.
        case best(Int)
        /// Counting all matches.
        case count
    }

    var reader: IndexReader
    var measure: Measure
    var rounds: Int
    var warmUp: Int

    /// A term that no text has.
    static let absentTerm = "qxzwvkjq"

    /// Measures all queries, round after round, so that no query has the caches for itself.
    ///
    /// - Returns: What each took and found, and the least time of a query that finds nothing, in microseconds.
    func run(_ lines: [BenchLine]) throws -> (results: [BenchResult], emptyTime: Double) {
        let parser = QueryParser(analyzer: reader.schema.analyzer)
        let queries = lines.map { parser.parse($0.text) }
        let times = try times(of: queries + [parser.parse(Self.absentTerm)])
        let results = try lines.indices.map { index in
            let best = try reader.search(queries[index], options: SearchOptions(size: 3, totalUpTo: 3))
            return BenchResult(
                query: lines[index].query, tags: lines[index].tags ?? [], count: try reader.count(queries[index]),
                times: times[index], top: best.hits.map { ($0.id, $0.score) })
        }
        return (results, times[lines.count].min() ?? 0)
    }

    /// The times of the measured rounds of each query, in microseconds.
    private func times(of queries: [Query]) throws -> [[Double]] {
        var times: [[Double]] = Array(repeating: [], count: queries.count)
        for round in 0..<warmUp + rounds {
            for (index, query) in queries.enumerated() {
                let time = try time(of: query)
                if round >= warmUp { times[index].append(time) }
            }
        }
        return times
    }

    private func time(of query: Query) throws -> Double {
        switch measure {
        case .best(let size):
            let options = SearchOptions(size: size, totalUpTo: size)
            let start = Self.nanoseconds
            // Ids are not read: neither do other engines give more of a hit than its place.
            let answer = try reader.prepare(query).addresses(options: options)
            let end = Self.nanoseconds
            // What is looked at is not left out by the compiler.
            precondition(answer.hits.count <= size)
            return Double(end - start) / 1000
        case .count:
            let start = Self.nanoseconds
            let count = try reader.count(query)
            let end = Self.nanoseconds
            precondition(count >= 0)
            return Double(end - start) / 1000
        }
    }

    /// A clock that only goes forward.
    private static var nanoseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
