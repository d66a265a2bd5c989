import Foundation
import Histogram
import ServiceSupport

/// A load that was run: its summary and its two distributions.
struct BenchReport {
    var summary: BenchSummary
    var corrected: LoadTally.Latencies
    var uncorrected: LoadTally.Latencies

    /// The summary as a person reads it; ends with a line end.
    func text(on terminal: Terminal) -> String {
        var lines = [
            terminal.styled(heading, .bold),
            "\(HumanText.count(summary.answered)) answers in \(Self.number(summary.seconds)) s: "
                + terminal.styled("\(Self.number(summary.rate))/s", .green),
            "",
        ]
        var table = TextTable(
            [("LATENCY", .left)] + ["P50", "P90", "P99", "P99.9", "MAX"].map { ($0, TextTable.Alignment.right) })
        for (name, latencies) in [(Self.correctedName, summary.corrected), (Self.uncorrectedName, summary.uncorrected)]
        {
            let values = [latencies.p50, latencies.p90, latencies.p99, latencies.p99_9, latencies.max]
            table.rows.append([name] + values.map(Self.latency))
        }
        lines += table.lines(on: terminal)
        lines.append("")
        lines += notices(terminal)
        return lines.joined(separator: "\n") + "\n"
    }

    /// Of what the load was, in one line.
    var heading: String {
        let connections = HumanText.count(summary.connections, "connection")
        guard let rate = summary.wantedRate, let spacing = summary.spacing else {
            return "closed loop, \(connections) with a request each"
        }
        return "open loop, \(Self.number(rate)) requests/s (\(spacing)) over \(connections)"
    }

    static let correctedName = "corrected"
    static let uncorrectedName = "as sent"

    private func notices(_ terminal: Terminal) -> [String] {
        var lines: [String] = []
        if summary.errors > 0 {
            let titles = summary.errorsByTitle.sorted { $0.key < $1.key }.map {
                "\($0.key) \(HumanText.count($0.value))"
            }
            let timeouts = summary.timeouts > 0 ? ["no answer in time \(HumanText.count(summary.timeouts))"] : []
            let text = "\(HumanText.count(summary.errors, "error")): \((timeouts + titles).joined(separator: ", "))"
            lines.append(terminal.styled(text, .red))
        } else {
            lines.append("no errors")
        }
        if summary.partial > 0 {
            let text = "\(HumanText.count(summary.partial, "answer")) without all shards"
            lines.append(terminal.styled(text, .yellow))
        }
        if summary.resent > 0 { lines.append("\(HumanText.count(summary.resent, "request")) sent again") }
        let late = summary.wantedRate == nil ? "" : ", sent at most \(Self.latency(summary.lateness.max)) late"
        lines.append("this client: \(Self.number(summary.clientMicroseconds)) µs of CPU a request\(late)")
        return lines
    }

    /// `85 µs`, `3.21 ms`, `1.20 s`: three digits.
    static func latency(_ milliseconds: Double) -> String {
        if milliseconds < 1 { return "\(HumanText.decimal(milliseconds * 1000, digits: 0)) µs" }
        return milliseconds < 1000 ? "\(number(milliseconds)) ms" : "\(number(milliseconds / 1000)) s"
    }

    /// Three digits where there are not more before the point.
    static func number(_ value: Double) -> String {
        if value >= 99.95 { return HumanText.count(Int(value.rounded())) }
        return HumanText.decimal(value, digits: value < 9.995 ? 2 : 1)
    }
}

extension BenchReport {
    /// Writes `summary.json`, both distributions in the text form of HdrHistogram (in milliseconds), and their plot.
    ///
    /// - Throws: ``ProgramError`` that names the file that cannot be written.
    func write(to folder: String) throws {
        try AtomicFile.makeFolder(folder)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try AtomicFile.write([UInt8](try encoder.encode(summary)) + [UInt8(ascii: "\n")], to: folder + "/summary.json")
        for (name, latencies) in [("corrected", corrected), ("uncorrected", uncorrected)] {
            var text = ""
            latencies.outputPercentileDistribution(
                to: &text, outputValueUnitScalingRatio: 1_000_000, percentileTicksPerHalfDistance: 5)
            try AtomicFile.write(Array(text.utf8), to: folder + "/latency-\(name).hgrm")
        }
        let plot = LatencyPlot(
            title: "Latency of search: \(heading)",
            subtitle: "\(Self.number(summary.rate)) answers/s, \(HumanText.count(summary.errors, "error"))",
            series: [(Self.correctedName, corrected), (Self.uncorrectedName, uncorrected)].map {
                LatencyPlot.Series(name: $0, $1)
            })
        try AtomicFile.write(Array(plot.svg.utf8), to: folder + "/latency.svg")
    }
}
