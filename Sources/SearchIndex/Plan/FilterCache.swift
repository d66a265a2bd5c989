internal import Synchronization

/// Sets of documents of one segment that queries filter by, kept from the second time on that they are asked for.
///
/// A set knows nothing of what is live, so that it stays right when documents are deleted. Those used least recently go
/// when they take too much memory together.
final class FilterCache: Sendable {
    /// What a set holds.
    enum Key: Hashable {
        /// Documents of a range of dates, in minutes.
        case published(ClosedRange<UInt32>)
    }

    fileprivate struct Entry {
        /// Nil when it was asked for once only.
        var set: DocumentBits?
        var lastUse: UInt64
    }

    fileprivate struct State {
        var entries: [Key: Entry] = [:]
        var byteCount = 0
        var useCount: UInt64 = 0
    }

    /// How many keys are remembered at most.
    static let countMax = 256
    /// How many bytes the sets take at most.
    private let byteCountMax: Int
    private let state = Mutex(State())

    init(byteCountMax: Int = 4 << 20) {
        self.byteCountMax = byteCountMax
    }

    /// How many bytes the sets take.
    var byteCount: Int { state.withLock { $0.byteCount } }

    /// The set of a key, made where it is not there.
    func set(_ key: Key, make: () throws(IndexError) -> DocumentBits) throws(IndexError) -> DocumentBits {
        let (found, isWanted) = state.withLock { state in
            state.useCount += 1
            let entry = state.entries[key]
            state.entries[key, default: Entry(lastUse: 0)].lastUse = state.useCount
            if state.entries.count > Self.countMax { state.removeOldest() }
            return (entry?.set, entry != nil)
        }
        if let found { return found }
        let set = try make()
        if isWanted, set.byteCount <= byteCountMax {
            state.withLock { state in
                guard state.entries[key] != nil, state.entries[key]?.set == nil else { return }
                state.entries[key]?.set = set
                state.byteCount += set.byteCount
                while state.byteCount > byteCountMax { state.removeOldest() }
            }
        }
        return set
    }
}

extension FilterCache.State {
    /// Forgets the key that was asked for least recently.
    mutating func removeOldest() {
        guard let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
        byteCount -= oldest.value.set?.byteCount ?? 0
        entries[oldest.key] = nil
    }
}
