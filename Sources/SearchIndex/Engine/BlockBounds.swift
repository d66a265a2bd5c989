internal import Packing

/// For each block of a leaf's list, what none of its postings scores more than, and how these bounds are asked for by windows
/// of documents.
@safe struct BlockBounds: BitwiseCopyable {
    /// No posting of block `b` scores more than `bounds[b]`.
    let bounds: UnsafeMutablePointer<UInt32>
    let blockCount: Int
    /// The documents of block `b` are from `firsts[b]` up to `firsts[b + 1]`, not including that.
    private let firsts: UnsafeMutablePointer<UInt32>
    /// The first block that ends in the window asked for last or behind it.
    private var block = 0

    /// - Parameters:
    ///   - leaf: At any block; when it has ended there are none.
    ///   - scratch: Lends memory, as long as its arena is not released.
    init(_ leaf: WindowLeaf, scratch: QueryScratch) {
        blockCount = unsafe leaf.state.isExhausted ? 0 : leaf.state.blockCount
        unsafe firsts = scratch.take(UInt32.self, count: blockCount + 1 + 8)
        unsafe bounds = scratch.take(UInt32.self, count: blockCount + 8)
        guard blockCount > 0 else { return }
        // Lists without tables have one block, which is loaded from the beginning.
        let isShort = unsafe leaf.state.table.byteCount == 0
        unsafe firsts[0] = isShort ? leaf.state.documents[0] : 0
        unsafe firsts[blockCount] = leaf.state.lastDocument &+ 1
        let last = unsafe leaf.state.segmentDocumentCount &- 1
        let frequencies = unsafe scratch.candidates
        var start = 0
        while start < blockCount {
            let end = min(blockCount, start + QueryScratch.windowMax)
            for block in start..<end { unsafe note(block, leaf.state, last: last, frequencies + (block - start)) }
            if unsafe leaf.constant == 0 {
                unsafe Impacts.scores(
                    firsts + start, frequencies, count: end - start, norms: leaf.state.norms,
                    table: leaf.normFactors, weight: leaf.weight, into: bounds + start)
            } else {
                unsafe (bounds + start).update(repeating: leaf.constant, count: end - start)
            }
            start = end
        }
    }

    /// Notes where a block begins and what its largest frequency is.
    @inline(__always)
    private func note(
        _ block: Int, _ state: ListState, last: UInt32, _ frequency: UnsafeMutablePointer<UInt32>
    ) {
        guard state.table.byteCount > 0 else {
            unsafe frequency.pointee = FrequencyCode.frequency(state.frequencyMaxCode)
            return
        }
        // The tables of a damaged list may say anything, but norms are of documents that there are.
        unsafe firsts[block + 1] = min(state.table.lastDocument(block), last) &+ 1
        if block > 0 { unsafe firsts[block] = min(firsts[block], last) }
        unsafe frequency.pointee = FrequencyCode.frequency(state.table.frequencyMaxCode(block))
    }

    /// What no posting of a window scores more than, 0 when no block reaches into it, and how many blocks do.
    ///
    /// Windows are asked for in ascending order.
    @inline(__always)
    mutating func bound(from start: UInt32, to end: UInt32) -> (bound: UInt32, blockCount: Int) {
        var block = block
        while block < blockCount, unsafe firsts[block &+ 1] <= start { block &+= 1 }
        self.block = block
        var bound: UInt32 = 0
        while block < blockCount, unsafe firsts[block] < end {
            bound = unsafe max(bound, bounds[block])
            block &+= 1
        }
        return (bound, block &- self.block)
    }
}
