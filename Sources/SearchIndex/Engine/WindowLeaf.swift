internal import Packing

/// A leaf of a query over one segment that is brought into windows of documents, one behind the other.
///
/// Windows come in ascending order: what lies before the one asked for last is gone. A block that reaches over several is
/// decoded and scored once.
@unsafe struct WindowLeaf: BitwiseCopyable {
    /// Where the leaf stands: at a block that ends in the window asked for last or behind it.
    var state: ListState
    let weight: Float
    /// When larger than 0, what every posting scores.
    let constant: UInt32
    let normFactors: UnsafePointer<Float>
    /// What the block's postings score, at the places of its documents, once `scoredBlock` is the block.
    let scores: UnsafeMutablePointer<UInt32>
    private var scoredBlock = -1

    /// - Parameter scratch: Lends buffers, as long as its arena is not released.
    init(_ leaf: WeighedLeaf, in search: borrowing SegmentSearch, scratch: QueryScratch) {
        unsafe self.init(leaf, in: search.view, normFactors: search.normFactors, scratch: scratch)
    }

    init(_ leaf: WeighedLeaf, in view: SegmentView, normFactors: UnsafePointer<Float>, scratch: QueryScratch) {
        let buffers = unsafe scratch.take(UInt32.self, count: ListState.bufferCount)
        unsafe state = ListState(leaf.list, in: view, buffers: buffers)
        unsafe weight = leaf.weight
        unsafe constant = leaf.constant
        unsafe self.normFactors = normFactors
        unsafe scores = scratch.take(UInt32.self, count: BlockEncoder.blockCount)
        if unsafe constant > 0 { unsafe scores.initialize(repeating: constant, count: BlockEncoder.blockCount) }
    }

    /// Moves to the first block that ends at a document or behind it; false when there is none.
    ///
    /// No posting from there on is of a document before `state.firstDocument`.
    @inline(__always)
    mutating func find(_ document: UInt32) -> Bool { unsafe state.findBlock(document) }

    /// Loads documents and scores of the block; false when the list ended because it is damaged.
    @inline(__always)
    mutating func load() -> Bool {
        unsafe state.loadDocuments()
        if unsafe constant == 0, unsafe scoredBlock != state.blockIndex {
            unsafe state.loadFrequencies()
            if unsafe !state.isExhausted {
                unsafe Impacts.scores(
                    state.documents, state.frequencies, count: state.count, norms: state.norms, table: normFactors,
                    weight: weight, into: scores)
                unsafe scoredBlock = state.blockIndex
            }
        }
        return unsafe !state.isExhausted
    }

    /// Adds what the leaf scores to the sums of a window's documents.
    ///
    /// - Parameters:
    ///   - start: The first document of the window.
    ///   - count: How many documents the window has.
    ///   - sums: As many sums, with room for one more behind them, which is left 0.
    mutating func add(from start: UInt32, count: Int, into sums: UnsafeMutablePointer<UInt32>) {
        let end = start &+ UInt32(truncatingIfNeeded: count)
        guard unsafe find(start) else { return }
        while unsafe state.firstDocument < end, unsafe load() {
            unsafe Impacts.add(
                state.documents, scores, count: state.count, from: start, window: count, into: sums)
            guard unsafe state.lastDocument < end, unsafe state.nextBlock() else { break }
        }
        unsafe sums[count] = 0
    }

    /// Raises the scores of a window's documents to those of the leaf where these are larger; the rest is as for `add`.
    mutating func takeMaximum(from start: UInt32, count: Int, into maxima: UnsafeMutablePointer<UInt32>) {
        let end = start &+ UInt32(truncatingIfNeeded: count)
        guard unsafe find(start) else { return }
        while unsafe state.firstDocument < end, unsafe load() {
            unsafe Impacts.takeMaximum(
                state.documents, scores, count: state.count, from: start, window: count, into: maxima)
            guard unsafe state.lastDocument < end, unsafe state.nextBlock() else { break }
        }
        unsafe maxima[count] = 0
    }

    /// Adds the leaf's documents to a set of a window's documents.
    ///
    /// - Parameters:
    ///   - start: The first document of the window, a multiple of 64.
    ///   - count: How many documents the window has, a multiple of 64.
    ///   - words: `count / 64` words, with room for one more behind them.
    mutating func bits(from start: UInt32, count: Int, into words: UnsafeMutablePointer<UInt64>) {
        unsafe state.bits(start..<start &+ UInt32(truncatingIfNeeded: count), into: words)
    }
}

extension WindowLeaf {
    /// What the leaf scores in a document; 0 when it has it not.
    ///
    /// Documents are asked for in ascending order, none of a window before the one asked for last.
    @inline(__always)
    mutating func score(of document: UInt32) -> UInt32 {
        let rank = unsafe state.rank(of: document)
        guard rank >= 0 else { return 0 }
        if unsafe constant > 0 { return unsafe constant }
        if unsafe scoredBlock == state.blockIndex {
            return unsafe scores[state.kind == .packed ? Columns.place(of: rank) : rank]
        }
        let factor = unsafe normFactors[Int(state.norms[Int(document)])]
        return unsafe Impacts.score(frequency: state.frequency(ofRank: rank), factor: factor, weight: weight)
    }

    /// What no posting of the block where the leaf stands scores more than.
    var blockBound: UInt32 {
        if unsafe constant > 0 { return unsafe constant }
        let factor = unsafe normFactors[Int(state.blockNormMin)]
        return unsafe Impacts.score(frequency: state.blockFrequencyMax, factor: factor, weight: weight)
    }

    /// Tells a collector what the points of the list promise: that so many documents of it score so much.
    ///
    /// Right only where all documents of the list are hits, but for those that are not live.
    func raise(_ collector: inout Collector, _ search: borrowing SegmentSearch) {
        guard unsafe constant == 0, unsafe state.pointCount > 0, !collector.isCounting else { return }
        guard let deletedCount = unsafe search.live == nil ? 0 : search.deletedCount else { return }
        for index in unsafe 0..<state.pointCount {
            let point = unsafe state.point(index)
            guard Int(point.documentCount) >= collector.capacity + deletedCount else { continue }
            let factor = unsafe normFactors[Int(point.norm)]
            unsafe collector.raise(
                scoreMin: Impacts.score(frequency: max(1, point.frequency), factor: factor, weight: weight))
        }
    }
}
