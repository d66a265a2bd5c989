internal import Hashing
internal import TextAnalysis

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
    /// For each source, the new number of each term; ``noTerm`` for those of no live document.
    private var ordinals: [[UInt32]] = []
    /// In how many live documents each merged term is.
    private var termDocumentCounts: [UInt32] = []

    static let noTerm = UInt32.max

    /// Where each document of the merged segment comes from.
    var origins: [DocumentNumbering.Origin] { numbering.origins }

    /// - Parameters:
    ///   - sources: All of one schema.
    ///   - file: What is written.
    init(_ sources: [Source], file: SegmentFile, settings: IndexSettings) throws(IndexError) {
        self.sources = sources
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
        let terms = try TermNumbering(sources)
        ordinals = terms.ordinals
        termDocumentCounts = terms.documentCounts
        try mergeTerms()
        try mergeFolded()
        try mergeKeywords()
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

    private mutating func mergeTerms() throws(IndexError) {
        var merge = try LexiconMerge(sources.map(\.reader.terms))
        var lists = ListGathering(hasPositions: true)
        var pairs = PairMerging()
        var secondTerms: [PairIndex.SecondTerms] = []
        if settings.pairs != .none {
            for source in sources { secondTerms.append(try source.reader.pairs.secondTerms()) }
            try assembler.pairs.begin(termDocumentCounts: termDocumentCounts)
        }
        while let key = merge.key {
            for source in merge.sources {
                try gather(merge.term(of: source).list, of: source, into: &lists)
            }
            try lists.write(to: &assembler.postings)
            if settings.pairs != .none {
                for source in merge.sources {
                    try pairs.add(
                        sources[source].reader, merge.term(of: source), of: source,
                        secondTerms: secondTerms[source], ordinals: ordinals[source])
                }
                let sources = sources
                let numbers = numbering.numbers
                try pairs.write(to: &assembler.pairs) { source, list, gathering throws(IndexError) in
                    try Self.gather(
                        list, of: sources[source].reader, numbers: numbers[source], into: &gathering)
                }
            }
            let form = settings.schema.hasFields ? fold(key) : key
            try assembler.endTerm(key[...], folded: form == key ? nil : form[...])
            try merge.advance()
        }
    }

    private mutating func mergeFolded() throws(IndexError) {
        var gathering = ListGathering(hasPositions: false)
        let sources = sources
        let numbers = numbering.numbers
        // A document comes from one source, whose list has the largest frequency already.
        try assembler.finishFolded { form, _, lists throws(IndexError) in
            for (source, numbers) in zip(sources, numbers) {
                guard let folded = try source.reader.folded.find(form) else { continue }
                try Self.gather(folded.merged, of: source.reader, numbers: numbers, into: &gathering)
            }
            try gathering.write(to: &lists)
            return try lists.end()
        }
    }

    private mutating func mergeKeywords() throws(IndexError) {
        var merge = try LexiconMerge(sources.map(\.reader.keywords))
        var lists = ListGathering(hasPositions: false)
        while let key = merge.key {
            for source in merge.sources { try gather(merge.term(of: source).list, of: source, into: &lists) }
            try lists.write(to: &assembler.keywordPostings)
            try assembler.endKeyword(key)
            try merge.advance()
        }
    }

    private func gather(_ list: ListRef, of source: Int, into gathering: inout ListGathering) throws(IndexError) {
        try Self.gather(
            list, of: sources[source].reader, numbers: numbering.numbers[source], into: &gathering)
    }

    private static func gather(
        _ list: ListRef, of segment: SegmentReader, numbers: [UInt32], into gathering: inout ListGathering
    ) throws(IndexError) {
        guard unsafe gathering.add(list, in: segment.view, numbers: numbers) else { throw segment.damaged(list) }
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
