/// Where the text fields of a document end in its space of positions.
///
/// Texts lie one after the other, a position free between any two, in the order of fields: a field begins where the one
/// before ends. Twenty bytes a document, the end of each field of `Field.textFields` in 32 bits.
struct DocumentSpans {
    static let byteCount = 4 * Field.textFields.count
    /// How many tokens a document has at most; positions have three bits less than an integer.
    static let positionCountMax = UInt32(1) << 29 - 1

    let bytes: ByteView

    init(_ bytes: ByteView, documentCount: UInt32) throws(IndexError) {
        guard bytes.count == Int(documentCount) * Self.byteCount else { throw bytes.damaged("its size is wrong") }
        self.bytes = bytes
    }

    /// The positions of one field of a document.
    func span(of field: Field, document: UInt32) throws(IndexError) -> Range<UInt32> {
        let place = Int(document) * Self.byteCount + 4 * Int(field.rawValue)
        let end = try bytes.load(place, as: UInt32.self)
        let start = field.rawValue == 0 ? 0 : try bytes.load(place - 4, as: UInt32.self)
        guard start <= end else { throw bytes.damaged("a field of document \(document) ends before it begins") }
        return start..<end
    }

    /// The ends of all fields of a document.
    func ends(document: UInt32) throws(IndexError) -> [UInt32] {
        try Field.textFields.indices.map { index throws(IndexError) in
            try bytes.load(Int(document) * Self.byteCount + 4 * index, as: UInt32.self)
        }
    }

    /// The text field that a position of a document lies in.
    func field(at position: UInt32, document: UInt32) throws(IndexError) -> Field {
        for (index, field) in Field.textFields.enumerated() {
            let end = try bytes.load(Int(document) * Self.byteCount + 4 * index, as: UInt32.self)
            if position < end { return field }
        }
        throw bytes.damaged("a position lies behind document \(document)")
    }
}
