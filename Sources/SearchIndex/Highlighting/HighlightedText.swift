/// A piece of a document's text with the matched words marked.
public struct HighlightedText: Hashable, Sendable {
    /// The field that the text is from.
    public var field: Field

    /// Which of the field's texts, counted from 0.
    public var index: Int

    /// Where the piece begins in that text, in Unicode scalars of the text as given.
    public var start: Int

    /// The piece, scalar by scalar as it stands in the text.
    public var text: String

    /// The matched words, in Unicode scalars of ``text``: in order, none empty, none touching another. Words with a
    /// single space (U+0020) between them are one range.
    public var highlights: [Range<Int>]

    /// A piece of a text.
    public init(field: Field, index: Int, start: Int, text: String, highlights: [Range<Int>]) {
        self.field = field
        self.index = index
        self.start = start
        self.text = text
        self.highlights = highlights
    }
}

/// How many snippets a ``Highlighter`` gives and how long they are. Numbers below 1 count as 1.
public struct HighlightOptions: Hashable, Sendable {
    /// How many snippets a document has at most, the title included.
    public var snippetCountMax = 3

    /// How long a snippet is at most, in Unicode scalars.
    public var lengthMax = 180

    /// How long the snippet of a title is at most, in Unicode scalars; longer titles are cut like other texts.
    public var titleLengthMax = 300

    /// The options of ordinary search results.
    public init() {}
}
