/// Writes the dictionary that leads from a folded form to the other terms that fold to it.
struct FoldedIndexWriter {
    private var dictionary: DictionaryWriter

    init(entries: SectionBuffer, index: SectionBuffer) {
        dictionary = DictionaryWriter(entries: entries, index: index)
    }

    /// How many forms it has.
    var count: Int { dictionary.count }

    /// Adds a form.
    ///
    /// - Parameters:
    ///   - ordinals: The numbers of the terms that fold to it and differ from it, ascending; at least one.
    ///   - merged: Of two terms or more, the documents that have any of them; lies in the section of folded postings behind
    ///     that of the form before. Nil for one term.
    /// - Precondition: forms are added in ascending order of bytes, none twice.
    mutating func add(
        _ form: some RandomAccessCollection<UInt8>, ordinals: [UInt32], merged: ListRef?
    ) throws(IndexError) {
        var payload: [UInt8] = []
        payload.append(varint: UInt(ordinals.count))
        for ordinal in ordinals { payload.append(varint: ordinal) }
        if let merged { payload.append(merged) }
        try dictionary.add(form, payload: payload)
    }

    /// Ends both sections, which the caller then takes.
    mutating func finish() throws(IndexError) -> (entries: SectionBuffer, index: SectionBuffer) {
        dictionary.finish()
        return (dictionary.entries, dictionary.index)
    }
}

/// Leads from a folded form to the other terms that fold to it, as ``FoldedIndexWriter`` wrote it.
///
/// Any number of threads may read it.
struct FoldedIndex: Sendable {
    private let dictionary: DictionaryReader
    private let terms: Lexicon

    /// How many forms it has.
    var count: Int { dictionary.count }

    /// - Parameter terms: The segment's terms.
    /// - Throws: `damaged` when the index has not the size that the count asks for.
    init(entries: ByteView, index: ByteView, count: UInt64, terms: Lexicon) throws(IndexError) {
        dictionary = try DictionaryReader(entries: entries, index: index, count: count)
        self.terms = terms
    }

    /// The terms that fold to a form and differ from it; nil when there are none.
    func find(_ form: [UInt8]) throws(IndexError) -> FoldedRef? {
        guard let cursor = try dictionary.find(form) else { return nil }
        return try entry(cursor)
    }

    /// The numbers of the forms that begin so.
    func range(prefix: [UInt8]) throws(IndexError) -> Range<Int> {
        var cursor = dictionary.cursor()
        guard try cursor.seek(prefix) else { return count..<count }
        let first = cursor.ordinal
        while cursor.key.starts(with: prefix) {
            guard try cursor.next() else { return first..<count }
        }
        return first..<cursor.ordinal
    }

    /// A cursor before the form of a number, 0 to `count`.
    func cursor(from number: Int = 0) throws(IndexError) -> FoldedCursor {
        var cursor = dictionary.cursor()
        cursor.move(toBlock: number / DictionaryWriter.blockCount)
        while cursor.ordinal + 1 < number { _ = try cursor.next() }
        return FoldedCursor(index: self, cursor: cursor)
    }

    fileprivate func entry(_ cursor: DictionaryCursor) throws(IndexError) -> FoldedRef {
        var (bytes, offset, _) = cursor.payload
        var ordinals: [UInt32] = []
        for _ in 0..<(try bytes.varint(&offset, max: bytes.count)) {
            ordinals.append(UInt32(try bytes.varint(&offset, max: terms.count)))
        }
        guard ordinals.count > 1 else {
            return FoldedRef(ordinals: ordinals, merged: try terms.entry(Int(ordinals[0])).list)
        }
        return FoldedRef(ordinals: ordinals, merged: try bytes.list(&offset, in: .foldedPostings))
    }
}

/// Walks over folded forms in their order.
struct FoldedCursor {
    fileprivate let index: FoldedIndex
    fileprivate var cursor: DictionaryCursor
    /// The terms of the form.
    private(set) var terms = FoldedRef(
        ordinals: [], merged: ListRef(section: .foldedPostings, documentCount: 0, frequencyMaxCode: 0))

    fileprivate init(index: FoldedIndex, cursor: DictionaryCursor) {
        self.index = index
        self.cursor = cursor
    }

    /// The form.
    var key: [UInt8] { cursor.key }

    /// Moves to the next form; false when there is none.
    mutating func next() throws(IndexError) -> Bool {
        guard try cursor.next() else { return false }
        terms = try index.entry(cursor)
        return true
    }
}
