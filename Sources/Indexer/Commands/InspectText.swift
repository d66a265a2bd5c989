import SearchIndex
import ServiceSupport

/// A report on an index as a person reads it.
struct InspectText {
    private let report: InspectCommand.Report

    init(_ report: InspectCommand.Report) {
        self.report = report
    }

    /// Some lines, each with its end.
    var text: String {
        guard let generation = report.generation else { return "\(report.folder): nothing is published yet\n" }
        var lines = [
            report.folder,
            "  generation  \(generation), through \(HumanText.count(report.through ?? 0))",
            "  documents   \(HumanText.count(report.documents ?? 0))",
            "  segments    \(HumanText.count(report.segments ?? 0))",
            "  size        \(HumanText.bytes(report.byteCount ?? 0))",
        ]
        for (number, segment) in (report.segmentDescriptions ?? []).enumerated() {
            lines += Self.lines(segment, number)
        }
        lines += Self.lines(report.longestLists ?? [])
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ segment: SegmentDescription, _ number: Int) -> [String] {
        var lines = [
            "  segment \(number): \(segment.path), \(HumanText.bytes(segment.byteCount))",
            "    \(HumanText.count(segment.documents, "document")), \(HumanText.count(segment.liveDocuments)) live,"
                + " \(HumanText.count(segment.datedDocuments)) dated; \(HumanText.count(segment.terms, "term")),"
                + " \(HumanText.count(segment.foldedForms, "folded form")), \(HumanText.count(segment.pairs, "pair")),"
                + " \(HumanText.count(segment.keywords, "keyword"))",
        ]
        for section in segment.sections where section.byteCount > 0 {
            let share = 100 * Double(section.byteCount) / Double(segment.byteCount)
            lines.append(
                "    \(padded(section.name, 16))\(padded(HumanText.count(section.byteCount), 13, isRight: true))"
                    + "\(padded(HumanText.decimal(share, digits: 1), 6, isRight: true)) %")
        }
        return lines
    }

    private static func lines(_ lists: [ListDescription]) -> [String] {
        guard !lists.isEmpty else { return [] }
        return ["  longest lists"]
            + lists.map { list in
                "    \(padded(list.kind.rawValue, 16))\(padded(HumanText.count(list.byteCount), 13, isRight: true)) bytes"
                    + "  \(list.key), \(HumanText.count(list.documents, "document")) of segment \(list.segment)"
            }
    }

    private static func padded(_ text: String, _ width: Int, isRight: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return isRight ? space + text : text + space
    }
}
