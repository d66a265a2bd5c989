internal import Packing

/// Walks over the postings of a list one by one, in the order of documents: for merging, checking and tests.
///
/// Stands at the first posting from the beginning. It owns the memory that it works in; whoever made it keeps the segment
/// mapped.
@safe struct ListCursor: ~Copyable {
    /// What `document` is behind the last posting.
    static let exhausted = UInt32.max

    /// The document, or `exhausted`.
    private(set) var document = exhausted
    /// How often the term is in it, weighted.
    private(set) var frequency: UInt32 = 0

    private var state: ListState
    private var rank = 0
    private let buffers: UnsafeMutablePointer<UInt32>
    /// Documents and frequencies in ascending order, where those of the state are not.
    private let documents: UnsafeMutablePointer<UInt32>
    private let frequencies: UnsafeMutablePointer<UInt32>

    init(_ ref: ListRef, in view: SegmentView) {
        let count = BlockEncoder.blockCount
        unsafe buffers = .allocate(capacity: ListState.bufferCount + 2 * count)
        unsafe documents = buffers + ListState.bufferCount
        unsafe frequencies = documents + count
        state = unsafe ListState(ref, in: view, buffers: buffers)
        load()
    }

    deinit { unsafe buffers.deallocate() }

    /// Whether the walk ended too soon, or positions are missing, because the bytes make no sense.
    var isDamaged: Bool { state.isDamaged }

    /// Moves to the next posting.
    @inline(__always)
    mutating func next() {
        rank &+= 1
        if rank < state.count {
            document = unsafe documents[rank]
            frequency = unsafe frequencies[rank]
        } else {
            _ = state.nextBlock()
            load()
        }
    }

    private mutating func load() {
        rank = 0
        state.loadDocuments()
        state.loadFrequencies()
        guard !state.isExhausted else {
            document = Self.exhausted
            frequency = 0
            return
        }
        if state.kind == .packed {
            unsafe Columns.natural(state.documents, into: documents)
            unsafe Columns.natural(state.frequencies, into: frequencies)
        } else {
            unsafe documents.update(from: state.documents, count: state.count)
            unsafe frequencies.update(from: state.frequencies, count: state.count)
        }
        document = unsafe documents[0]
        frequency = unsafe frequencies[0]
    }

    /// Appends the positions of the posting, in ascending order.
    mutating func appendPositions(to positions: inout [UInt32]) {
        let count = state.positionCount(at: rank)
        guard count > 0 else { return }
        unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { buffer in
            _ = unsafe state.positions(at: rank, into: buffer.baseAddress.unsafelyUnwrapped)
            unsafe positions.append(contentsOf: buffer)
        }
    }
}
