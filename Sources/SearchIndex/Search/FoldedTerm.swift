internal import TextAnalysis

/// A typed token, or the beginning of one, in both forms.
struct FoldedTerm {
    let exact: [UInt8]
    let folded: [UInt8]

    init(_ text: String) {
        exact = Array(text.utf8)
        folded = fold(exact)
    }

    /// Whether it was typed with diacritics.
    var hasDiacritics: Bool { exact != folded }

    /// Whether a term is spelled without diacritics.
    static func isBare(_ term: [UInt8]) -> Bool { term.allSatisfy { $0 < 0x80 } || fold(term) == term }
}

extension DictionaryCursor {
    /// The numbers of the terms that fold to the key, in ascending order; for the dictionary of folded forms.
    func ordinals() throws(IndexError) -> [Int] {
        var (bytes, offset, end) = payload
        var ordinals: [Int] = []
        var next = 0
        while offset < end {
            next += try bytes.varint(&offset, max: Int(UInt32.max))
            ordinals.append(next)
            next += 1
        }
        return ordinals
    }
}
