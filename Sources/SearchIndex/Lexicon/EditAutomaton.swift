/// Tells how many edits lie between a word and others, up to a limit.
///
/// An edit inserts, removes or replaces one Unicode scalar, or swaps two that stand side by side; no part is edited twice
/// (optimal string alignment).
struct EditAutomaton {
    /// How many scalars of a word are compared; longer words match themselves alone.
    static let scalarCountMax = 62

    /// How many edits there may be.
    let maxEdits: Int
    private let word: [Unicode.Scalar]

    /// - Parameter maxEdits: 0, 1 or 2; more are taken for 2.
    init(_ word: String, maxEdits: Int) {
        self.word = Array(word.unicodeScalars)
        self.maxEdits = min(max(maxEdits, 0), 2)
    }

    /// How many edits lead to a word in UTF-8; nil when they are more than the limit.
    func distance(to key: [UInt8]) -> Int? {
        let other = Array(String(decoding: key, as: UTF8.self).unicodeScalars)
        var rows = [Array(0...other.count)]
        for i in 0..<word.count {
            var row = [i + 1]
            for j in 0..<other.count {
                var best = min(row[j], rows[i][j + 1]) + 1
                best = min(best, rows[i][j] + (word[i] == other[j] ? 0 : 1))
                if i > 0, j > 0, word[i] == other[j - 1], word[i - 1] == other[j] {
                    best = min(best, rows[i - 1][j - 1] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        let distance = rows[word.count][other.count]
        return distance <= maxEdits ? distance : nil
    }
}
