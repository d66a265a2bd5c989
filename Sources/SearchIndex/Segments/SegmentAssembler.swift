internal import Hashing

/// Takes documents and terms in their order and makes a segment file of them; shared by publishing and merging.
///
/// First come the documents, then for each term its postings, its pairs and its end, then folded forms, then keywords.
struct SegmentAssembler {
    var postings: ListWriter
    /// The pairs of the present term.
    var pairs: PairWriter
    var keywordPostings: ListWriter
    private var foldedPostings: ListWriter
    private var file: SegmentFile
    private let settings: IndexSettings
    private let norms: [UInt8]
    private var documents = DocumentsWriter()
    private var terms: LexiconWriter
    private var keywords: LexiconWriter
    private var foldedCount = 0
    /// Folded forms, each with the number of a term that folds to it.
    private var folded: [(form: [UInt8], ordinal: UInt32)] = []

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
        pairs = PairWriter(
            slices: file[.pairs], postings: file[.pairPostings], norms: norms)
        keywords = LexiconWriter(entries: file[.keywords], index: file[.keywordIndex])
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

    /// Ends the postings and the pairs of a term; a term without postings is left out.
    ///
    /// - Parameter form: Its folded form; nil when that is the term.
    mutating func endTerm(_ term: ArraySlice<UInt8>, folded form: ArraySlice<UInt8>?) throws(IndexError) {
        let pairsByteCount = try pairs.endTerm()
        guard let list = try postings.end() else { return }
        if let form { folded.append((Array(form), UInt32(terms.count))) }
        try terms.add(term, list: list, pairsByteCount: pairsByteCount)
    }

    /// Ends the postings of a keyword; one without postings is left out.
    mutating func endKeyword(_ key: [UInt8]) throws(IndexError) {
        guard let list = try keywordPostings.end() else { return }
        try keywords.add(key, list: list)
    }

    /// Writes the dictionary that leads from a folded form to the other terms that fold to it.
    ///
    /// - Parameter merge: Writes the merged list of a form's terms, two or more.
    mutating func finishFolded(
        _ merge: (_ form: [UInt8], _ ordinals: [UInt32], inout ListWriter) throws(IndexError) -> ListRef?
    ) throws(IndexError) {
        var dictionary = FoldedIndexWriter(entries: file[.folded], index: file[.foldedIndex])
        folded.sort { left, right in
            let order = compareBytes(left.form, right.form)
            return order != 0 ? order < 0 : left.ordinal < right.ordinal
        }
        var start = 0
        while start < folded.count {
            let form = folded[start].form
            var end = start + 1
            while end < folded.count, folded[end].form == form { end += 1 }
            let ordinals = folded[start..<end].map(\.ordinal)
            let merged = end - start > 1 ? try merge(form, ordinals, &foldedPostings) : nil
            try dictionary.add(form, ordinals: ordinals, merged: merged)
            start = end
        }
        folded = []
        foldedCount = dictionary.count
        (file[.folded], file[.foldedIndex]) = try dictionary.finish()
    }

    /// Writes the file.
    ///
    /// - Parameter stored: What is stored of the documents, finished; nil for a file without it, which is merged
    ///   next.
    /// - Returns: The name for its content.
    mutating func finish(stored: StoredWriter?) throws(IndexError) -> Hash128 {
        var header = SegmentHeader()
        header.termCount = UInt64(terms.count)
        header.foldedCount = UInt64(foldedCount)
        header.keywordCount = UInt64(keywords.count)
        header.pairCount = UInt64(pairs.count)
        header.contents = settings.schema.hasFields ? [.foldedForms] : [.singleField]
        if settings.pairs != .none { header.contents.insert(.pairs) }
        if case .common(let pairMin, let termMin) = settings.pairs {
            header.pairDocumentCountMin = pairMin
            header.pairTermDocumentCountMin = termMin
        }
        (file[.terms], file[.termIndex]) = try terms.finish()
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
