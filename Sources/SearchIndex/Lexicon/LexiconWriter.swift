/// Writes an ordered dictionary whose entries lead to lists of postings: of terms or of keywords.
///
/// Behind the keys of each block, see ``KeyBlockWriter``, come three numbers of five bytes: where the postings, the positions
/// and the pairs of its first key begin, each in their section; those of the others follow one another. Then come
/// the columns of ``Lexicon/Column``, see ``LaneColumns``.
struct LexiconWriter {
    private var keys: KeyBlockWriter
    private var columns = [[Int]](repeating: [], count: Lexicon.Column.allCases.count)
    /// Where postings, positions and pairs begin: of the block, and of the next key.
    private var starts = [0, 0, 0]
    private var ends = [0, 0, 0]

    init(entries: SectionBuffer, index: SectionBuffer) {
        keys = KeyBlockWriter(entries: entries, index: index)
    }

    /// How many keys it has.
    var count: Int { keys.count }

    /// Adds a key, whose postings, positions and pairs follow those of the key before in their sections.
    ///
    /// - Parameter pairsByteCount: How many bytes the pairs that begin with the term take; 0 when there are none.
    /// - Precondition: keys are added in ascending order of bytes, none twice.
    mutating func add(
        _ key: some RandomAccessCollection<UInt8>, list: ListRef, pairsByteCount: Int = 0
    ) throws(IndexError) {
        if keys.isBlockFull { try endBlock() }
        let isSingle = list.documentCount == 1
        precondition(
            (isSingle || list.start == ends[0]) && (list.positionsByteCount == 0 || list.positionsStart == ends[1]),
            "lists are added in the order of keys")
        keys.add(key)
        let values = [
            Int(list.documentCount) - 1, isSingle ? Int(list.frequency) - 1 : Int(list.frequencyMaxCode),
            isSingle ? Int(list.document) : 0, isSingle ? 0 : list.byteCount, list.positionsByteCount, pairsByteCount,
        ]
        for column in columns.indices { columns[column].append(values[column]) }
        for part in 0..<3 { ends[part] += values[3 + part] }
        guard ends.allSatisfy({ $0 <= LaneColumns.valueMax }) else {
            throw IndexError(.tooLarge, path: "", reason: "a segment has too many postings; merge less into one")
        }
    }

    private mutating func endBlock() throws(IndexError) {
        var payload: [UInt8] = []
        for start in starts { for byte in 0..<5 { payload.append(UInt8(truncatingIfNeeded: start >> (8 * byte))) } }
        LaneColumns.append(columns, to: &payload)
        for column in columns.indices { columns[column].removeAll(keepingCapacity: true) }
        starts = ends
        try keys.endBlock(payload: payload)
    }

    /// Ends both sections, which the caller then takes.
    mutating func finish() throws(IndexError) -> (entries: SectionBuffer, index: SectionBuffer) {
        if !keys.isBlockEmpty { try endBlock() }
        return try keys.finish()
    }
}
