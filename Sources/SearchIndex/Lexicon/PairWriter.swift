/// Writes for each term the terms that follow it somewhere in running text, each with its list of postings.
///
/// The section begins with the place of each term in the order of the numbers of documents, the largest first, of equal ones
/// the lower number first: in 16 bits up to 65,536 terms, else in 32. Second terms are named by these places, of which those
/// of common terms lie close together. The section is empty in a segment without pairs.
///
/// Then come the pairs of each first term, its slice; the dictionary says where it lies, counted from behind the places.
/// A slice has the pairs in the order of second terms' places, in blocks of 32. It begins with their number as a varint. If
/// it is more than 32, tables follow:
///
///     u8   bit 0, 1: places, beginnings of blocks have 32 bits instead of 16
///     the first second term of each block
///     where each block begins, from the beginning of the slice
///
/// A block is a row of bits, the lowest of a byte first. It begins with five bits, the parameter k of the block, and then
/// has for each pair
///
/// - the place of the second term: less the one before, less 1; the first of a slice as it is; that of a block in the tables
///   not. In Rice's code: as many zeros as the number >> k says, a one, and the lowest k bits; for 24 or more 24 zeros and
///   then 32 bits;
/// - the number of documents in Elias' gamma code;
/// - unless that is 128 or more, the width of the frequencies plus 1 in the same code.
///
/// What the pairs lead to lies at the end of the block, the first pair's last, so that it is found by adding sizes: a
/// ``SparseList``, or of a list of 128 or more, among the postings of pairs, its beginning in 40 bits, its size in 32, and the
/// code of its largest frequency in 8. Bits between are 0.
struct PairWriter {
    static let blockCount = 32
    static let parameterBitCount = 5
    static let referenceBitCount = 80
    static let secondsAreWide: UInt8 = 1
    static let startsAreWide: UInt8 = 2

    private struct Pair: BitwiseCopyable {
        var place: UInt32
        var count: UInt32
        var width: UInt32
        /// Where in `data` it lies.
        var dataStart: Int
        var dataEnd: Int
    }

    private var slices: SectionBuffer
    private var lists: ListWriter
    private let documentCount: UInt32
    private var places: [UInt32] = []
    /// The postings of the present pair, of which there are `postingCount`: the array keeps its size.
    private var postings: [SparseList.Posting] = []
    private var postingCount = 0
    private var frequencyMax: UInt32 = 1
    // The present slice: its pairs as they were added, and their places, shifted by 32 bits, with their indices.
    private var pairs: [Pair] = []
    private var keys: [UInt64] = []
    private var data = BitRow()
    private var blocks: [UInt8] = []
    private var blockStarts: [Int] = []
    private var blockPlaces: [UInt32] = []
    private var row = BitRow()
    /// How many pairs were added.
    private(set) var count = 0

    /// - Parameters:
    ///   - slices: The section of pairs.
    ///   - postings: The section of pairs' postings.
    ///   - norms: Those of all documents of the segment, ascending.
    init(slices: SectionBuffer, postings: SectionBuffer, norms: [UInt8]) {
        self.slices = slices
        lists = ListWriter(section: .pairPostings, postings: postings, norms: norms)
        documentCount = UInt32(norms.count)
    }

    /// Writes the places of terms, before any pair is added.
    ///
    /// - Parameter termDocumentCounts: In how many documents each term of the segment is.
    mutating func begin(termDocumentCounts: [UInt32]) throws(IndexError) {
        precondition(places.isEmpty && count == 0, "pairs begin once")
        places = [UInt32](repeating: 0, count: termDocumentCounts.count)
        var order = termDocumentCounts.enumerated().map { UInt64(UInt32.max - $1) << 32 | UInt64($0) }
        order.sort()
        for (place, term) in order.enumerated() { places[Int(term & 0xFFFF_FFFF)] = UInt32(place) }
        let isWide = Self.placesAreWide(termCount: places.count)
        for place in places { slices.bytes.append(Int(place), isWide: isWide) }
        try slices.settle()
    }

    /// Whether the places of terms take 32 bits.
    static func placesAreWide(termCount: Int) -> Bool { termCount > 65_536 }

    /// Adds the next posting of the present pair.
    ///
    /// - Precondition: documents ascend; the frequency is at least 1.
    @inline(__always)
    mutating func add(document: UInt32, frequency: UInt32) {
        let posting = SparseList.Posting(document: document, frequency: min(frequency, FrequencyCode.frequencyMax))
        if postingCount == postings.count { postings.append(posting) } else { postings[postingCount] = posting }
        postingCount &+= 1
        frequencyMax = max(frequencyMax, posting.frequency)
    }

    /// Ends a pair of the present first term; one without postings is left out.
    ///
    /// - Parameter second: The number of the second term, none twice.
    mutating func endPair(_ second: UInt32) throws(IndexError) {
        guard postingCount > 0 else { return }
        var pair = Pair(
            place: places[Int(second)], count: UInt32(postingCount), width: 0, dataStart: data.count, dataEnd: 0)
        if postingCount < BlockEncoder.blockCount { pair.width = appendSparse() } else { try appendReference() }
        pair.dataEnd = data.count
        keys.append(UInt64(pair.place) << 32 | UInt64(pairs.count))
        pairs.append(pair)
        postingCount = 0
        frequencyMax = 1
        count += 1
    }

