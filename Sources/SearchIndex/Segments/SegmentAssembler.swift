internal import Hashing

/// Takes documents and terms in their order and makes a segment file of them; shared by publishing and merging.
struct SegmentAssembler {
    var postings: PostingsWriter
    var keywordPostings: PostingsWriter
    var stored: StoredWriter
    private var file: SegmentFile
    private var terms: TermDictionaryWriter
    private var keywords: TermDictionaryWriter
    private var ids: IdsWriter
    private var spans: SectionBuffer
    /// Norms are looked at while postings are written, and are a byte a document.
    private(set) var norms: [UInt8] = []
    private var lengthSum: UInt64 = 0
    /// Folded forms, each with the number of a term that folds to it.
    private var folded: [(form: [UInt8], ordinal: UInt32)] = []

    /// - Parameter path: Where to write; the path has to end with the suffix of partial files.
    init(path: String) {
        let file = SegmentFile(path: path)
        self.file = file
        postings = PostingsWriter(postings: file[.postings], positions: file[.positions])
        keywordPostings = PostingsWriter(postings: file[.keywordPostings], positions: nil)
        stored = StoredWriter(blocks: file[.stored], index: file[.storedIndex])
        terms = TermDictionaryWriter(entries: file[.terms], index: file[.termIndex])
        keywords = TermDictionaryWriter(entries: file[.keywords], index: file[.keywordIndex])
        ids = IdsWriter(offsets: file[.idOffsets], bytes: file[.idBytes], table: file[.idTable])
        spans = file[.spans]
    }

    /// Adds the next document, but for what is stored of it.
    mutating func addDocument(id: [UInt8], norm: UInt8, fieldEnds: some Sequence<UInt32>) throws(IndexError) {
        guard norms.count < SegmentHeader.documentCountMax else {
            throw IndexError(
                .tooLarge, path: file.path, reason: "a segment has too many documents; merge less into one")
        }
        try ids.add(id)
        norms.append(norm)
        lengthSum += UInt64(LengthCode.lengths[Int(norm)])
        for end in fieldEnds { spans.bytes.append(littleEndian: end) }
        try spans.settle()
    }

    /// Ends the postings of a term; a term without postings is left out.
    ///
    /// - Parameter folded: Its folded form; nil when that is the term.
    mutating func endTerm(_ term: some RandomAccessCollection<UInt8>, folded form: [UInt8]?) throws(IndexError) {
        guard let entry = try postings.end(ordinal: terms.dictionary.count) else { return }
        if let form { folded.append((form, UInt32(terms.dictionary.count))) }
        try terms.add(term, entry)
    }

    /// Ends the postings of a keyword; one without postings is left out.
    mutating func endKeyword(_ key: [UInt8]) throws(IndexError) {
        guard let entry = try keywordPostings.end(ordinal: keywords.dictionary.count) else { return }
        try keywords.add(key, entry)
    }

    /// Writes the file.
    ///
    /// - Returns: The name for its content.
    mutating func finish() throws(IndexError) -> Hash128 {
        var header = SegmentHeader()
        header.documentCount = UInt32(norms.count)
        header.lengthSum = lengthSum
        header.foldedCount = try finishFolded()
        header.termCount = UInt64(terms.dictionary.count)
        header.keywordCount = UInt64(keywords.dictionary.count)
        terms.dictionary.finish()
        keywords.dictionary.finish()
        try ids.finish()
        try stored.finish()
        file[.terms] = terms.dictionary.entries
        file[.termIndex] = terms.dictionary.index
        file[.keywords] = keywords.dictionary.entries
        file[.keywordIndex] = keywords.dictionary.index
        file[.postings] = postings.postings
        if let positions = postings.positions { file[.positions] = positions }
        file[.keywordPostings] = keywordPostings.postings
        file[.norms].bytes = norms
        file[.spans] = spans
        file[.idOffsets] = ids.offsets
        file[.idBytes] = ids.bytes
        file[.idTable] = ids.table
        file[.stored] = stored.blocks
        file[.storedIndex] = stored.index
        return try file.finish(header)
    }

    /// Writes the dictionary that leads from a folded form to the other terms that fold to it.
    private mutating func finishFolded() throws(IndexError) -> UInt64 {
        var dictionary = DictionaryWriter(entries: file[.folded], index: file[.foldedIndex])
        // Sorting has to keep the order of numbers, which the gaps rely on.
        folded.sort { left, right in
            let order = compareBytes(left.form, right.form)
            return order != 0 ? order < 0 : left.ordinal < right.ordinal
        }
        var start = 0
        while start < folded.count {
            let form = folded[start].form
            var payload: [UInt8] = []
            var next: UInt32 = 0
            var end = start
            while end < folded.count, folded[end].form == form {
                payload.append(varint: folded[end].ordinal - next)
                next = folded[end].ordinal + 1
                end += 1
            }
            try dictionary.add(form, payload: payload)
            start = end
        }
        dictionary.finish()
        file[.folded] = dictionary.entries
        file[.foldedIndex] = dictionary.index
        folded = []
        return UInt64(dictionary.count)
    }
}
