/// When changes were acknowledged, as precisely as the age of a generation needs it.
struct AcknowledgementTimes: Sendable {
    typealias Instant = ContinuousClock.Instant

    private struct Entry {
        /// The entry is about the changes up to here, from the one before.
        var through: UInt64
        /// When the first of them was acknowledged.
        var first: Instant
    }

    /// Changes that come closer together than this share an entry.
    static let resolution = Duration.milliseconds(5)
    /// Beyond this, neighbours share an entry whatever their distance.
    static let countMax = 4096

    private var entries: [Entry] = []

    /// Notes that changes up to `sequence` were acknowledged.
    mutating func add(through sequence: UInt64, at time: Instant) {
        guard sequence > entries.last?.through ?? 0 else { return }
        if let last = entries.last, time - last.first < Self.resolution {
            entries[entries.count - 1].through = sequence
            return
        }
        if entries.count >= Self.countMax { halve() }
        entries.append(Entry(through: sequence, first: time))
    }

    /// When the oldest change after `sequence` was acknowledged, not later than it was; nil when there is none.
    func oldest(after sequence: UInt64) -> Instant? {
        // Entries ascend; generations that are asked for lie near the end or the beginning of few entries.
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].through > sequence { high = middle } else { low = middle + 1 }
        }
        return low < entries.count ? entries[low].first : nil
    }

    /// For how long the changes after a sequence, up to another one, have been acknowledged: how many for how long.
    func ages(after sequence: UInt64, through last: UInt64, at now: Instant) -> [(count: Int, age: Duration)] {
        var before = sequence
        var ages: [(count: Int, age: Duration)] = []
        for entry in entries where entry.through > before && before < last {
            let end = min(entry.through, last)
            ages.append((Int(end - before), now - entry.first))
            before = end
        }
        return ages
    }

    /// Forgets what nobody will ask for: nothing before `sequence` is of interest any more.
    mutating func forget(through sequence: UInt64) {
        guard let first = entries.first, first.through <= sequence else { return }
        entries.removeAll { $0.through <= sequence }
    }

    private mutating func halve() {
        entries = stride(from: 0, to: entries.count, by: 2).map { index in
            Entry(through: entries[min(index + 1, entries.count - 1)].through, first: entries[index].first)
        }
    }
}