    /// Returns the width of frequencies.
    private mutating func appendSparse() -> UInt32 {
        let width = SparseList.frequencyWidth(count: postingCount, max: frequencyMax)
        SparseList.append(postings[..<postingCount], width: width, documentCount: documentCount, to: &data)
        return UInt32(width)
    }

    private mutating func appendReference() throws(IndexError) {
        for posting in postings[..<postingCount] {
            try lists.add(document: posting.document, frequency: posting.frequency)
        }
        guard let list = try lists.end() else { preconditionFailure("the pair has documents") }
        guard list.start <= LaneColumns.valueMax, list.byteCount <= UInt32.max else {
            throw IndexError(.tooLarge, path: "", reason: "a segment has too many pairs; merge less into one")
        }
        data.append(UInt64(list.start), 40)
        data.append(UInt64(list.byteCount), 32)
        data.append(UInt64(list.frequencyMaxCode), 8)
    }

    /// Ends the slice of a first term, and begins that of the next.
    ///
    /// - Returns: The size of the slice, for the entry of the first term; 0 when it has no pairs.
    mutating func endTerm() throws(IndexError) -> Int {
        guard !pairs.isEmpty else { return 0 }
        keys.sort()
        let start = slices.count
        var first = 0
        while first < keys.count {
            let end = min(first + Self.blockCount, keys.count)
            appendBlock(first..<end)
            first = end
        }
        slices.bytes.append(varint: UInt(pairs.count))
        if blockStarts.count > 1 { try appendTables(sliceStart: start) }
        slices.bytes += blocks
        let byteCount = slices.count - start
        try slices.settle()
        pairs.removeAll(keepingCapacity: true)
        keys.removeAll(keepingCapacity: true)
        data.removeAll()
        blocks.removeAll(keepingCapacity: true)
        blockStarts.removeAll(keepingCapacity: true)
        blockPlaces.removeAll(keepingCapacity: true)
        return byteCount
    }

    /// Appends the block of some keys.
    private mutating func appendBlock(_ range: Range<Int>) {
        let isFirstInTable = keys.count > Self.blockCount
        blockPlaces.append(UInt32(keys[range.lowerBound] >> 32))
        blockStarts.append(blocks.count)
        let coded = range.dropFirst(isFirstInTable ? 1 : 0)
        var next = isFirstInTable ? UInt32(keys[range.lowerBound] >> 32) + 1 : 0
        var gaps: [UInt32] = []
        for index in coded {
            let place = UInt32(keys[index] >> 32)
            gaps.append(place - next)
            next = place + 1
        }
        let parameter = RiceCode.parameter(gaps)
        row.append(UInt64(parameter), Self.parameterBitCount)
        for index in range {
            if index >= coded.startIndex { row.append(rice: gaps[index - coded.startIndex], parameter) }
            let pair = pairs[Int(keys[index] & 0xFFFF_FFFF)]
            row.append(gamma: pair.count)
            if pair.count < BlockEncoder.blockCount { row.append(gamma: pair.width + 1) }
        }
        let dataCount = range.reduce(0) { count, index in
            let pair = pairs[Int(keys[index] & 0xFFFF_FFFF)]
            return count + pair.dataEnd - pair.dataStart
        }
        // The block ends with a byte.
        row.appendZeros(-(row.count + dataCount) & 7)
        for index in range.reversed() {
            let pair = pairs[Int(keys[index] & 0xFFFF_FFFF)]
            row.append(data, pair.dataStart..<pair.dataEnd)
        }
        row.append(to: &blocks)
        row.removeAll()
    }

    private mutating func appendTables(sliceStart: Int) throws(IndexError) {
        let secondsAreWide = (blockPlaces.last ?? 0) > UInt16.max
        let blockCount = blockStarts.count
        let fixed = slices.count - sliceStart + 1 + blockCount * (secondsAreWide ? 4 : 2)
        let startsAreWide = fixed + 2 * blockCount + blocks.count > UInt16.max
        let base = fixed + blockCount * (startsAreWide ? 4 : 2)
        guard base + blocks.count <= UInt32.max else {
            throw IndexError(.tooLarge, path: "", reason: "a term has too many pairs; merge less into one segment")
        }
        slices.bytes.append((secondsAreWide ? Self.secondsAreWide : 0) | (startsAreWide ? Self.startsAreWide : 0))
        for place in blockPlaces { slices.bytes.append(Int(place), isWide: secondsAreWide) }
        for start in blockStarts { slices.bytes.append(base + start, isWide: startsAreWide) }
    }

    /// Ends both sections, which the caller then takes.
    mutating func finish() throws(IndexError) -> (slices: SectionBuffer, postings: SectionBuffer) {
        (slices, lists.postings)
    }
}

extension [UInt8] {
    /// Appends an unsigned integer of 32 or of 16 bits.
    fileprivate mutating func append(_ value: Int, isWide: Bool) {
        if isWide {
            append(littleEndian: UInt32(truncatingIfNeeded: value))
        } else {
            append(littleEndian: UInt16(truncatingIfNeeded: value))
        }
    }
}
