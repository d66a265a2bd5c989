public import Protocol

/// What a ``DocumentReader`` gives, one after the other. Each case ends with the position to resume at behind it.
public enum ReadItem: Hashable, Sendable {
    /// The documents of one page (the article first, then its teasers) or of one line of JSON. `original` is the text of
    /// the page, from which a better parser could read it again; nil where the document is its own source.
    case documents([Document], original: String?, next: ReadPosition)
    /// Something that could not be read; reading goes on.
    case quarantined(QuarantineEntry, next: ReadPosition)
    /// A file of a folder that is of no kind that is read.
    case skipped(file: String, reason: String, next: ReadPosition)

    /// Where reading can be resumed once this item is dealt with.
    public var next: ReadPosition {
        switch self {
        case .documents(_, _, let next), .quarantined(_, let next), .skipped(_, _, let next): next
        }
    }
}
