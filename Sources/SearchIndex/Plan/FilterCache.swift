internal import Synchronization

/// Sets of documents of one segment that queries filter by, kept from the second time on that they are asked for.
///
/// A set knows nothing of what is live, so that it stays right when documents are deleted. Those used least recently go
/// when there are too many.
final class FilterCache: Sendable {
    /// What a set holds.
    enum Key: Hashable {
        /// Documents of a range of dates, in minutes.
        case published(ClosedRange<UInt32>)
        /// Those of a list of keywords, by where it begins.
        case keyword(Int)
    }

    fileprivate struct Entry {
        /// Nil when it was asked for once only.
        var set: DocumentBits?
        var lastUse: UInt64
    }

    fileprivate struct State {
        var entries: [Key: Entry] = [:]
        var useCount: UInt64 = 0
    }

    /// How many sets are kept at most.
    static let countMax = 256
    private let state = Mutex(State())

    /// The set of a key, made where it is not there.
    func set(_ key: Key, make: () throws(IndexError) -> DocumentBits) throws(IndexError) -> DocumentBits {
        let (found, isWanted) = state.withLock { state in
            state.useCount += 1
            let entry = state.entries[key]
            if entry == nil, state.entries.count >= Self.countMax { state.removeOldest() }
            state.entries[key, default: Entry(lastUse: 0)].lastUse = state.useCount
            return (entry?.set, entry != nil)
        }
        if let found { return found }
        let set = try make()
        if isWanted { state.withLock { $0.entries[key]?.set = set } }
        return set
    }
}

extension FilterCache.State {
    mutating func removeOldest() {
        if let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) { entries[oldest.key] = nil }
    }
}
