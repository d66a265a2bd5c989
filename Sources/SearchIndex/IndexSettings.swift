/// How an index is written. Whatever the settings, the same documents give the same answers.
public struct IndexSettings: Sendable {
    /// How many segments of like size are merged into one; at least 2.
    public var mergeFactor = 8
    /// Segments are not merged into one of more bytes than this.
    public var mergedByteCountMax = 5 << 30
    /// A segment of which more than this part is deleted is written anew without them.
    public var deletedFractionMax = 0.25
    /// Segments of fewer bytes count as being of this size when they are compared.
    public var segmentByteCountMin = 1 << 20
    /// How many documents a publication puts into one segment at most.
    public var segmentDocumentCountMax = 100_000
    /// After how many tokens a publication begins another segment; bounds the memory it takes (16 bytes a token).
    public var segmentTokenCountMax = 12_000_000

    /// The defaults.
    public init() {}
}
