import Foundation
import Histogram
import ServiceSupport

/// Latencies by percentile as a drawing in SVG: each step to the right is a request in ten times as many, so that the
/// slowest have the room that they deserve. Readable on light and dark ground.
struct LatencyPlot {
    /// One line of the drawing.
    struct Series {
        struct Point: Hashable {
            /// One request in so many is slower: 1 / (1 - percentile), at least 1.
            var oneIn: Double
            var milliseconds: Double
        }

        var name: String
        var points: [Point]

        init(name: String, points: [Point]) {
            self.name = name
            self.points = points
        }

        init(name: String, _ latencies: LoadTally.Latencies) {
            let count = Double(latencies.totalCount)
            let points = latencies.percentiles(ticksPerHalfDistance: 10).map { step in
                // The slowest request of all is one in as many as there are.
                let rest = max(1 - step.percentileLevelIteratedTo / 100, 1 / max(count, 1))
                return Point(oneIn: 1 / rest, milliseconds: Double(step.value) / 1_000_000)
            }
            self.init(name: name, points: count == 0 ? [] : points)
        }
    }

    var title: String
    var subtitle: String
    var series: [Series]

    private static let size = (width: 760.0, height: 440.0)
    private static let frame = (left: 76.0, top: 66.0, right: 728.0, bottom: 380.0)

    /// The drawing, a file whole.
    var svg: String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.size.width)) \(Int(Self.size.height))" \
        width="\(Int(Self.size.width))" height="\(Int(Self.size.height))" font-family="sans-serif" font-size="13" \
        role="img">
        <title>\(Self.escaped(title))</title>
        <style>
        .ground { fill: #ffffff } .text { fill: #24292f } .faint { fill: #57606a } .grid { stroke: #d8dee4 }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round }
        .line-0 { stroke: #0969da } .line-1 { stroke: #bc4c00; stroke-dasharray: 6 4 }
        @media (prefers-color-scheme: dark) {
        .ground { fill: #0d1117 } .text { fill: #e6edf3 } .faint { fill: #9198a1 } .grid { stroke: #30363d }
        .line-0 { stroke: #58a6ff } .line-1 { stroke: #f0883e }
        }
        </style>
        <rect class="ground" width="100%" height="100%"/>
        <text class="text" x="24" y="28" font-size="16" font-weight="bold">\(Self.escaped(title))</text>
        <text class="faint" x="24" y="48">\(Self.escaped(subtitle))</text>

        """
            + (horizontalGrid + verticalGrid + lines + legend).joined(separator: "\n") + "\n</svg>\n"
    }

    /// How many tens the axis of percentiles spans: as many as the requests fill, one at least.
    private var decades: Double { max(1, log10(series.flatMap(\.points).map(\.oneIn).max() ?? 1)) }

    /// The step between two lines of the grid, in milliseconds: 1, 2 or 5 times a power of ten.
    private var step: Double {
        let greatest = max(series.flatMap(\.points).map(\.milliseconds).max() ?? 0, 1e-3)
        let power = pow(10, floor(log10(greatest / 6)))
        return [1, 2, 5, 10].map { $0 * power }.first { $0 * 6 >= greatest } ?? power * 10
    }

    private var stepCount: Int {
        let greatest = series.flatMap(\.points).map(\.milliseconds).max() ?? 0
        return max(1, Int((greatest / step).rounded(.up)))
    }

    private func x(_ oneIn: Double) -> Double {
        Self.frame.left + log10(max(oneIn, 1)) / decades * (Self.frame.right - Self.frame.left)
    }

    private func y(_ milliseconds: Double) -> Double {
        Self.frame.bottom - milliseconds / (step * Double(stepCount)) * (Self.frame.bottom - Self.frame.top)
    }

    private var horizontalGrid: [String] {
        (0...stepCount).flatMap { index in
            let value = step * Double(index)
            return [
                Self.line(Self.frame.left, y(value), Self.frame.right, y(value)),
                Self.label(label(of: value), Self.frame.left - 8, y(value) + 4, anchor: "end"),
            ]
        }
    }

    /// In the unit that suits the step.
    private func label(of milliseconds: Double) -> String {
        let (unit, size) = step >= 500 ? ("s", 1000) : step < 0.5 ? ("µs", 0.001) : ("ms", 1.0)
        let digits = max(0, Int(-floor(log10(step / size) + 1e-9)))
        return "\(HumanText.decimal(milliseconds / size, digits: digits)) \(unit)"
    }

    private var verticalGrid: [String] {
        (0...Int(decades)).flatMap { power in
            let place = x(pow(10, Double(power)))
            let percentile = power == 0 ? "0" : power == 1 ? "90" : "99" + (power == 2 ? "" : ".")
            let text = percentile + String(repeating: "9", count: max(0, power - 2)) + "%"
            return [
                Self.line(place, Self.frame.top, place, Self.frame.bottom),
                Self.label(text, place, Self.frame.bottom + 20, anchor: "middle"),
            ]
        } + [
            Self.label(
                "percentile of requests", (Self.frame.left + Self.frame.right) / 2, Self.frame.bottom + 44,
                anchor: "middle")
        ]
    }

    /// The first series first: it is drawn through, and what lies on it has gaps.
    private var lines: [String] {
        series.enumerated().map { index, series in
            let points = series.points.map { "\(Self.number(x($0.oneIn))),\(Self.number(y($0.milliseconds)))" }
            return "<polyline class=\"line line-\(index % 2)\" points=\"\(points.joined(separator: " "))\"/>"
        }
    }

    private var legend: [String] {
        series.enumerated().flatMap { index, series in
            // Lines rise to the right, so that none comes down there.
            let top = Self.frame.bottom - 16 - Double(self.series.count - 1 - index) * 20
            let left = Self.frame.right - 130
            return [
                "<path class=\"line line-\(index % 2)\" d=\"M\(Self.number(left)) \(Self.number(top))h28\"/>",
                "<text class=\"text\" x=\"\(Self.number(left + 36))\" y=\"\(Self.number(top + 4))\">"
                    + "\(Self.escaped(series.name))</text>",
            ]
        }
    }

    private static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        "<path class=\"grid\" d=\"M\(number(x1)) \(number(y1))L\(number(x2)) \(number(y2))\"/>"
    }

    private static func label(_ text: String, _ x: Double, _ y: Double, anchor: String) -> String {
        "<text class=\"faint\" x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\">\(escaped(text))</text>"
    }

    private static func number(_ value: Double) -> String { HumanText.decimal(value, digits: 1) }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
