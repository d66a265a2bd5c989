internal import Hashing
internal import TextAnalysis

/// Turns documents into a segment.
///
/// Every token is noted as its term's number and its place, eight bytes in the order of reading. At the end tokens are
/// sorted by term, which is one counting pass: within a term they then stand in the order of documents and positions.
struct Inverter {
    /// Where the segment is written.
    let path: String
    private let analyzer = Analyzer()
    private var table = TermTable()
    /// How many tokens a term has, by its number.
    private var tokenCounts: [UInt32] = []
    private var tokenTerms: [UInt32] = []
    /// The position, shifted by three bits, and the field.
    private var tokenPlaces: [UInt32] = []
    /// Where a document's tokens end.
    private var tokenEnds: [Int] = []
    private var keywords: [[UInt8]: [UInt32]] = [:]
    private var assembler: SegmentAssembler

    /// - Parameter path: Where to write; the path has to end with the suffix of partial files.
    init(path: String) {
        self.path = path
        assembler = SegmentAssembler(path: path)
    }

    var documentCount: Int { tokenEnds.count }
    var tokenCount: Int { tokenTerms.count }

    /// Adds a document.
    mutating func add(_ document: IndexDocument) throws(IndexError) {
        guard document.id.count <= IndexDocument.idByteCountMax else {
            throw IndexError(
                .tooLarge, path: "",
                reason: "an id has \(document.id.count) bytes, at most \(IndexDocument.idByteCountMax) are possible")
        }
        var position: UInt32 = 0
        var length: UInt64 = 0
        var ends: [UInt32] = []
        for field in Field.textFields {
            for entry in document.texts where entry.field == field {
                for text in entry.texts {
                    let start = position
                    try add(text, in: field, at: &position)
                    length += UInt64(field.weight) * UInt64(position - start)
                    // A position left free keeps phrases from going across.
                    if position > start { position += 1 }
                }
            }
            ends.append(position)
        }
        addKeywords(of: document)
        tokenEnds.append(tokenTerms.count)
        let norm = LengthCode.encode(UInt32(min(length, UInt64(UInt32.max))))
        try assembler.addDocument(id: document.id, norm: norm, fieldEnds: ends)
        try assembler.stored.add(document.stored)
    }

    private mutating func add(_ text: String, in field: Field, at position: inout UInt32) throws(IndexError) {
        var text = text
        var next = position
        let tag = UInt32(field.rawValue)
        let analyzer = analyzer
        let isWhole = text.withUTF8 { bytes in
            unsafe analyzer.forEachToken(in: bytes.span) { exact, folded, _, _ in
                let term = table.number(of: exact, folded: folded)
                if term == tokenCounts.count { tokenCounts.append(0) }
                tokenCounts[term] &+= 1
                tokenTerms.append(UInt32(truncatingIfNeeded: term))
                tokenPlaces.append(next &<< 3 | tag)
                next &+= 1
            }
            return next < DocumentSpans.positionCountMax
        }
        guard isWhole else {
            throw IndexError(
                .tooLarge, path: "", reason: "a document has more than \(DocumentSpans.positionCountMax) tokens")
        }
        position = next
    }

    private mutating func addKeywords(of document: IndexDocument) {
        let number = UInt32(documentCount)
        for (field, values) in document.keywords where field.fieldKind == .keyword {
            for value in values {
                let keyword = Analyzer.keyword(value)
                guard !keyword.isEmpty else { continue }
                let key = [field.rawValue] + keyword
                if keywords[key]?.last != number { keywords[key, default: []].append(number) }
            }
        }
    }

    /// Writes the segment.
    ///
    /// - Returns: The name for its content.
    mutating func finish() throws(IndexError) -> Hash128 {
        let (starts, documents, places) = sortedTokens()
        tokenTerms = []
        tokenPlaces = []
        for term in table.ordered() {
            let tokens = starts[term]..<starts[term] + Int(tokenCounts[term])
            try addPostings(documents[tokens], places[tokens])
            try assembler.endTerm(table.exact(term), folded: table.folded(term).map(Array.init))
        }
        for (key, documents) in keywords.sorted(by: { compareBytes($0.key, $1.key) < 0 }) {
            for document in documents {
                try assembler.keywordPostings.add(
                    document: document, frequency: 1, norm: assembler.norms[Int(document)])
            }
            try assembler.endKeyword(key)
        }
        return try assembler.finish()
    }

    /// The documents and places of all tokens by term, and where each term's begin.
    private func sortedTokens() -> (starts: [Int], documents: [UInt32], places: [UInt32]) {
        var starts: [Int] = []
        starts.reserveCapacity(tokenCounts.count)
        var total = 0
        for count in tokenCounts {
            starts.append(total)
            total += Int(count)
        }
        var next = starts
        var documents = [UInt32](repeating: 0, count: total)
        var places = [UInt32](repeating: 0, count: total)
        var token = 0
        for (document, end) in tokenEnds.enumerated() {
            while token < end {
                let term = Int(tokenTerms[token])
                let target = next[term]
                next[term] = target &+ 1
                documents[target] = UInt32(truncatingIfNeeded: document)
                places[target] = tokenPlaces[token]
                token &+= 1
            }
        }
        return (starts, documents, places)
    }

    private mutating func addPostings(_ documents: ArraySlice<UInt32>, _ places: ArraySlice<UInt32>) throws(IndexError)
    {
        var gaps: [UInt8] = []
        var token = documents.startIndex
        let end = documents.endIndex
        while token < end {
            let document = documents[token]
            var frequency: UInt32 = 0
            var last: UInt32 = 0
            gaps.removeAll(keepingCapacity: true)
            while token < end, documents[token] == document {
                let place = places[token]
                frequency &+= Field.textWeights[Int(place & 7)]
                gaps.append(varint: place &>> 3 &- last)
                last = place &>> 3
                token &+= 1
            }
            assembler.postings.positions?.bytes.append(varint: UInt(gaps.count))
            assembler.postings.positions?.bytes.append(contentsOf: gaps)
            try assembler.postings.add(
                document: document, frequency: min(frequency, SkipEntry.frequencyLimit),
                norm: assembler.norms[Int(document)])
        }
    }
}
