/// What a dictionary says of a term.
struct TermEntry {
    /// The number of the term in the segment, in the order of terms.
    var ordinal: Int
    /// In how many documents it is, deleted ones included.
    var documentCount: Int
    /// Where its postings lie in their section.
    var postings: Range<Int>
    /// Where its positions lie in their section.
    var positions: Range<Int>
    /// The largest frequency of its postings, and the smallest norm of its documents: together they bound each score.
    var frequencyMax: UInt32
    var normMin: UInt8
}

/// Writes the dictionary of terms or keywords, whose entries lead to postings.
struct TermDictionaryWriter {
    var dictionary: DictionaryWriter
    private var payload: [UInt8] = []

    init(entries: SectionBuffer, index: SectionBuffer) {
        dictionary = DictionaryWriter(entries: entries, index: index)
    }

    /// Adds a term, whose postings and positions follow those of the term before.
    mutating func add(_ term: some RandomAccessCollection<UInt8>, _ entry: TermEntry) throws(IndexError) {
        payload.removeAll(keepingCapacity: true)
        if dictionary.isAtBlock {
            payload.append(varint: UInt(entry.postings.lowerBound))
            payload.append(varint: UInt(entry.positions.lowerBound))
        }
        payload.append(varint: UInt(entry.documentCount))
        payload.append(varint: UInt(entry.postings.count))
        payload.append(varint: UInt(entry.positions.count))
        payload.append(varint: entry.frequencyMax)
        payload.append(entry.normMin)
        try dictionary.add(term, payload: payload)
    }
}

/// Walks over a dictionary whose entries lead to postings.
struct TermCursor {
    private var cursor: DictionaryCursor
    private(set) var entry = TermEntry(
        ordinal: -1, documentCount: 0, postings: 0..<0, positions: 0..<0, frequencyMax: 0, normMin: 0)

    init(_ dictionary: DictionaryReader) {
        cursor = dictionary.cursor()
    }

    /// The term.
    var term: [UInt8] { cursor.key }

    /// The entry of a term; nil when the dictionary has it not.
    static func find(_ term: [UInt8], in dictionary: DictionaryReader) throws(IndexError) -> TermEntry? {
        var cursor = TermCursor(dictionary)
        guard try cursor.seek(term), cursor.term == term else { return nil }
        return cursor.entry
    }

    /// The entry of a term's number.
    static func entry(_ ordinal: Int, in dictionary: DictionaryReader) throws(IndexError) -> TermEntry {
        guard ordinal < dictionary.count else {
            throw dictionary.entries.damaged("term \(ordinal) is asked for, of \(dictionary.count)")
        }
        var cursor = TermCursor(dictionary)
        cursor.cursor.move(toBlock: ordinal / DictionaryWriter.blockCount)
        while try cursor.next(), cursor.entry.ordinal < ordinal {}
        return cursor.entry
    }

    /// Moves to the first term that is not before `term`; false when there is none.
    mutating func seek(_ target: [UInt8]) throws(IndexError) -> Bool {
        // The places of postings add up from the beginning of a block, so that each entry on the way is read.
        cursor.move(toBlock: try cursor.block(notBehind: target))
        while try next() {
            if compareBytes(term, target) >= 0 { return true }
        }
        return false
    }

    /// Moves to the next term; false when there is none.
    mutating func next() throws(IndexError) -> Bool {
        guard try cursor.next() else { return false }
        var (bytes, offset, end) = cursor.payload
        var postingsStart = entry.postings.upperBound
        var positionsStart = entry.positions.upperBound
        if cursor.isAtBlock {
            postingsStart = try bytes.varint(&offset, max: 1 << 60)
            positionsStart = try bytes.varint(&offset, max: 1 << 60)
        }
        let documentCount = try bytes.varint(&offset, max: SegmentHeader.documentCountMax)
        let postingsCount = try bytes.varint(&offset, max: 1 << 60)
        let positionsCount = try bytes.varint(&offset, max: 1 << 60)
        let frequencyMax = try bytes.varint(&offset, max: Int(UInt32.max))
        let normMin = try bytes.byte(offset)
        guard offset + 1 == end, documentCount > 0, postingsStart + postingsCount < 1 << 61,
            positionsStart + positionsCount < 1 << 61
        else { throw bytes.damaged("the entry of term \(cursor.ordinal) makes no sense") }
        entry = TermEntry(
            ordinal: cursor.ordinal, documentCount: documentCount,
            postings: postingsStart..<postingsStart + postingsCount,
            positions: positionsStart..<positionsStart + positionsCount, frequencyMax: UInt32(frequencyMax),
            normMin: normMin)
        return true
    }
}
