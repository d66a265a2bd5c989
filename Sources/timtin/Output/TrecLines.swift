import Protocol

/// Answers as TREC run lines, as `trec_eval` and its kin read them: `qid Q0 docid rank score tag`.
enum TrecLines {
    /// A line for each hit, the best with rank 1; blanks within ids become `_`, as the form has none.
    static func text(_ result: Search.Result, query: String, from: Int = 0) -> String {
        var text = ""
        for (index, hit) in result.hits.enumerated() {
            text += "\(solid(query)) Q0 \(solid(hit.id)) \(from + index + 1) \(hit.score) timtin\n"
        }
        return text
    }

    private static func solid(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.isWhitespace ? "_" : $0 }))
    }
}
