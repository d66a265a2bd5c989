internal import Hashing

/// Takes documents, lists and dictionaries and makes a segment file of them; shared by publishing and merging.
///
/// The four writers of lists are taken out to be written to, and put back; their order does not matter. Terms, forms and
/// keywords are added in their order once their lists are written.
struct SegmentAssembler {
    var postings: ListWriter
    var pairs: PairWriter
    var foldedPostings: ListWriter
    var keywordPostings: ListWriter
    private var file: SegmentFile
    private let settings: IndexSettings
    private let norms: [UInt8]
    private var documents = DocumentsWriter()
    private var terms: LexiconWriter
    private var keywords: LexiconWriter
    private var folded: FoldedIndexWriter

    /// - Parameter norms: Those of all documents, ascending.
    init(file: SegmentFile, settings: IndexSettings, norms: [UInt8]) throws(IndexError) {
        self.file = file
        self.settings = settings
        postings = ListWriter(
            section: .postings, postings: file[.postings], positions: file[.positions], norms: norms)
        keywordPostings = ListWriter(section: .keywordPostings, postings: file[.keywordPostings], norms: norms)
        foldedPostings = ListWriter(section: .foldedPostings, postings: file[.foldedPostings], norms: norms)
        self.norms = norms
        terms = LexiconWriter(entries: file[.terms], index: file[.termIndex])
        pairs = PairWriter(slices: file[.pairs], postings: file[.pairPostings], norms: norms)
        keywords = LexiconWriter(entries: file[.keywords], index: file[.keywordIndex])
        folded = FoldedIndexWriter(entries: file[.folded], index: file[.foldedIndex])
    }

    /// Adds the next document, but for what is stored of it.
    ///
    /// - Parameters:
    ///   - date: As ``DocumentDates`` has it.
    ///   - storedPlace: Its place among the stored documents.
    ///   - fieldEnds: Where its text fields end; nil where these are not told apart.
    mutating func addDocument(
        id: [UInt8], date: UInt32, storedPlace: UInt32, fieldEnds: InlineArray<5, UInt32>?
    ) throws(IndexError) {
        let ends = fieldEnds.map { ends in ends.indices.map { ends[$0] } } ?? []
        try documents.add(
            id: id, norm: norms[documents.count], fieldEnds: ends, minute: date, storedPlace: storedPlace)
    }

    /// Adds the next term.
    ///
    /// - Parameter pairsByteCount: How many bytes the pairs take that begin with it.
    mutating func addTerm(_ term: some RandomAccessCollection<UInt8>, _ list: ListRef, pairsByteCount: Int)
        throws(IndexError)
    {
        try terms.add(term, list: list, pairsByteCount: pairsByteCount)
    }

    /// Adds the next folded form.
    ///
    /// - Parameter merged: The merged list of its terms, of two or more.
    mutating func addForm(_ form: [UInt8], ordinals: [UInt32], merged: ListRef?) throws(IndexError) {
        try folded.add(form, ordinals: ordinals, merged: merged)
    }

    /// Adds the next keyword.
    mutating func addKeyword(_ key: [UInt8], _ list: ListRef) throws(IndexError) {
        try keywords.add(key, list: list)
    }

    /// Writes the file.
    ///
    /// - Parameter stored: What is stored of the documents, finished; nil for a file without it, which is merged
    ///   next.
    /// - Returns: The name for its content.
    mutating func finish(stored: StoredWriter?) throws(IndexError) -> Hash128 {
        var header = SegmentHeader()
        header.termCount = UInt64(terms.count)
        header.foldedCount = UInt64(folded.count)
        header.keywordCount = UInt64(keywords.count)
        header.pairCount = UInt64(pairs.count)
        header.contents = settings.schema.hasFields ? [.foldedForms] : [.singleField]
        if settings.pairs != .none { header.contents.insert(.pairs) }
        if case .common(let pairMin, let termMin) = settings.pairs {
            header.pairDocumentCountMin = pairMin
            header.pairTermDocumentCountMin = termMin
        }
        (file[.terms], file[.termIndex]) = try terms.finish()
        (file[.folded], file[.foldedIndex]) = try folded.finish()
        (file[.keywords], file[.keywordIndex]) = try keywords.finish()
        (file[.pairs], file[.pairPostings]) = try pairs.finish()
        file[.postings] = postings.postings
        if let positions = postings.positions { file[.positions] = positions }
        file[.foldedPostings] = foldedPostings.postings
        file[.keywordPostings] = keywordPostings.postings
        try documents.finish(&file, &header)
        var nothing = makeStoredWriter()
        if stored == nil { try nothing.finish() }
        file[.stored] = (stored ?? nothing).blocks
        file[.storedIndex] = (stored ?? nothing).index
        return try file.finish(header)
    }

    /// A writer of what is stored, to be given to ``finish(stored:)``.
    func makeStoredWriter() -> StoredWriter { StoredWriter(blocks: file[.stored], index: file[.storedIndex]) }
}
