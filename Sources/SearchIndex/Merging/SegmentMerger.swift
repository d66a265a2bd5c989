internal import Hashing
internal import TextAnalysis

/// Makes one segment of several: the live documents of each, in their order.
///
/// Terms, postings and positions are renumbered, nothing is analysed again.
struct SegmentMerger {
    private static let deleted = UInt32.max

    private let sources: [OpenSegment]
    /// For each source, the new number of each document; nil when all are live and only moved.
    private var numbers: [[UInt32]?] = []
    /// For each source, the new number of its first document.
    private var bases: [UInt32] = []
    private var assembler: SegmentAssembler

    init(_ sources: [OpenSegment], path: String) throws(IndexError) {
        self.sources = sources
        assembler = SegmentAssembler(path: path)
        var next = 0
        for source in sources {
            bases.append(UInt32(next))
            if let live = source.live {
                var numbers = [UInt32](repeating: Self.deleted, count: Int(live.documentCount))
                for (index, document) in live.documents.enumerated() { numbers[Int(document)] = UInt32(next + index) }
                self.numbers.append(numbers)
            } else {
                numbers.append(nil)
            }
            next += source.entry.liveCount
            guard next <= SegmentHeader.documentCountMax else {
                throw IndexError(.tooLarge, path: path, reason: "a segment has too many documents; merge less into one")
            }
        }
    }

    /// The new number of a document; nil when it is deleted.
    @inline(__always)
    private func number(of document: UInt32, in source: Int) -> UInt32? {
        guard let numbers = numbers[source] else { return bases[source] + document }
        let number = numbers[Int(document)]
        return number == Self.deleted ? nil : number
    }

    /// Writes the merged segment.
    ///
    /// - Returns: The name for its content.
    mutating func run() throws(IndexError) -> Hash128 {
        for source in sources.indices { try addDocuments(of: source) }
        try mergeTerms()
        try mergeKeywords()
        return try assembler.finish()
    }

    private mutating func addDocuments(of source: Int) throws(IndexError) {
        let segment = sources[source].reader
        for document in 0..<segment.documentCount where sources[source].isLive(document) {
            try assembler.addDocument(
                id: segment.ids.id(document), norm: segment.norms.byte(Int(document)),
                fieldEnds: segment.spans.ends(document: document))
        }
        for index in 0..<segment.stored.blockCount {
            let block = try segment.stored.block(index)
            let isWhole = sources[source].live == nil && block.contentByteCount >= StoredWriter.contentByteCount / 2
            if isWhole {
                try assembler.stored.add(
                    block: block.bytes, documentCount: UInt32(block.documents.count),
                    contentByteCount: block.contentByteCount)
                continue
            }
            let content = try segment.stored.content(of: block)
            for document in block.documents where sources[source].isLive(document) {
                try assembler.stored.add(content[segment.stored.range(of: document, in: content, of: block)])
            }
        }
        guard assembler.stored.documentCount == UInt32(assembler.norms.count) else {
            throw segment.stored.index.damaged("some documents have no block")
        }
    }

    private mutating func mergeTerms() throws(IndexError) {
        var merge = try TermMerge(sources.map(\.reader.terms))
        while let term = merge.term {
            for source in merge.sources {
                let entry = merge.entry(of: source)
                let segment = sources[source].reader
                var postings = try PostingsCursor(
                    entry, in: segment.postings, documentCount: segment.documentCount)
                var positions = try PositionsCursor(entry, in: segment.positions)
                try postings.next()
                while postings.docID != PostingsCursor.exhausted {
                    if let document = number(of: postings.docID, in: source) {
                        let (bytes, range) = try positions.locate(postings)
                        assembler.postings.positions?.bytes.append(varint: UInt(range.count))
                        if assembler.postings.positions != nil {
                            try bytes.append(
                                range.lowerBound, range.count, to: &assembler.postings.positions!.bytes)
                        }
                        try add(document, try postings.frequency)
                    }
                    try postings.next()
                }
            }
            let form = fold(term)
            try assembler.endTerm(term, folded: form == term ? nil : form)
            try merge.advance()
        }
    }

    private mutating func add(_ document: UInt32, _ frequency: UInt32) throws(IndexError) {
        try assembler.postings.add(
            document: document, frequency: min(frequency, SkipEntry.frequencyLimit),
            norm: assembler.norms[Int(document)])
    }

    private mutating func mergeKeywords() throws(IndexError) {
        var merge = try TermMerge(sources.map(\.reader.keywords))
        while let key = merge.term {
            for source in merge.sources {
                let segment = sources[source].reader
                var postings = try PostingsCursor(
                    merge.entry(of: source), in: segment.keywordPostings, documentCount: segment.documentCount)
                try postings.next()
                while postings.docID != PostingsCursor.exhausted {
                    if let document = number(of: postings.docID, in: source) {
                        try assembler.keywordPostings.add(
                            document: document, frequency: 1, norm: assembler.norms[Int(document)])
                    }
                    try postings.next()
                }
            }
            try assembler.endKeyword(key)
            try merge.advance()
        }
    }
}

/// Walks over several dictionaries at once, from term to term in their common order.
private struct TermMerge {
    private var cursors: [TermCursor]
    /// The dictionaries that have terms left, in the order of these and of themselves.
    private var queue: [Int] = []
    /// The dictionaries that have the term, in their order.
    private(set) var sources: [Int] = []

    init(_ dictionaries: [DictionaryReader]) throws(IndexError) {
        cursors = dictionaries.map { TermCursor($0) }
        for source in cursors.indices { try insert(source) }
        takeSources()
    }

    /// The term; nil after the last.
    var term: [UInt8]? { sources.first.map { cursors[$0].term } }

    func entry(of source: Int) -> TermEntry { cursors[source].entry }

    /// Moves to the next term.
    mutating func advance() throws(IndexError) {
        for source in sources { try insert(source) }
        takeSources()
    }

    /// Moves a cursor on and puts its dictionary into the queue, whose first elements come last.
    private mutating func insert(_ source: Int) throws(IndexError) {
        guard try cursors[source].next() else { return }
        var place = queue.count
        while place > 0, comesBefore(queue[place - 1], source) { place -= 1 }
        queue.insert(source, at: place)
    }

    private func comesBefore(_ left: Int, _ right: Int) -> Bool {
        let order = compareBytes(cursors[left].term, cursors[right].term)
        return order != 0 ? order < 0 : left < right
    }

    private mutating func takeSources() {
        sources.removeAll(keepingCapacity: true)
        while let last = queue.last, sources.isEmpty || cursors[last].term == cursors[sources[0]].term {
            sources.append(queue.removeLast())
        }
    }
}
