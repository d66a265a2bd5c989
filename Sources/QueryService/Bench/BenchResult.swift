import Protocol

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
