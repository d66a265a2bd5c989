internal import Packing

/// Searches one list of postings.
enum ListEngine {
    /// Finds the hits of a segment.
    ///
    /// - Parameter leaf: Which of the search's leaves.
    static func run(
        _ search: borrowing SegmentSearch, leaf: Int, scratch: QueryScratch, collector: inout Collector
    ) {
        let mark = scratch.mark
        defer { scratch.release(to: mark) }
        var leaf = unsafe WindowLeaf(search.leaves[leaf], in: search, scratch: scratch)
        guard unsafe leaf.find(0) else { return unsafe scratch.note(leaf.state) }
        while unsafe leaf.load() {
            var hitCount = 0
            for index in unsafe 0..<leaf.state.count {
                let document = unsafe leaf.state.documents[index]
                if let live = unsafe search.live, unsafe !Bits.contains(live, Int(document)) { continue }
                hitCount += 1
                unsafe collector.push(score: leaf.scores[index], rank: search.idRank[document])
            }
            collector.count(hitCount)
            guard unsafe leaf.state.nextBlock() else { break }
        }
        unsafe scratch.note(leaf.state)
    }
}
