import Foundation

/// The times of a run by tag: the first tag of each query counts.
struct BenchSummary {
    /// A row a tag, by name.
    var rows: [Row]

    struct Row: Equatable {
        var tag: String
        var count: Int
        var mean: Double
        var geometricMean: Double
        var percentile99: Double
    }

    /// - Parameter results: The best time of each query counts.
    init(_ results: [BenchResult]) {
        let groups = Dictionary(grouping: results) { $0.tags.first ?? "untagged" }
        rows = groups.sorted { $0.key < $1.key }.map { tag, results in
            let times = results.map(\.minimum).sorted()
            let count = Double(times.count)
            return Row(
                tag: tag, count: times.count, mean: times.reduce(0, +) / count,
                geometricMean: exp(times.reduce(0) { $0 + log(max($1, 1e-3)) } / count),
                percentile99: times[Int(count * 0.99)])
        }
    }

    /// A line a tag.
    var text: String {
        rows.map { row in
            let tag = row.tag + String(repeating: " ", count: max(0, 20 - row.tag.count))
            return "timtin \(tag) n=\(Self.pad(String(row.count), 4)) mean \(Self.pad(row.mean)) us"
                + "  geomean \(Self.pad(row.geometricMean))  p99 \(Self.pad(row.percentile99))\n"
        }
        .joined()
    }

    private static func pad(_ value: Double) -> String { pad(String(format: "%.1f", value), 9) }

    private static func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
