import Foundation
import FoundationXML
import Histogram
import Protocol
import ServiceSupport
import Testing

@testable import timtin

@Suite struct BenchReportTests {
    private static let plain = Terminal(isInteractive: false, usesColor: false)

    /// 999 answers of 1 to 999 ms and one of 20 s.
    private static let latencies: LoadTally.Latencies = {
        var tally = LoadTally(begin: .zero)
        for number in 1...999 {
            tally.add(.answered(isPartial: false), intended: .zero, sent: .zero, .milliseconds(number))
        }
        tally.add(.answered(isPartial: false), intended: .zero, sent: .zero, .seconds(20))
        return tally.fromIntended
    }()

    private static var report: BenchReport {
        BenchReport(
            summary: BenchSummary(
                time: "2026-11-25T08:00:00Z", brokers: ["tcp://127.0.0.1:5570"], mode: "open", connections: 8,
                wantedRate: 500, spacing: "poisson", seed: 1, queries: 7, size: 10, warmUpSeconds: 2, seconds: 10,
                requests: 5010, answered: 5001, partial: 1, errors: 9, timeouts: 2, errorsByTitle: ["overloaded": 7],
                resent: 0, rate: 500.1, corrected: .init(latencies), uncorrected: .init(latencies),
                lateness: .init(latencies), clientMicroseconds: 18.25),
            corrected: latencies, uncorrected: latencies)
    }

    @Test func `a report reads like this`() {
        #expect(
            Self.report.text(on: Self.plain) == """
                open loop, 500 requests/s (poisson) over 8 connections
                5,001 answers in 10.0 s: 500/s

                LATENCY       P50     P90     P99   P99.9     MAX
                corrected  500 ms  900 ms  990 ms  999 ms  20.0 s
                as sent    500 ms  900 ms  990 ms  999 ms  20.0 s

                9 errors: no answer in time 2, overloaded 7
                1 answer without all shards
                this client: 18.3 µs of CPU a request, sent at most 20.0 s late

                """)
    }

    @Test func `latencies have three digits`() {
        #expect(
            [0.085, 0.9, 3.214, 42, 999.4, 1200].map(BenchReport.latency)
                == ["85 µs", "900 µs", "3.21 ms", "42.0 ms", "999 ms", "1.20 s"])
    }

    @Test func `summary, distributions and plot are written`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "timtin-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try Self.report.write(to: folder.path)
        let text = { (name: String) in try String(contentsOf: folder.appending(path: name), encoding: .utf8) }
        let summary = try WireCoder.decode(BenchSummary.self, from: Array(try text("summary.json").utf8))
        #expect(summary == Self.report.summary)
        let lines = try text("latency-corrected.hgrm").split(separator: "\n")
        #expect(lines[0].split(separator: " ") == ["Value", "Percentile", "TotalCount", "1/(1-Percentile)"])
        let median = try #require(lines.first { $0.contains("0.500000000000") })
        #expect(abs((median.split(separator: " ").first.flatMap { Double($0) } ?? 0) - 500) < 1)
        #expect(lines.contains { $0.hasPrefix("#[Max") && $0.contains("1000]") })
        #expect(try text("latency-uncorrected.hgrm").hasPrefix(String(lines[0])))
        #expect(try text("latency.svg").hasSuffix("</svg>\n"))
    }
}

@Suite struct LatencyPlotTests {
    /// Collects what a test looks at in a drawing.
    private final class Drawing: NSObject, XMLParserDelegate {
        var lines: [[(x: Double, y: Double)]] = []
        var texts: [String] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            if name == "text" { texts.append("") }
            guard name == "polyline", let points = attributes["points"] else { return }
            lines.append(
                points.split(separator: " ").compactMap { pair in
                    let numbers = pair.split(separator: ",").compactMap { Double($0) }
                    return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
                })
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) {
            if !texts.isEmpty { texts[texts.count - 1] += text }
        }
    }

    private func drawing(_ plot: LatencyPlot) throws -> Drawing {
        let drawing = Drawing()
        let parser = XMLParser(data: Data(plot.svg.utf8))
        parser.delegate = drawing
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        drawing.texts = drawing.texts.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        return drawing
    }

    private func plot(_ milliseconds: [Double]) -> LatencyPlot {
        let points = milliseconds.enumerated().map { index, value in
            LatencyPlot.Series.Point(oneIn: pow(10, Double(index)), milliseconds: value)
        }
        return LatencyPlot(
            title: "a < b & c", subtitle: "\"s\"",
            series: [.init(name: "one", points: points), .init(name: "two", points: [])])
    }

    @Test func `a drawing is well-formed and each line lies in its frame, rising to the right`() throws {
        let drawing = try drawing(plot([1, 2, 4, 9.5]))
        #expect(drawing.lines.count == 2)
        let line = drawing.lines[0]
        #expect(line.count == 4)
        #expect(line.allSatisfy { (76...728).contains($0.x) && (66...380).contains($0.y) })
        #expect(zip(line, line.dropFirst()).allSatisfy { $0.x < $1.x && $0.y > $1.y })
        // Each tenfold is as far as the one before.
        #expect(abs((line[1].x - line[0].x) - (line[3].x - line[2].x)) < 0.2)
        let texts = drawing.texts
        #expect(texts.contains("a < b & c"))
        #expect(["0%", "90%", "99%", "99.9%", "0 ms", "10 ms", "one"].allSatisfy(texts.contains))
    }

    @Test(arguments: [[], [0], [0.003], [0.2, 0.4], [12_345, 80_000]])
    func `any scale has from two to seven lines that are named`(milliseconds: [Double]) throws {
        let labels = try drawing(plot(milliseconds)).texts.filter { $0.firstMatch(of: /^[0-9.]+ (s|ms|µs)$/) != nil }
        #expect((2...7).contains(labels.count), "\(labels)")
        #expect(Set(labels).count == labels.count)
    }
}
