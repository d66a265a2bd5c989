/// The fields of documents, as `SpansWriter` wrote them, for loops that keep no owner.
@unsafe struct PhraseFields: BitwiseCopyable {
    private let start: UnsafeRawPointer
    private let byteCount: Int
    private let documentCount: UInt32

    /// Whether fields are not told from each other.
    var isEmpty: Bool { unsafe byteCount == 0 }

    /// - Parameter bytes: The section, with 64 readable bytes behind it; empty when there is one field.
    init(_ bytes: SegmentView.Bytes, documentCount: UInt32) {
        unsafe start = bytes.start
        unsafe byteCount = bytes.count
        unsafe self.documentCount = documentCount
    }

    /// Where each text field of a document ends; nil where the bytes make no sense.
    func ends(of document: UInt32) -> InlineArray<5, UInt32>? {
        let groups = unsafe (Int(documentCount) + SpansWriter.groupCount - 1) / SpansWriter.groupCount
        let group = Int(document) / SpansWriter.groupCount
        guard unsafe document < documentCount, unsafe 4 * groups <= byteCount else { return nil }
        var offset =
            unsafe 4 * groups
            + Int(UInt32(littleEndian: start.loadUnaligned(fromByteOffset: 4 * group, as: UInt32.self)))
        unsafe skip(Int(document) % SpansWriter.groupCount * 5, &offset)
        var ends = InlineArray<5, UInt32>(repeating: 0)
        var end: UInt64 = 0
        for field in 0..<5 {
            guard let length = unsafe varint(&offset) else { return nil }
            end += UInt64(length)
            guard end <= UInt64(DocumentSpans.positionCountMax) + 1 else { return nil }
            ends[field] = UInt32(end)
        }
        return ends
    }

    /// Passes over integers, eight bytes at a time; each ends with the one of its bytes that is below 128.
    @inline(__always)
    private func skip(_ count: Int, _ offset: inout Int) {
        var rest = count
        while rest > 0, unsafe offset < byteCount {
            // 64 bytes may be read behind the section.
            let word = unsafe UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            var ends = ~word & 0x8080_8080_8080_8080
            let endCount = ends.nonzeroBitCount
            guard endCount >= rest else {
                rest -= endCount
                offset += 8
                continue
            }
            for _ in 1..<rest { ends &= ends &- 1 }
            offset += ends.trailingZeroBitCount / 8 + 1
            rest = 0
        }
    }

    @inline(__always)
    private func varint(_ offset: inout Int) -> UInt32? {
        var value: UInt32 = 0
        var shift: UInt32 = 0
        while unsafe offset < byteCount, shift < 35 {
            let byte = unsafe start.load(fromByteOffset: offset, as: UInt8.self)
            offset += 1
            value |= UInt32(byte & 0x7F) &<< shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }
}
