internal import Hashing
internal import TextAnalysis

/// Turns documents into a segment.
///
/// Of every token the number of its term is noted, four bytes in the order of reading. At the end documents are ordered
/// by norm, and the tokens sorted by term, which is one counting pass (``Occurrences``). What exceeds the memory that is
/// given is written as a part, a segment without stored fields; parts are merged into one at the end.
struct Inverter: ~Copyable {
    /// Where the segment is written.
    let path: String
    private let settings: IndexSettings
    private var reader: TextReader
    private var tokens = TokenChunks()
    private var batch = DocumentBatch()
    /// The documents of each keyword, by the numbers of their arrival.
    private var keywords: [[UInt8]: [UInt32]] = [:]
    private var keywordByteCount = 0
    private var file: SegmentFile
    private var stored: StoredWriter
    /// The paths of the parts that were written, in their order.
    private var parts: [String] = []
    /// How many documents were added.
    private(set) var documentCount = 0

    /// - Parameter path: Where to write; the path has to end with the suffix of partial files.
    init(path: String, settings: IndexSettings) {
        self.path = path
        self.settings = settings
        reader = TextReader(analyzer: settings.schema.analyzer)
        file = SegmentFile(path: path, spillByteCount: settings.spillByteCount)
        stored = StoredWriter(blocks: file[.stored], index: file[.storedIndex])
    }

    /// Whether no further document should be added.
    var isFull: Bool {
        documentCount >= min(settings.segmentDocumentCountMax, Occurrences.documentCountMax)
    }

    /// About how many bytes are taken, those included that finishing will take.
    private var byteCount: Int {
        tokens.count * (4 + MemoryLayout<Occurrences.Occurrence>.stride) + reader.byteCount + batch.byteCount
            + keywordByteCount
    }

    /// Adds a document.
    mutating func add(_ document: IndexDocument) throws(IndexError) {
        guard document.id.count <= IndexDocument.idByteCountMax else {
            throw IndexError(
                .tooLarge, path: "",
                reason: "an id has \(document.id.count) bytes, at most \(IndexDocument.idByteCountMax) are possible")
        }
        let length = settings.schema.hasFields ? try addFields(of: document) : try addText(of: document)
        addKeywords(of: document)
        batch.ids += document.id
        batch.entries.append(
            DocumentBatch.Entry(
                idEnd: batch.ids.count, runEnd: batch.runs.count, tokenEnd: tokens.count,
                date: DocumentDates.minute(of: document.published),
                norm: LengthCode.encode(UInt32(min(length, UInt64(UInt32.max))))))
        try stored.add(document.stored)
        documentCount += 1
        if byteCount > max(1 << 20, settings.memoryByteCountMax) { try writePart() }
    }

    /// Adds the texts of a document field by field, a free position after each text, which keeps phrases from going across.
    ///
    /// - Returns: The length of the document.
    private mutating func addFields(of document: IndexDocument) throws(IndexError) -> UInt64 {
        var position = 0
        var length: UInt64 = 0
        var ends = InlineArray<5, UInt32>(repeating: 0)
        for field in Field.textFields {
            for entry in document.texts where entry.field == field {
                for text in entry.texts {
                    let count = reader.read(text, into: &tokens)
                    guard count > 0 else { continue }
                    try addRun(count, of: field, at: position)
                    length += UInt64(field.weight) * UInt64(count)
                    position += count + 1
                }
            }
            ends[Int(field.rawValue)] = UInt32(position)
        }
        batch.fieldEnds.append(ends)
        return length
    }

    /// Adds the texts of a document as one.
    private mutating func addText(of document: IndexDocument) throws(IndexError) -> UInt64 {
        var count = 0
        for field in Field.textFields {
            for entry in document.texts where entry.field == field {
                for text in entry.texts { count += reader.read(text, into: &tokens) }
            }
        }
        if count > 0 { try addRun(count, of: .title, at: 0) }
        return UInt64(count)
    }

    private mutating func addRun(_ count: Int, of field: Field, at position: Int) throws(IndexError) {
        guard position + count < Int(DocumentSpans.positionCountMax) else {
            throw IndexError(
                .tooLarge, path: "", reason: "a document has more than \(DocumentSpans.positionCountMax) tokens")
        }
        batch.runs.append(
            DocumentBatch.Run(place: UInt32(position) << 3 | UInt32(field.rawValue), count: UInt32(count)))
    }

    private mutating func addKeywords(of document: IndexDocument) {
        let number = UInt32(batch.count)
        for (field, values) in document.keywords where field.fieldKind == .keyword {
            for value in values {
                let keyword = Analyzer.keyword(value)
                guard !keyword.isEmpty else { continue }
                let key = [field.rawValue] + keyword
                if keywords[key]?.last != number {
                    keywords[key, default: []].append(number)
                    keywordByteCount += 4 + (keywords[key]?.count == 1 ? key.count + 64 : 0)
                }
            }
        }
    }

    /// Writes what was added so far as a segment of its own, and begins anew.
    private mutating func writePart() throws(IndexError) {
        let part = "\(path).part\(parts.count)" + FileSystem.partialSuffix
        parts.append(part)
        _ = try write(to: SegmentFile(path: part, spillByteCount: settings.spillByteCount), stored: nil)
        reader = TextReader(analyzer: settings.schema.analyzer)
        tokens.removeAll()
        batch.removeAll()
        keywords.removeAll()
        keywordByteCount = 0
    }

    /// Writes the segment.
    ///
    /// - Returns: The name for its content.
    mutating func finish() throws(IndexError) -> Hash128 {
        try stored.finish()
        guard !parts.isEmpty else { return try write(to: file, stored: stored) }
        if batch.count > 0 { try writePart() }
        return try mergeParts()
    }

    private mutating func mergeParts() throws(IndexError) -> Hash128 {
        let sources = try parts.map { part throws(IndexError) in
            try SegmentMerger.Source(reader: SegmentReader(path: part), live: nil)
        }
        var merger = try SegmentMerger(sources, file: file, settings: settings)
        let name = try merger.run(stored: stored)
        for part in parts { try FileSystem.remove(part) }
        return name
    }

    private mutating func write(to file: SegmentFile, stored: StoredWriter?) throws(IndexError) -> Hash128 {
        let arrivals = batch.byNorm()
        var assembler = try SegmentAssembler(
            file: file, settings: settings, norms: arrivals.map { batch.entries[Int($0)].norm })
        for arrival in arrivals {
            try assembler.addDocument(
                id: Array(batch.id(Int(arrival))), date: batch.entries[Int(arrival)].date, storedPlace: arrival,
                fieldEnds: settings.schema.hasFields ? batch.fieldEnds[Int(arrival)] : nil)
        }
        let inversion = TermInversion(reader.terms, tokens, batch, arrivals: arrivals, settings: settings)
        try inversion.write(reader.terms, to: &assembler)
        try addKeywords(to: &assembler, arrivals: arrivals)
        return try assembler.finish(stored: stored)
    }

    private func addKeywords(to assembler: inout SegmentAssembler, arrivals: [UInt32]) throws(IndexError) {
        var numbers = [UInt32](repeating: 0, count: arrivals.count)
        for (document, arrival) in arrivals.enumerated() { numbers[Int(arrival)] = UInt32(document) }
        for (key, documents) in keywords.sorted(by: { compareBytes($0.key, $1.key) < 0 }) {
            for document in documents.map({ numbers[Int($0)] }).sorted() {
                try assembler.keywordPostings.add(document: document, frequency: 1)
            }
            guard let list = try assembler.keywordPostings.end() else { continue }
            try assembler.addKeyword(key, list)
        }
    }
}
