/// Reads the positions of the posting that a cursor stands at.
///
/// A posting's positions are a count of bytes and the positions as gaps, all variable-length integers, so that those
/// of other postings are skipped unread.
struct PositionsCursor {
    private let bytes: ByteView
    private var blockIndex = -1
    private var index = 0
    private var offset = 0

    /// - Parameter section: The section of positions.
    init(_ entry: TermEntry, in section: ByteView) throws(IndexError) {
        bytes = try section.slice(entry.positions.lowerBound, entry.positions.count)
    }

    /// Where the positions of the posting at the cursor lie. Postings are asked for in ascending order.
    mutating func locate(_ postings: borrowing PostingsCursor) throws(IndexError) -> (
        bytes: ByteView, range: Range<Int>
    ) {
        (bytes, try range(of: postings))
    }

    private mutating func range(of postings: borrowing PostingsCursor) throws(IndexError) -> Range<Int> {
        if blockIndex != postings.blockIndex || index > postings.index {
            blockIndex = postings.blockIndex
            offset = try postings.positionsStart(ofBlock: blockIndex)
            index = 0
        }
        while index < postings.index {
            let byteCount = try bytes.varint(&offset, max: bytes.count)
            offset += byteCount
            index += 1
        }
        var start = offset
        let byteCount = try bytes.varint(&start, max: bytes.count)
        try bytes.check(start, byteCount)
        return start..<start + byteCount
    }

    /// Appends the positions of the posting at the cursor, in ascending order.
    mutating func append(_ postings: borrowing PostingsCursor, to positions: inout [UInt32]) throws(IndexError) {
        let range = try range(of: postings)
        let start = unsafe try bytes.pointer(range.lowerBound, range.count)
        var position: UInt32 = 0
        var gap: UInt32 = 0
        var shift: UInt32 = 0
        for offset in 0..<range.count {
            let byte = unsafe start.load(fromByteOffset: offset, as: UInt8.self)
            gap |= UInt32(byte & 0x7F) << shift
            shift &+= 7
            guard byte < 0x80 else { continue }
            position &+= gap
            positions.append(position)
            gap = 0
            shift = 0
        }
        guard shift == 0 else { throw bytes.damaged("a position at \(range.upperBound) does not end") }
    }
}
