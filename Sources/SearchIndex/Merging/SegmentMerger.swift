internal import Hashing

/// Makes one segment of several: the live documents of each.
///
/// Terms, postings, positions, pairs and stored blocks are renumbered, nothing is analysed again.
struct SegmentMerger {
    /// A segment to merge.
    struct Source {
        var reader: SegmentReader
        /// Nil when all documents are live.
        var live: LiveSet?

        var liveCount: Int { live?.liveCount ?? Int(reader.documentCount) }

        func isLive(_ document: UInt32) -> Bool { live?.contains(document) ?? true }

        func forEachLive(_ body: (UInt32) -> Void) {
            for document in 0..<reader.documentCount where isLive(document) { body(document) }
        }

        /// The norm of one of its documents.
        func norm(of document: UInt32) -> UInt8 { unsafe reader.view.norms[Int(document)] }
    }

    private let sources: [Source]
    private let numbering: DocumentNumbering
    private let settings: IndexSettings
    private var assembler: SegmentAssembler
    private let pace: MergePace

    /// Where each document of the merged segment comes from.
    var origins: [DocumentNumbering.Origin] { numbering.origins }

    /// - Parameters:
    ///   - sources: All of one schema.
    ///   - file: What is written.
    init(
        _ sources: [Source], file: SegmentFile, settings: IndexSettings, pace: MergePace = MergePace(nil)
    ) throws(IndexError) {
        self.sources = sources
        for source in sources { try source.reader.expectWholeRead() }
        self.pace = pace
        // What some sources have not cannot be had from them.
        var settings = settings
        if sources.contains(where: { !$0.reader.header.hasAllPairs }) { settings.pairs = .none }
        self.settings = settings
        let numbering = try DocumentNumbering(sources, path: file.path)
        self.numbering = numbering
        assembler = try SegmentAssembler(
            file: file, settings: settings,
            norms: numbering.origins.map { sources[Int($0.source)].norm(of: $0.document) })
    }

    /// Writes the merged segment.
    ///
    /// - Parameter stored: What is stored of the documents, those of each source in the order of their arrival; nil to
    ///   take it from the sources.
    /// - Returns: The name for its content.
    mutating func run(stored: consuming StoredWriter? = nil) throws(IndexError) -> Hash128 {
        let copying = try StoredCopying(sources)
        try addDocuments(places: copying.places)
        try mergeLists()
        if stored == nil {
            var writer = assembler.makeStoredWriter()
            try copying.copy(to: &writer)
            try writer.finish()
            stored = writer
        }
        return try assembler.finish(stored: stored)
    }

    /// - Parameter places: For each source the place of each document among what is stored.
    private mutating func addDocuments(places: [[UInt32]]) throws(IndexError) {
        for origin in numbering.origins {
            let source = Int(origin.source)
            let segment = sources[source].reader
            try assembler.addDocument(
                id: segment.ids.id(origin.document), date: segment.dates.minute(origin.document),
                storedPlace: places[source][Int(origin.document)],
                fieldEnds: settings.schema.hasFields ? segment.spans.ends(document: origin.document) : nil)
        }
    }

    /// Merges lists, pairs, folded forms and keywords side by side, then writes the dictionaries.
    private mutating func mergeLists() throws(IndexError) {
        let merging = try ListMerging(sources, numbers: numbering.numbers, pace: pace)
        var (postings, pairs) = (assembler.postings, assembler.pairs)
        var (foldedPostings, keywordPostings) = (assembler.foldedPostings, assembler.keywordPostings)
        var lists: [ListRef] = []
        var pairsByteCounts: [Int] = []
        var forms: [ListMerging.Form] = []
        var keywords: [(key: [UInt8], list: ListRef)] = []
        try SideBySide.run(4, threadCount: settings.threadCount) { piece throws(IndexError) in
            switch piece {
            case 0: lists = try merging.postings(to: &postings)
            case 1: if settings.pairs != .none { pairsByteCounts = try merging.pairs(to: &pairs) }
            case 2: if settings.schema.hasFields { forms = try merging.forms(to: &foldedPostings) }
            default: keywords = try merging.keywords(to: &keywordPostings)
            }
        }
        (assembler.postings, assembler.pairs) = (postings, pairs)
        (assembler.foldedPostings, assembler.keywordPostings) = (foldedPostings, keywordPostings)
        try merging.forEachTerm { term, key throws(IndexError) in
            try assembler.addTerm(
                key, lists[term], pairsByteCount: pairsByteCounts.isEmpty ? 0 : pairsByteCounts[term])
        }
        for form in forms { try assembler.addForm(form.key, ordinals: form.ordinals, merged: form.merged) }
        for keyword in keywords { try assembler.addKeyword(keyword.key, keyword.list) }
    }
}

extension SegmentReader {
    /// The error of a list whose bytes contradict each other.
    func damaged(_ list: ListRef) -> IndexError {
        IndexError(
            .damaged, path: path, section: "\(list.section)",
            reason: "the list at \(list.start) makes no sense; the index is to be built again from its documents")
    }
}
