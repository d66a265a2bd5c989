/// Which part of an answer is wanted.
public struct SearchOptions: Hashable, Sendable {
    /// How many of the best hits are passed over.
    public var from: Int
    /// How many hits are given.
    public var size: Int
    /// Up to which number hits are counted exactly. A search need not look at every hit that goes beyond.
    public var totalUpTo: Int

    /// Options; negative numbers count as 0.
    public init(from: Int = 0, size: Int = 10, totalUpTo: Int = 10_000) {
        self.from = max(0, from)
        self.size = max(0, size)
        self.totalUpTo = max(0, totalUpTo)
    }
}
