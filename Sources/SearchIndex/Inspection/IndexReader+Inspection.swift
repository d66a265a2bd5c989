extension IndexReader {
    /// What each segment holds, in the order of the generation.
    public var segmentDescriptions: [SegmentDescription] {
        searched.segments.map { SegmentDescription($0.reader, liveCount: $0.entry.liveCount) }
    }

    /// The longest lists of each kind, by bytes, the longest first.
    ///
    /// Walks through all dictionaries.
    ///
    /// - Throws: `IndexError`, `damaged` when a dictionary cannot be read.
    public func longestLists(_ countMax: Int) throws -> [ListDescription] {
        var lists: [ListDescription] = []
        for (number, segment) in searched.segments.enumerated() {
            lists += try segment.reader.longestLists(countMax, segment: number)
        }
        return ListDescription.Kind.allCases.flatMap { kind in
            lists.filter { $0.kind == kind }.sorted { $0.byteCount > $1.byteCount }.prefix(countMax)
        }
    }

    /// All that is wrong with the index: verifies every checksum, and reads everything that the segments say, so that damage
    /// inside of a section is named with its bytes. Takes seconds where ``check()`` takes a part of one.
    public func damages() -> [IndexError] {
        searched.segments.flatMap { SegmentCheck(reader: $0.reader).damages() }
    }
}
