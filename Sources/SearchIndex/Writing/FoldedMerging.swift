/// Merges the lists of a folded form's spellings: each document once, with the largest of their frequencies.
struct FoldedMerging {
    /// By document; 0 where no spelling is.
    private var frequencies: [UInt32]
    /// A bit a document that has a frequency.
    private var words: [UInt64]

    init(documentCount: Int) {
        frequencies = [UInt32](repeating: 0, count: documentCount)
        words = [UInt64](repeating: 0, count: (documentCount + 63) / 64)
    }

    /// Notes a posting of one of the spellings.
    @inline(__always)
    mutating func add(document: UInt32, frequency: UInt32) {
        frequencies[Int(document)] = max(frequencies[Int(document)], frequency)
        words[Int(document &>> 6)] |= 1 &<< UInt64(document & 63)
    }

    /// Writes the list of what was noted, and begins anew.
    mutating func write(to lists: inout ListWriter) throws(IndexError) -> ListRef? {
        for index in words.indices where words[index] != 0 {
            var word = words[index]
            words[index] = 0
            while word != 0 {
                let document = index &<< 6 | word.trailingZeroBitCount
                word &= word &- 1
                try lists.add(document: UInt32(truncatingIfNeeded: document), frequency: frequencies[document])
                frequencies[document] = 0
            }
        }
        return try lists.end()
    }
}
