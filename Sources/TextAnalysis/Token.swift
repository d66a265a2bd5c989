/// A word of a text, or, in Vietnamese, a syllable: a maximal run of letters and digits.
public struct Token: Hashable, Sendable {
    /// The exact term in UTF-8: composed (NFC), lower case, the tone in its canonical place, without zero-width
    /// characters. At most ``Analyzer/termByteCountMax`` bytes.
    public var term: [UInt8]

    /// The term without diacritics, `đ` as `d`. At most ``Analyzer/termByteCountMax`` bytes.
    public var folded: [UInt8]

    /// Where the token begins, in Unicode scalars from the beginning of the text as given.
    public var start: Int

    /// Where the token ends, in Unicode scalars: one past its last letter, digit or combining mark.
    public var end: Int

    /// Whether the token was written with a diacritic or `đ`: whether folding takes something from the term.
    public var hasDiacritics: Bool { term != folded }

    /// A token with its two forms and its place in the text.
    public init(term: [UInt8], folded: [UInt8], start: Int, end: Int) {
        self.term = term
        self.folded = folded
        self.start = start
        self.end = end
    }
}
