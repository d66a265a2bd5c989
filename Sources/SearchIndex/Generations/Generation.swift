/// A published state of an index, whole and unchanging.
public struct Generation: Hashable, Sendable {
    /// Its name.
    public var name: GenerationName
    /// How far the changes reach that are in it, in the numbers of whoever published it.
    public var through: UInt64
    /// The documents that a search can find.
    public var documentCount: Int
    /// The segments it consists of.
    public var segmentCount: Int
    /// The bytes of its segments and live sets.
    public var byteCount: UInt64

    /// A description of a generation.
    public init(name: GenerationName, through: UInt64, documentCount: Int, segmentCount: Int, byteCount: UInt64) {
        self.name = name
        self.through = through
        self.documentCount = documentCount
        self.segmentCount = segmentCount
        self.byteCount = byteCount
    }
}
