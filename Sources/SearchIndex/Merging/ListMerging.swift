/// Merges the lists of several segments. Each of its methods writes lists of one kind; they may run side by side.
struct ListMerging {
    /// A folded form of the merged segment.
    struct Form {
        var key: [UInt8]
        var ordinals: [UInt32]
        var merged: ListRef?
    }

    private let sources: [SegmentMerger.Source]
    /// For each source, the new number of each document, see ``DocumentNumbering``, and of each term, see
    /// ``TermNumbering``.
    private let numbers: [[UInt32]]
    private let ordinals: [[UInt32]]
    /// In how many live documents each merged term is.
    private let documentCounts: [UInt32]
    private let pace: MergePace

    init(_ sources: [SegmentMerger.Source], numbers: [[UInt32]], pace: MergePace) throws(IndexError) {
        self.sources = sources
        self.numbers = numbers
        let terms = try TermNumbering(sources)
        ordinals = terms.ordinals
        documentCounts = terms.documentCounts
        self.pace = pace
    }

    /// Calls `body` with the new number of each term that has live documents, and its key.
    func forEachTerm(_ body: (Int, [UInt8]) throws(IndexError) -> Void) throws(IndexError) {
        try forEachTerm { (term, merge: borrowing KeyMerge<LexiconCursor>) throws(IndexError) in
            if let key = merge.key { try body(term, key) }
        }
    }

    private func forEachTerm(
        _ body: (Int, borrowing KeyMerge<LexiconCursor>) throws(IndexError) -> Void
    ) throws(IndexError) {
        var merge = try KeyMerge(sources.map(\.reader.terms))
        while let source = merge.sources.first {
            let ordinal = ordinals[source][Int(merge.cursor(of: source).term.ordinal)]
            if ordinal != TermNumbering.none { try body(Int(ordinal), merge) }
            try merge.advance()
        }
    }

    /// Writes the postings of terms.
    ///
    /// - Returns: The list of each term.
    func postings(to writer: inout ListWriter) throws(IndexError) -> [ListRef] {
        var lists: [ListRef] = []
        var gathering = ListGathering(hasPositions: true)
        var pace = pace
        try forEachTerm { _, merge throws(IndexError) in
            for source in merge.sources {
                try gather(merge.cursor(of: source).term.list, of: source, into: &gathering)
            }
            try gathering.write(to: &writer)
            if let list = try writer.end() { lists.append(list) }
            pace.reach(writer.postings.count + (writer.positions?.count ?? 0))
        }
        return lists
    }

    /// Writes pairs.
    ///
    /// - Returns: How many bytes the pairs of each term take.
    func pairs(to writer: inout PairWriter) throws(IndexError) -> [Int] {
        try writer.begin(termDocumentCounts: documentCounts)
        let secondTerms = try sources.map { source throws(IndexError) in try source.reader.pairs.secondTerms() }
        var byteCounts: [Int] = []
        var total = 0
        var pairs = PairMerging()
        var pace = pace
        try forEachTerm { _, merge throws(IndexError) in
            for source in merge.sources {
                try pairs.add(
                    sources[source].reader, merge.cursor(of: source).term, of: source,
                    secondTerms: secondTerms[source], ordinals: ordinals[source])
            }
            try pairs.write(to: &writer) { source, list, gathering throws(IndexError) in
                try gather(list, of: source, into: &gathering)
            }
            byteCounts.append(try writer.endTerm())
            total += byteCounts[byteCounts.count - 1]
            pace.reach(total)
        }
        return byteCounts
    }

    /// Writes the merged lists of folded forms.
    func forms(to writer: inout ListWriter) throws(IndexError) -> [Form] {
        var forms: [Form] = []
        var gathering = ListGathering(hasPositions: false)
        var merge = try KeyMerge(
            sources.map { source throws(IndexError) in try source.reader.folded.cursor() })
        while let key = merge.key {
            var ordinals: Set<UInt32> = []
            for source in merge.sources {
                for ordinal in merge.cursor(of: source).terms.ordinals {
                    guard Int(ordinal) < self.ordinals[source].count else {
                        throw sources[source].reader.damaged(merge.cursor(of: source).terms.merged)
                    }
                    ordinals.insert(self.ordinals[source][Int(ordinal)])
                }
            }
            ordinals.remove(TermNumbering.none)
            if !ordinals.isEmpty {
                var merged: ListRef?
                if ordinals.count > 1 {
                    // A document comes from one source, whose list has the largest frequency already.
                    for source in merge.sources {
                        try gather(merge.cursor(of: source).terms.merged, of: source, into: &gathering)
                    }
                    try gathering.write(to: &writer)
                    merged = try writer.end()
                }
                forms.append(Form(key: key, ordinals: ordinals.sorted(), merged: merged))
            }
            try merge.advance()
        }
        return forms
    }

    /// Writes the lists of keywords.
    ///
    /// - Returns: The keywords that have live documents.
    func keywords(to writer: inout ListWriter) throws(IndexError) -> [(key: [UInt8], list: ListRef)] {
        var keywords: [(key: [UInt8], list: ListRef)] = []
        var merge = try KeyMerge(sources.map(\.reader.keywords))
        var gathering = ListGathering(hasPositions: false)
        while let key = merge.key {
            for source in merge.sources { try gather(merge.cursor(of: source).term.list, of: source, into: &gathering) }
            try gathering.write(to: &writer)
            if let list = try writer.end() { keywords.append((key, list)) }
            try merge.advance()
        }
        return keywords
    }

    private func gather(_ list: ListRef, of source: Int, into gathering: inout ListGathering) throws(IndexError) {
        let segment = sources[source].reader
        guard unsafe gathering.add(list, in: segment.view, numbers: numbers[source]) else {
            throw segment.damaged(list)
        }
    }
}
