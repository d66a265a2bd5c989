/// Writes the dictionary that leads from a folded form to the other terms that fold to it.
///
/// Behind the keys of each block, see ``KeyBlockWriter``, comes for each of sixteen lanes where its entry ends, counted from
/// behind these sixteen numbers of four bytes. An entry is a row of variable-length integers: how many terms there are;
/// for two or more of them the merged list, that is how many documents it has, for one its number and frequency, for more
/// where the list begins, its size in bytes and the code of its largest frequency; then the number of the first term, and
/// for each other how many numbers lie between it and the one before.
struct FoldedIndexWriter {
    private var keys: KeyBlockWriter
    private var ends: [UInt32] = []
    private var payload: [UInt8] = []

    init(entries: SectionBuffer, index: SectionBuffer) {
        keys = KeyBlockWriter(entries: entries, index: index)
    }

    /// How many forms it has.
    var count: Int { keys.count }

    /// Adds a form.
    ///
    /// - Parameters:
    ///   - ordinals: The numbers of the terms that fold to it and differ from it, ascending; at least one.
    ///   - merged: Of two terms or more, the documents that have any of them, in the section of folded postings. Nil for
    ///     one term.
    /// - Precondition: forms are added in ascending order of bytes, none twice.
    mutating func add(
        _ form: some RandomAccessCollection<UInt8>, ordinals: [UInt32], merged: ListRef?
    ) throws(IndexError) {
        precondition(
            !ordinals.isEmpty && (merged == nil) == (ordinals.count == 1), "several terms have a merged list")
        if keys.isBlockFull { try endBlock() }
        keys.add(form)
        payload.append(varint: UInt(ordinals.count))
        if let merged {
            payload.append(varint: merged.documentCount)
            if merged.documentCount == 1 {
                payload.append(varint: merged.document)
                payload.append(varint: merged.frequency)
            } else {
                payload.append(varint: UInt(merged.start))
                payload.append(varint: UInt(merged.byteCount))
                payload.append(varint: UInt(merged.frequencyMaxCode))
            }
        }
        var next: UInt32 = 0
        for ordinal in ordinals {
            payload.append(varint: ordinal - next)
            next = ordinal + 1
        }
        ends.append(UInt32(payload.count))
    }

    private mutating func endBlock() throws(IndexError) {
        var block: [UInt8] = []
        for lane in 0..<KeyBlockWriter.blockCount {
            block.append(littleEndian: lane < ends.count ? ends[lane] : UInt32(payload.count))
        }
        try keys.endBlock(payload: block + payload)
        ends.removeAll(keepingCapacity: true)
        payload.removeAll(keepingCapacity: true)
    }

    /// Ends both sections, which the caller then takes.
    mutating func finish() throws(IndexError) -> (entries: SectionBuffer, index: SectionBuffer) {
        if !keys.isBlockEmpty { try endBlock() }
        return try keys.finish()
    }
}
