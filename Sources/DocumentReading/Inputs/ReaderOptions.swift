/// How inputs are read.
public struct ReaderOptions: Hashable, Sendable {
    /// How the files that are named, and standard input, are understood. Files found in folders go by their names.
    public var format: Format
    /// The longest line of JSON that is read, in bytes; longer ones are quarantined. 16 MiB unless set.
    public var lineByteCountMax: Int
    /// The largest page that is read, in bytes after decompression; larger ones are quarantined. 16 MiB unless set.
    public var pageByteCountMax: Int

    /// The formats of an input.
    public enum Format: String, Hashable, Sendable, CaseIterable {
        /// By the name; where that tells nothing, JSON lines when the first byte that is no white space is `{`, else a page.
        case automatic = "auto"
        case page
        case jsonLines = "jsonl"
    }

    /// Creates options.
    ///
    /// - Precondition: the limits are at least 1.
    public init(format: Format = .automatic, lineByteCountMax: Int = 16 << 20, pageByteCountMax: Int = 16 << 20) {
        precondition(lineByteCountMax >= 1, "a line limit of \(lineByteCountMax) bytes lets nothing through")
        precondition(pageByteCountMax >= 1, "a page limit of \(pageByteCountMax) bytes lets nothing through")
        self.format = format
        self.lineByteCountMax = lineByteCountMax
        self.pageByteCountMax = pageByteCountMax
    }
}
