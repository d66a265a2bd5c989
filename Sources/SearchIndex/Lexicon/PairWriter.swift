/// Writes for each term the terms that follow it somewhere in running text, each with its list of postings.
///
/// First terms come in ascending order, and for each of them the second ones. The pairs of a first term are its slice;
/// the dictionary says where it lies.
struct PairWriter {
    private var slices: SectionBuffer
    private var postings: SectionBuffer
    private var slice: [UInt8] = []
    private var documents: [UInt32] = []
    private var frequencies: [UInt32] = []
    /// How many pairs were added.
    private(set) var count = 0

    /// - Parameters:
    ///   - slices: The section of pairs.
    ///   - postings: The section of pairs' postings.
    ///   - documentCount: How many documents the segment has.
    init(slices: SectionBuffer, postings: SectionBuffer, documentCount: UInt32) {
        self.slices = slices
        self.postings = postings
    }

    /// Adds the next posting of the present pair.
    ///
    /// - Precondition: documents ascend; the frequency is at least 1.
    mutating func add(document: UInt32, frequency: UInt32) {
        documents.append(document)
        frequencies.append(frequency)
    }

    /// Ends a pair of the present first term; one without postings is left out.
    ///
    /// - Parameter second: The number of the second term; they ascend.
    mutating func endPair(_ second: UInt32) throws(IndexError) {
        guard let document = documents.first else { return }
        slice.append(varint: second)
        slice.append(
            ListRef(
                section: .pairPostings, documentCount: UInt32(documents.count), document: document,
                frequency: frequencies[0], frequencyMaxCode: 0))
        documents.removeAll(keepingCapacity: true)
        frequencies.removeAll(keepingCapacity: true)
        count += 1
    }

    /// Ends the slice of a first term, and begins that of the next.
    ///
    /// - Returns: The size of the slice, for the entry of the first term; 0 when it has no pairs.
    mutating func endTerm() throws(IndexError) -> Int {
        let byteCount = slice.count
        slices.bytes.append(contentsOf: slice)
        slice.removeAll(keepingCapacity: true)
        try slices.settle()
        return byteCount
    }

    /// Ends both sections, which the caller then takes.
    mutating func finish() throws(IndexError) -> (slices: SectionBuffer, postings: SectionBuffer) { (slices, postings) }
}
