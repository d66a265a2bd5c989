internal import Packing

/// Searches one list of postings.
///
/// While all hits have to be counted, block after block is scored. After that the blocks whose bounds are largest come
/// first, until there are as many hits as are kept, then the others in their order, but for those whose bound is below the
/// score to reach.
@safe struct ListEngine {
    private var leaf: WindowLeaf
    private let live: UnsafePointer<UInt64>?
    private let idRank: IdRank
    private let places: UnsafeMutablePointer<UInt32>
    private let scores: UnsafeMutablePointer<UInt32>

    /// How many blocks are looked for by their bounds at most, which takes a look at all bounds each time.
    private static let choiceCountMax = 16

    /// Finds the hits of a segment.
    ///
    /// - Parameter leaf: Which of the search's leaves.
    static func run(
        _ search: borrowing SegmentSearch, leaf: Int, scratch: QueryScratch, collector: inout Collector
    ) {
        let mark = scratch.mark
        defer { scratch.release(to: mark) }
        var engine = unsafe ListEngine(search, leaf, scratch)
        if unsafe collector.isCounting || search.leaves[leaf].bound >= collector.threshold {
            if unsafe search.leaves[leaf].constant == 0 { unsafe engine.leaf.raise(&collector, search) }
            if unsafe collector.isCounting || engine.leaf.state.blockCount == 1 {
                engine.collectAll(&collector)
            } else {
                unsafe engine.collectBest(BlockBounds(engine.leaf, scratch: scratch), &collector)
            }
        }
        unsafe scratch.note(engine.leaf.state)
    }

    private init(_ search: borrowing SegmentSearch, _ leaf: Int, _ scratch: QueryScratch) {
        unsafe self.leaf = unsafe WindowLeaf(search.leaves[leaf], in: search, scratch: scratch)
        unsafe live = search.live
        unsafe idRank = search.idRank
        unsafe places = scratch.candidates
        unsafe scores = scratch.candidateScores
    }

    private mutating func collectAll(_ collector: inout Collector) {
        guard unsafe leaf.find(0) else { return }
        repeat {
            // Once enough are counted, blocks that cannot have better hits are passed over.
            if unsafe collector.isCounting || leaf.blockBound >= collector.threshold { collectBlock(&collector) }
        } while unsafe leaf.state.nextBlock()
    }

    private mutating func collectBest(_ bounds: BlockBounds, _ collector: inout Collector) {
        var choiceCount = 0
        while !collector.isFull, choiceCount < Self.choiceCountMax {
            let best = unsafe Self.largest(bounds.bounds, count: bounds.blockCount)
            guard unsafe bounds.bounds[best] > 0, collectBlock(best, &collector) else { return }
            // A bound of 0 says that the block is done with.
            unsafe bounds.bounds[best] = 0
            choiceCount += 1
        }
        for block in 0..<bounds.blockCount where unsafe bounds.bounds[block] >= max(1, collector.threshold) {
            guard collectBlock(block, &collector) else { return }
        }
    }

    private mutating func collectBlock(_ block: Int, _ collector: inout Collector) -> Bool {
        unsafe leaf.state.stand(at: block)
        collectBlock(&collector)
        return unsafe !leaf.state.isExhausted
    }

    /// Collects the postings of the block where the leaf stands.
    private mutating func collectBlock(_ collector: inout Collector) {
        guard unsafe leaf.load() else { return }
        if unsafe leaf.constant > 0 { collectConstants(&collector) } else { collectScores(&collector) }
        if collector.isCounting { collector.count(liveCount) }
    }

    private func collectScores(_ collector: inout Collector) {
        let count = unsafe leaf.state.count
        // Scores behind the last, up to a multiple of 16, are 0.
        if count & 15 != 0 { for place in count..<(count | 15) + 1 { unsafe leaf.scores[place] = 0 } }
        let found = unsafe Impacts.drain(
            leaf.scores, count: (count + 15) & ~15, atLeast: collector.scoreMin, base: 0, documents: places,
            scores: scores)
        for index in 0..<found {
            let document = unsafe leaf.state.documents[Int(places[index])]
            if let live = unsafe live, unsafe !Bits.contains(live, Int(document)) { continue }
            unsafe collector.push(score: scores[index], rank: idRank[document])
        }
    }

    private func collectConstants(_ collector: inout Collector) {
        guard unsafe leaf.constant >= collector.scoreMin else { return }
        for place in unsafe 0..<leaf.state.count {
            let document = unsafe leaf.state.documents[place]
            if let live = unsafe live, unsafe !Bits.contains(live, Int(document)) { continue }
            unsafe collector.push(score: leaf.constant, rank: idRank[document])
        }
    }

    /// How many of the block's documents are live.
    private var liveCount: Int {
        guard let live = unsafe live else { return unsafe leaf.state.count }
        var count = 0
        for place in unsafe 0..<leaf.state.count {
            if unsafe Bits.contains(live, Int(leaf.state.documents[place])) { count += 1 }
        }
        return count
    }

    /// Where the largest of at least one number is.
    private static func largest(_ numbers: UnsafePointer<UInt32>, count: Int) -> Int {
        var largest = unsafe numbers[0]
        for index in 1..<max(1, count) { largest = unsafe max(largest, numbers[index]) }
        var index = 0
        while unsafe numbers[index] != largest { index += 1 }
        return index
    }
}
