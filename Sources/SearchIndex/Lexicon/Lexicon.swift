/// An ordered dictionary in mapped bytes, as ``LexiconWriter`` wrote it.
///
/// Any number of threads may read it.
struct Lexicon: Sendable {
    private let dictionary: DictionaryReader
    private let lists: ListSection

    /// How many keys it has.
    var count: Int { dictionary.count }

    /// - Parameter lists: The section that its entries lead to.
    /// - Throws: `damaged` when the index has not the size that the count asks for.
    init(entries: ByteView, index: ByteView, count: UInt64, lists: ListSection) throws(IndexError) {
        dictionary = try DictionaryReader(entries: entries, index: index, count: count)
        self.lists = lists
    }

    /// The entry of a key; nil when the dictionary has it not.
    func find(_ key: [UInt8]) throws(IndexError) -> TermRef? {
        guard let cursor = try dictionary.find(key) else { return nil }
        return try entry(cursor)
    }

    /// The entry of a key's number.
    ///
    /// - Throws: `damaged` too when there is no such key: numbers come out of the same segment.
    func entry(_ ordinal: Int) throws(IndexError) -> TermRef {
        guard ordinal < count else {
            throw dictionary.entries.damaged("key \(ordinal) is asked for, of \(count)")
        }
        var cursor = try cursor(from: ordinal)
        _ = try cursor.next()
        return cursor.term
    }

    /// The numbers of the keys that begin so.
    func range(prefix: [UInt8]) throws(IndexError) -> Range<Int> {
        var cursor = dictionary.cursor()
        guard try cursor.seek(prefix) else { return count..<count }
        let first = cursor.ordinal
        while cursor.key.starts(with: prefix) {
            guard try cursor.next() else { return first..<count }
        }
        return first..<cursor.ordinal
    }

    /// A cursor before the key of a number, 0 to `count`.
    func cursor(from ordinal: Int = 0) throws(IndexError) -> LexiconCursor {
        var cursor = dictionary.cursor()
        cursor.move(toBlock: ordinal / DictionaryWriter.blockCount)
        while cursor.ordinal + 1 < ordinal { _ = try cursor.next() }
        return LexiconCursor(lexicon: self, cursor: cursor)
    }

    /// The keys within reach of an automaton, in their order.
    func matches(_ automaton: EditAutomaton) throws(IndexError) -> [FuzzyMatch] {
        var matches: [FuzzyMatch] = []
        var cursor = try cursor()
        while try cursor.next() {
            if let distance = automaton.distance(to: cursor.key) {
                matches.append(FuzzyMatch(term: cursor.term, distance: distance))
            }
        }
        return matches
    }

    fileprivate func entry(_ cursor: DictionaryCursor) throws(IndexError) -> TermRef {
        var (bytes, offset, _) = cursor.payload
        let list = try bytes.list(&offset, in: lists)
        return try TermRef(
            ordinal: UInt32(cursor.ordinal), list: list, pairsStart: bytes.varint(&offset, max: 1 << 40),
            pairsByteCount: bytes.varint(&offset, max: 1 << 40))
    }
}

/// A term that is nearly what was typed.
struct FuzzyMatch {
    var term: TermRef
    /// How many edits lie between, 0 when there are none.
    var distance: Int
}

/// Walks over a dictionary in the order of its keys.
struct LexiconCursor {
    fileprivate let lexicon: Lexicon
    fileprivate var cursor: DictionaryCursor
    /// The entry of the key.
    private(set) var term = TermRef(
        ordinal: 0, list: ListRef(section: .postings, documentCount: 0, frequencyMaxCode: 0))

    fileprivate init(lexicon: Lexicon, cursor: DictionaryCursor) {
        self.lexicon = lexicon
        self.cursor = cursor
    }

    /// The key.
    var key: [UInt8] { cursor.key }

    /// Moves to the next key; false when there is none.
    mutating func next() throws(IndexError) -> Bool {
        guard try cursor.next() else { return false }
        term = try lexicon.entry(cursor)
        return true
    }
}
