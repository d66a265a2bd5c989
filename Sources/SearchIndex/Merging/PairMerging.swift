/// The pairs that begin with one term, gathered from several segments.
struct PairMerging: ~Copyable {
    private struct Entry {
        var source: Int
        var list: ListRef
    }

    /// The new number of the second term, shifted by 32 bits, and the number of the entry: in this order those of a pair
    /// stand in the order of sources.
    private var keys: [UInt64] = []
    private var entries: [Entry] = []
    private var gathering = ListGathering(hasPositions: false)

    /// Adds the pairs that begin with a term of a source.
    ///
    /// - Parameters:
    ///   - secondTerms: Those of the source.
    ///   - ordinals: The new numbers of the source's terms.
    mutating func add(
        _ segment: SegmentReader, _ first: TermRef, of source: Int, secondTerms: PairIndex.SecondTerms,
        ordinals: [UInt32]
    ) throws(IndexError) {
        var cursor = try segment.pairs.cursor(first, secondTerms)
        while try cursor.next() {
            guard Int(cursor.second) < ordinals.count else { throw segment.damaged(cursor.list) }
            let second = ordinals[Int(cursor.second)]
            guard second != TermNumbering.none else { continue }
            keys.append(UInt64(second) << 32 | UInt64(entries.count))
            entries.append(Entry(source: source, list: cursor.list))
        }
    }

    /// Writes the pairs of which there are live documents, and begins anew.
    ///
    /// - Parameter gather: Adds the live documents of a source's list.
    mutating func write(
        to pairs: inout PairWriter,
        _ gather: (_ source: Int, ListRef, inout ListGathering) throws(IndexError) -> Void
    ) throws(IndexError) {
        keys.sort()
        var index = 0
        while index < keys.count {
            let second = keys[index] >> 32
            repeat {
                let entry = entries[Int(keys[index] & 0xFFFF_FFFF)]
                try gather(entry.source, entry.list, &gathering)
                index += 1
            } while index < keys.count && keys[index] >> 32 == second
            gathering.write { document, frequency in pairs.add(document: document, frequency: frequency) }
            try pairs.endPair(UInt32(second))
        }
        keys.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
    }
}
