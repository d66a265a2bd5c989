/// Writes for each term the terms that follow it somewhere in running text, each with its list of postings.
///
/// First terms come in ascending order, and for each of them the second ones. The pairs of a first term are its slice;
/// the dictionary says where it lies.
struct PairWriter {
    private var slices: SectionBuffer
    private var slice: [UInt8] = []
    /// How many pairs were added.
    private(set) var count = 0

    init(slices: SectionBuffer) {
        self.slices = slices
    }

    /// Adds the next pair of the present first term.
    ///
    /// - Parameters:
    ///   - second: The number of the second term.
    ///   - list: The documents, in the section of pairs' postings behind those of the pair before.
    mutating func add(_ second: UInt32, list: ListRef) throws(IndexError) {
        slice.append(varint: second)
        slice.append(list)
        count += 1
    }

    /// Ends the slice of a first term, and begins that of the next.
    ///
    /// - Returns: The size of the slice, for the entry of the first term.
    mutating func end() throws(IndexError) -> Int {
        let byteCount = slice.count
        slices.bytes.append(contentsOf: slice)
        slice.removeAll(keepingCapacity: true)
        try slices.settle()
        return byteCount
    }

    /// Ends the section, which the caller then takes.
    mutating func finish() throws(IndexError) -> SectionBuffer { slices }
}
