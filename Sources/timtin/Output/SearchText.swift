import Protocol
import ServiceSupport

/// An answer as a person reads it.
struct SearchText {
    var terminal: Terminal
    /// How many hits were skipped, so that the numbers go on.
    var from = 0

    /// The whole answer; ends with a line end.
    func text(_ result: Search.Result) -> String {
        var lines = [heading(result)]
        for (index, hit) in result.hits.enumerated() {
            lines.append("")
            lines += self.lines(of: hit, number: from + index + 1)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `12 documents, the first 10, in 1.3 ms`, and what makes the answer less than whole.
    private func heading(_ result: Search.Result) -> String {
        let count = HumanText.count(result.total.value, "document")
        var parts = [result.total.relation == .atLeast ? "at least \(count)" : count]
        if result.hits.count < result.total.value, !result.hits.isEmpty {
            let last = from + result.hits.count
            parts.append(from == 0 ? "the first \(HumanText.count(last))" : "\(from + 1) to \(last)")
        }
        parts.append("in \(HumanText.decimal(result.tookMilliseconds, digits: 1)) ms")
        if result.freshness.ageMilliseconds > 0 {
            let age = HumanText.duration(.microseconds(Int64(result.freshness.ageMilliseconds * 1000)))
            parts.append("\(age) behind what is acknowledged")
        }
        var text = terminal.styled(parts.joined(separator: ", "), .faint)
        if result.shards.answered < result.shards.asked {
            let warning = "only \(result.shards.answered) of \(result.shards.asked) shards answered"
            text += "\n" + terminal.styled(warning, .red)
        }
        return text
    }

    private func lines(of hit: Hit, number: Int) -> [String] {
        let prefix = "\(number). "
        let indent = String(repeating: " ", count: prefix.count)
        var lines = title(of: hit).lines(width: terminal.width, indent: indent, style: .bold, on: terminal)
        if lines.isEmpty { lines = [indent + "(no title)"] }
        lines[0] = prefix + lines[0].dropFirst(indent.count)
        let facts = [
            hit.kind == .article ? nil : hit.kind.rawValue, hit.section, hit.byline, hit.published, hit.source,
        ]
        let known = facts.compactMap { $0 }.filter { !$0.isEmpty }
        if !known.isEmpty {
            lines += MarkedText(known.joined(separator: " · "))
                .lines(width: terminal.width, indent: indent, style: .faint, on: terminal)
        }
        lines += MarkedText("id \(hit.id) · score \(HumanText.decimal(hit.score, digits: 2))")
            .lines(width: terminal.width, indent: indent, style: .faint, on: terminal)
        for snippet in hit.snippets ?? [] where snippet.field != "title" {
            lines += body(of: snippet).lines(width: terminal.width, indent: indent, on: terminal)
        }
        return lines
    }

    /// The title with its marks, where a snippet shows all of it.
    private func title(of hit: Hit) -> MarkedText {
        let snippet = hit.snippets?.first {
            $0.field == "title" && $0.start == 0 && $0.text.utf8.elementsEqual(hit.title.utf8)
        }
        return MarkedText(hit.title, highlights: snippet?.highlights ?? [])
    }

    private func body(of snippet: Snippet) -> MarkedText {
        let isCutBefore = snippet.start > 0 && !snippet.text.hasPrefix("…")
        // A reply does not say whether text follows; where no sentence ends, it does.
        let isCutBehind = snippet.text.last.map { $0.isLetter || $0.isNumber || ",;-–".contains($0) } ?? false
        return MarkedText(
            (isCutBefore ? "…" : "") + snippet.text + (isCutBehind ? " …" : ""),
            highlights: isCutBefore ? snippet.highlights.map { $0.map { $0 + 1 } } : snippet.highlights)
    }
}
