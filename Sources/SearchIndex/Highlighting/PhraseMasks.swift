/// Follows all phrases of a query at once over the tokens of a text.
///
/// The positions of all phrases lie one after another, a bit each. The state of a walk holds the positions that the
/// tokens so far may have reached: with each token it moves on by one bit, first positions come in, and what the token
/// does not match goes (the Shift-And automaton of Baeza-Yates and Gonnet). A token costs one step for every 64
/// positions, whatever the text, where comparing from each beginning would cost the length of the phrase.
struct PhraseMasks: Sendable {
    /// Words of 64 positions in a row.
    let wordCount: Int
    /// Rows of positions, one after another; row 0 is empty.
    private var rows: [UInt64]
    /// For each field of running text, the first positions of the phrases that are looked for there.
    private var firsts: [UInt64]
    /// The last positions.
    private var lasts: [UInt64]
    /// At its last position, the length of a phrase.
    private var tokenCounts: [Int]

    init(_ phrases: [HighlightParts.Phrase]) {
        let positionCount = phrases.reduce(0) { $0 + $1.tokenCount }
        wordCount = (positionCount + 63) / 64
        rows = [UInt64](repeating: 0, count: wordCount)
        lasts = rows
        firsts = [UInt64](repeating: 0, count: wordCount * Field.textFields.count)
        tokenCounts = [Int](repeating: 0, count: positionCount)
        var first = 0
        for phrase in phrases {
            for field in Field.textFields where phrase.fields.contains(FieldSet(field)) {
                Self.set(first, in: &firsts, from: Int(field.rawValue) * wordCount)
            }
            let last = first + phrase.tokenCount - 1
            Self.set(last, in: &lasts, from: 0)
            tokenCounts[last] = phrase.tokenCount
            first = last + 1
        }
    }

    /// Adds the row of a token that may stand at these positions, and returns its number.
    mutating func addRow(positions: [Int]) -> Int {
        guard !positions.isEmpty else { return 0 }
        let row = rows.count / wordCount
        rows += [UInt64](repeating: 0, count: wordCount)
        for position in positions { Self.set(position, in: &rows, from: row * wordCount) }
        return row
    }

    /// The state before the first token.
    var initialState: [UInt64] { [UInt64](repeating: 0, count: wordCount) }

    /// Moves on by a token that may stand at the positions of a row.
    ///
    /// - Returns: How many tokens the longest phrase has that ends with this token; 0 for none.
    func advance(_ state: inout [UInt64], row: Int, field: Field) -> Int {
        var carry: UInt64 = 0
        var tokenCount = 0
        for word in 0..<wordCount {
            // From the last position of a phrase nothing moves on into the next phrase.
            let open = state[word] & ~lasts[word]
            let moved = open &<< 1 | carry | firsts[Int(field.rawValue) &* wordCount &+ word]
            carry = open &>> 63
            state[word] = moved & rows[row &* wordCount &+ word]
            var ends = state[word] & lasts[word]
            while ends != 0 {
                tokenCount = max(tokenCount, tokenCounts[word &* 64 &+ ends.trailingZeroBitCount])
                ends &= ends &- 1
            }
        }
        return tokenCount
    }

    /// Forgets all phrases that were begun.
    func reset(_ state: inout [UInt64]) {
        for word in 0..<wordCount { state[word] = 0 }
    }

    private static func set(_ position: Int, in bits: inout [UInt64], from word: Int) {
        bits[word + position / 64] |= 1 << UInt64(position % 64)
    }
}
