/// Writes an ordered dictionary whose entries lead to lists of postings: of terms or of keywords.
struct LexiconWriter {
    private var dictionary: DictionaryWriter
    private var pairsEnd = 0

    init(entries: SectionBuffer, index: SectionBuffer) {
        dictionary = DictionaryWriter(entries: entries, index: index)
    }

    /// How many keys it has.
    var count: Int { dictionary.count }

    /// Adds a key, whose postings, positions and pairs follow those of the key before in their sections.
    ///
    /// - Parameter pairsByteCount: How many bytes the pairs that begin with the term take; 0 when there are none.
    /// - Precondition: keys are added in ascending order of bytes, none twice.
    mutating func add(
        _ key: some RandomAccessCollection<UInt8>, list: ListRef, pairsByteCount: Int = 0
    ) throws(IndexError) {
        var payload: [UInt8] = []
        payload.append(list)
        payload.append(varint: UInt(pairsEnd))
        payload.append(varint: UInt(pairsByteCount))
        pairsEnd += pairsByteCount
        try dictionary.add(key, payload: payload)
    }

    /// Ends both sections, which the caller then takes.
    mutating func finish() throws(IndexError) -> (entries: SectionBuffer, index: SectionBuffer) {
        dictionary.finish()
        return (dictionary.entries, dictionary.index)
    }
}

extension [UInt8] {
    mutating func append(_ list: ListRef) {
        for value in [
            Int(list.documentCount), Int(list.document), Int(list.frequency), Int(list.frequencyMaxCode), list.start,
            list.byteCount, list.positionsStart, list.positionsByteCount,
        ] { append(varint: UInt(value)) }
    }
}

extension ByteView {
    func list(_ offset: inout Int, in section: ListSection) throws(IndexError) -> ListRef {
        var values: [Int] = []
        for _ in 0..<8 { values.append(try varint(&offset, max: 1 << 40)) }
        return ListRef(
            section: section, documentCount: UInt32(values[0]), document: UInt32(values[1]),
            frequency: UInt32(values[2]), frequencyMaxCode: UInt8(values[3]), start: values[4], byteCount: values[5],
            positionsStart: values[6], positionsByteCount: values[7])
    }
}
