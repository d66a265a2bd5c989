/// Writes what a segment has of documents, beside what is stored of them: norms, ids, spans, dates.
///
/// Documents come in their final order, by ascending norm.
struct DocumentsWriter {
    private(set) var norms: [UInt8] = []
    private var ids: [[UInt8]] = []
    private var spans = SpansWriter()
    private var minutes: [UInt32] = []
    private var storedOrder: [UInt32] = []
    private var datedCount: UInt32 = 0

    /// How many documents there are so far.
    var count: Int { norms.count }

    /// Adds the next document.
    ///
    /// - Parameters:
    ///   - norm: Not smaller than that of the document before.
    ///   - fieldEnds: Where each text field ends; empty in a segment of a single field.
    ///   - minute: As ``DocumentDates`` has it.
    ///   - storedPlace: Which of the stored documents it is.
    mutating func add(
        id: [UInt8], norm: UInt8, fieldEnds: some Collection<UInt32>, minute: UInt32, storedPlace: UInt32
    ) throws(IndexError) {
        precondition(norm >= norms.last ?? 0, "documents come by ascending norm")
        guard norms.count < SegmentHeader.documentCountMax else {
            throw IndexError(.tooLarge, path: "", reason: "a segment has too many documents; merge less into one")
        }
        norms.append(norm)
        ids.append(id)
        if !fieldEnds.isEmpty { try spans.add(ends: fieldEnds) }
        minutes.append(minute)
        if minute != DocumentDates.none { datedCount += 1 }
        storedOrder.append(storedPlace)
    }

    /// Writes the sections, and what the header says of documents.
    mutating func finish(_ file: inout SegmentFile, _ header: inout SegmentHeader) throws(IndexError) {
        header.documentCount = UInt32(norms.count)
        header.lengthSum = norms.reduce(0) { $0 + UInt64(LengthCode.lengths[Int($1)]) }
        header.datedCount = datedCount
        file[.norms].bytes = norms
        var starts = [UInt32](repeating: 0, count: 257)
        for norm in norms { starts[Int(norm) + 1] += 1 }
        for norm in 0..<256 { starts[norm + 1] += starts[norm] }
        for start in starts { file[.normStarts].bytes.append(littleEndian: start) }
        try spans.finish(to: &file[.spans])
        if datedCount > 0 { for minute in minutes { file[.dates].bytes.append(littleEndian: minute) } }
        var idsWriter = IdsWriter(
            offsets: file[.idOffsets], bytes: file[.idBytes], order: file[.idOrder], rank: file[.idRank])
        try idsWriter.write(ids)
        file[.idOffsets] = idsWriter.offsets
        file[.idBytes] = idsWriter.bytes
        file[.idOrder] = idsWriter.order
        file[.idRank] = idsWriter.rank
        try DocumentNumbersWriter.append(storedOrder, to: &file[.storedOrder])
    }
}
