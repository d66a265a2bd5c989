import Foundation
import Protocol
import SearchIndex
import ServiceSupport

/// One line of a file of queries.
struct BenchLine: Codable, Equatable {
    var query: String
    var tags: [String]?

    /// The lines of a file.
    ///
    /// - Throws: ``ProgramError`` that names file and line.
    static func read(_ file: String) throws(ProgramError) -> [BenchLine] {
        guard let content = FileManager.default.contents(atPath: file) else {
            throw .failed("\(file) cannot be read: is it there, and may you read it?")
        }
        var lines: [BenchLine] = []
        let split = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in split.enumerated() where !line.isEmpty {
            do {
                lines.append(try WireCoder.decode(BenchLine.self, from: Array(line)))
            } catch {
                throw .failed("\(file), line \(index + 1) is no query such as {\"query\": \"lũ quét\", \"tags\": []}")
            }
        }
        return lines
    }
}

/// What a query took and found.
struct BenchResult: Equatable {
    var query: String
    var tags: [String]
    /// How many documents match.
    var count: Int
    /// Times of the measured rounds, in microseconds, not empty.
    var times: [Double]
    /// The three best.
    var top: [(id: [UInt8], score: Double)]

    var minimum: Double { times.min() ?? 0 }

    var median: Double {
        let sorted = times.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    static func == (left: BenchResult, right: BenchResult) -> Bool { left.line == right.line }

    /// The result as a JSON line, its keys in the order that readers of such files know.
    var line: String {
        let top = top.map { hit in
            "[\(Self.json(String(decoding: hit.id, as: UTF8.self))), \(hit.score)]"
        }
        return """
            {"query": \(Self.json(query)), "tags": [\(tags.map(Self.json).joined(separator: ", "))], \
            "count": \(count), "min_us": \(minimum), "median_us": \(median), \
            "top": [\(top.joined(separator: ", "))]}
            """
    }

    private static func json(_ text: String) -> String {
        String(decoding: (try? WireCoder.encode(text)) ?? [], as: UTF8.self)
    }
}

/// Runs queries against an index and takes their times.
struct Bench {
    var reader: IndexReader
    var size: Int
    var rounds: Int
    var warmUp: Int

    /// Measures all queries, round after round, so that no query has the caches for itself.
    func run(_ lines: [BenchLine]) throws -> [BenchResult] {
        let parser = QueryParser()
        let queries = lines.map { parser.parse($0.query) }
        // Only the best hits are asked for, no exact number of matches: an index may then leave out what cannot be among them.
        let options = SearchOptions(size: size, totalUpTo: size)
        var times: [[Double]] = Array(repeating: [], count: queries.count)
        for round in 0..<warmUp + rounds {
            for (index, query) in queries.enumerated() {
                let start = ContinuousClock.now
                _ = try reader.search(query, options: options)
                let time = (.now - start) / .microseconds(1)
                if round >= warmUp { times[index].append(time) }
            }
        }
        return try lines.indices.map { index in
            let best = try reader.search(queries[index], options: SearchOptions(size: 3, totalUpTo: 3))
            return BenchResult(
                query: lines[index].query, tags: lines[index].tags ?? [], count: try reader.count(queries[index]),
                times: times[index], top: best.hits.map { ($0.id, $0.score) })
        }
    }
}
