internal import TextAnalysis

/// A typed token, or the beginning of one, in both forms.
struct FoldedTerm {
    let exact: [UInt8]
    let folded: [UInt8]

    /// Whether it was typed with diacritics.
    let hasDiacritics: Bool

    init(_ text: String) {
        exact = Array(text.utf8)
        // What has no other bytes is its own folded form.
        folded = exact.allSatisfy { $0 < 0x80 } ? exact : fold(exact)
        hasDiacritics = exact != folded
    }

    /// Whether a term is spelled without diacritics.
    static func isBare(_ term: [UInt8]) -> Bool { term.allSatisfy { $0 < 0x80 } || fold(term) == term }
}
