/// The name of a generation, as `3.17`: the epoch of the shard's owner and a number that this owner counts up.
///
/// No name is given twice: an owner begins a new epoch, so that a stale one cannot publish under a name of its successor.
public struct GenerationName: Hashable, Comparable, Sendable, CustomStringConvertible, LosslessStringConvertible {
    /// The epoch of the owner that published it.
    public var epoch: UInt64
    /// The place among the owner's generations, from 1.
    public var number: UInt64

    /// A name from its two parts.
    public init(epoch: UInt64, number: UInt64) {
        self.epoch = epoch
        self.number = number
    }

    /// The name that a text spells exactly as ``description`` does; nil for anything else.
    public init?(_ description: String) {
        let parts = description.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let epoch = UInt64(parts[0]), let number = UInt64(parts[1]) else { return nil }
        self.init(epoch: epoch, number: number)
        guard self.description == description else { return nil }
    }

    /// Epoch and number in decimal, a full stop between them.
    public var description: String { "\(epoch).\(number)" }

    /// Order of publication.
    public static func < (left: GenerationName, right: GenerationName) -> Bool {
        (left.epoch, left.number) < (right.epoch, right.number)
    }
}
