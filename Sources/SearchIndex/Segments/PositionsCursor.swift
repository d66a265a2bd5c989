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
    mutating func locate(_ postings: PostingsCursor) throws(IndexError) -> (bytes: ByteView, range: Range<Int>) {
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
        return (bytes, start..<start + byteCount)
    }

    /// Appends the positions of the posting at the cursor, in ascending order.
    mutating func append(_ postings: PostingsCursor, to positions: inout [UInt32]) throws(IndexError) {
        let (bytes, range) = try locate(postings)
        var offset = range.lowerBound
        var position: UInt32 = 0
        while offset < range.upperBound {
            position &+= UInt32(truncatingIfNeeded: try bytes.varint(&offset))
            positions.append(position)
        }
    }
}
