/// Writes where the text fields of documents end in their spaces of positions.
///
/// Texts lie one after the other, a position free between any two, in the order of fields: a field begins where the one
/// before ends. A document has five varints, the number of positions of each field. Before those of all documents stands
/// where those of every 16th begin, 32 bits each, counted from the first.
struct SpansWriter {
    /// How many documents lie between two offsets.
    static let groupCount = 16

    private var offsets: [UInt8] = []
    private var lengths: [UInt8] = []
    private var documentCount = 0

    /// Adds the next document.
    ///
    /// - Parameter ends: Where each text field ends.
    mutating func add(ends: some Sequence<UInt32>) throws(IndexError) {
        if documentCount % Self.groupCount == 0 {
            guard let offset = UInt32(exactly: lengths.count) else {
                throw IndexError(
                    .tooLarge, path: "", reason: "the fields of a segment take more than 4 GiB; merge less into one")
            }
            offsets.append(littleEndian: offset)
        }
        documentCount += 1
        var start: UInt32 = 0
        for end in ends {
            lengths.append(varint: end - start)
            start = end
        }
    }

    /// Appends the section.
    mutating func finish(to section: inout SectionBuffer) throws(IndexError) {
        section.bytes += offsets
        section.bytes += lengths
        try section.settle()
    }
}

/// Where the text fields of a document end in its space of positions.
struct DocumentSpans {
    /// How many tokens a document has at most; positions have three bits less than an integer.
    static let positionCountMax = UInt32(1) << 29 - 1

    let bytes: ByteView
    let documentCount: UInt32
    private let offsetsByteCount: Int

    /// - Parameter bytes: Empty in a segment of a single field, which none of the others asks for.
    init(_ bytes: ByteView, documentCount: UInt32) throws(IndexError) {
        offsetsByteCount = (Int(documentCount) + SpansWriter.groupCount - 1) / SpansWriter.groupCount * 4
        guard bytes.count == 0 || bytes.count >= offsetsByteCount else { throw bytes.damaged("its size is wrong") }
        self.bytes = bytes
        self.documentCount = documentCount
    }

    /// The ends of all fields of a document.
    func ends(document: UInt32) throws(IndexError) -> InlineArray<5, UInt32> {
        guard document < documentCount else { throw bytes.damaged("it ends before document \(document)") }
        let group = Int(document) / SpansWriter.groupCount
        var offset = offsetsByteCount + Int(try bytes.load(4 * group, as: UInt32.self))
        for _ in 0..<Int(document) % SpansWriter.groupCount * 5 { _ = try bytes.varint(&offset) }
        var ends = InlineArray<5, UInt32>(repeating: 0)
        var end = 0
        for field in 0..<5 {
            end += try bytes.varint(&offset, max: Int(Self.positionCountMax))
            guard end <= Int(Self.positionCountMax) + 1 else {
                throw bytes.damaged("document \(document) has too many positions")
            }
            ends[field] = UInt32(end)
        }
        return ends
    }

    /// The positions of one field of a document.
    func span(of field: Field, document: UInt32) throws(IndexError) -> Range<UInt32> {
        let ends = try ends(document: document)
        let index = Int(field.rawValue)
        return (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }

    /// The text field that a position of a document lies in.
    func field(at position: UInt32, document: UInt32) throws(IndexError) -> Field {
        let ends = try ends(document: document)
        for (index, field) in Field.textFields.enumerated() where position < ends[index] { return field }
        throw bytes.damaged("a position lies behind document \(document)")
    }
}
