import Protocol
import ServiceSupport

/// A document as a person reads it.
struct DocumentText {
    var terminal: Terminal

    /// The whole document; ends with a line end.
    func text(_ document: Document) -> String {
        var lines = MarkedText(document.title).lines(width: terminal.width, style: .bold, on: terminal)
        let facts: [(String, [String])] = [
            ("id", [document.id]), ("kind", [document.kind.rawValue]), ("source", [document.source]),
            ("section", [document.section]), ("published", [document.published]), ("byline", [document.byline]),
            ("tags", document.tags), ("places", document.places), ("people", document.people),
            ("organizations", document.organizations), ("language", [document.language]),
        ]
        for (name, values) in facts {
            let value = values.filter { !$0.isEmpty }.joined(separator: ", ")
            guard !value.isEmpty else { continue }
            lines += hanging(name + ":", value, width: 15)
        }
        if !document.lead.isEmpty { lines += paragraph(document.lead, style: .bold) }
        for text in document.body { lines += paragraph(text) }
        lines += list("captions:", document.captions)
        lines += list("related:", document.related)
        if !document.extra.isEmpty, let bytes = try? WireCoder.encode(document.extra) {
            lines += paragraph("extra: " + String(decoding: bytes, as: UTF8.self), style: .faint)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func paragraph(_ text: String, style: Terminal.Style? = nil) -> [String] {
        [""] + MarkedText(text).lines(width: terminal.width, style: style, on: terminal)
    }

    private func list(_ heading: String, _ texts: [String]) -> [String] {
        guard !texts.isEmpty else { return [] }
        return ["", terminal.styled(heading, .faint)] + texts.flatMap { hanging("-", $0, width: 2) }
    }

    /// A label with a text beside it, whose further lines stand below its first.
    private func hanging(_ label: String, _ text: String, width: Int) -> [String] {
        let indent = String(repeating: " ", count: width)
        var lines = MarkedText(text).lines(width: terminal.width, indent: indent, on: terminal)
        guard !lines.isEmpty else { return [] }
        let padding = String(repeating: " ", count: max(0, width - label.count))
        lines[0] = terminal.styled(label, .faint) + padding + lines[0].dropFirst(width)
        return lines
    }
}
