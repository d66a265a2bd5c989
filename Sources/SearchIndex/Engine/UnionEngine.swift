internal import Packing

/// Searches for documents that match any of several groups of leaves, and none of the excluded leaves.
///
/// A document scores the sum over groups of the best of a group's leaves. Window by window of documents the scores of all
/// postings are added up, and sums that are large enough are hits:
///
///     for each window: for each group: sums[document] += score of each posting
///                      push the documents with sums of at least the score to reach
///
/// 1. Once hits need not be counted, groups are ordered in each window by what their blocks there score at most. As many
///    of the least as do not reach the score to reach together are not essential: no document that has nothing but them is
///    a hit. The others alone are added up, and only sums that could reach it with the help of the rest are looked up
///    there (MaxScore, Turtle and Flood 1995, over windows with bounds of blocks, Ding and Suel 2011).
/// 2. The score to reach does not begin at nothing: threshold points of lists say that so many documents score so much.
/// 3. Where nothing but the number of hits is asked for, nothing is scored: windows are sets of bits.
@safe struct UnionEngine {
    let leaves: UnsafeMutablePointer<WindowLeaf>
    let groups: UnsafePointer<LeafGroup>
    let groupCount: Int
    let excluded: Range<Int>
    let live: UnsafePointer<UInt64>?
    let idRank: IdRank
    let documentCount: Int
    let scratch: QueryScratch
    /// A set of a window's documents, and one word more.
    let words: UnsafeMutablePointer<UInt64>
    /// The bounds of each leaf, once there is a score to reach.
    var bounds: UnsafeMutablePointer<BlockBounds>?
    /// The groups by their bounds in the present window, the least first.
    let order: UnsafeMutablePointer<Int>
    /// The bounds of the groups in the present window.
    let groupBounds: UnsafeMutablePointer<UInt32>
    /// How many blocks the groups have in the present window.
    let blockCounts: UnsafeMutablePointer<Int>

    /// Finds the hits of a segment.
    ///
    /// - Parameters:
    ///   - groups: `groupCount` of them, at least one.
    ///   - excluded: The leaves that no hit matches.
    @unsafe static func run(
        _ search: borrowing SegmentSearch, groups: UnsafePointer<LeafGroup>, groupCount: Int, excluded: Range<Int>,
        scratch: QueryScratch, collector: inout Collector
    ) {
        let mark = scratch.mark
        defer { scratch.release(to: mark) }
        var engine = unsafe UnionEngine(search, groups, groupCount, excluded, scratch)
        unsafe engine.raise(&collector, search)
        if collector.capacity == 0 {
            engine.countHits(&collector)
        } else {
            engine.findHits(&collector)
        }
        unsafe engine.forEachLeaf { leaf in unsafe scratch.note(leaf.pointee.state) }
    }

    private init(
        _ search: borrowing SegmentSearch, _ groups: UnsafePointer<LeafGroup>, _ groupCount: Int,
        _ excluded: Range<Int>, _ scratch: QueryScratch
    ) {
        unsafe self.groups = groups
        self.groupCount = groupCount
        self.excluded = excluded
        self.scratch = scratch
        unsafe live = search.live
        unsafe idRank = search.idRank
        documentCount = unsafe Int(search.view.documentCount)
        var leafCount = excluded.upperBound
        for group in 0..<groupCount { leafCount = unsafe max(leafCount, groups[group].leaves.upperBound) }
        unsafe leaves = scratch.take(WindowLeaf.self, count: leafCount)
        unsafe words = scratch.take(UInt64.self, count: Self.countingFactor * scratch.windowSize / 64 + 1)
        unsafe order = scratch.take(Int.self, count: groupCount)
        unsafe groupBounds = scratch.take(UInt32.self, count: groupCount)
        unsafe blockCounts = scratch.take(Int.self, count: groupCount)
        for group in 0..<groupCount { unsafe order[group] = group }
        let all = unsafe leaves
        unsafe forEachLeaf { leaf in
            unsafe leaf.initialize(to: WindowLeaf(search.leaves[leaf - all], in: search, scratch: scratch))
        }
    }

    @inline(__always)
    private func forEachLeaf(_ body: (UnsafeMutablePointer<WindowLeaf>) -> Void) {
        for group in 0..<groupCount {
            for leaf in unsafe groups[group].leaves { unsafe body(leaves + leaf) }
        }
        for leaf in excluded { unsafe body(leaves + leaf) }
    }

    private func raise(_ collector: inout Collector, _ search: borrowing SegmentSearch) {
        guard excluded.isEmpty, !collector.isCounting else { return }
        for group in 0..<groupCount {
            for leaf in unsafe groups[group].leaves { unsafe leaves[leaf].raise(&collector, search) }
        }
    }

    private mutating func findHits(_ collector: inout Collector) {
        var start = 0
        while start < documentCount {
            let count = min(scratch.windowSize, (documentCount - start + 63) & ~63)
            // A score to reach of 1 rules nothing out.
            if collector.threshold > 1 {
                findBest(from: UInt32(start), count: count, &collector)
            } else {
                findAll(from: UInt32(start), count: count, &collector)
            }
            start += count
        }
    }

    /// Adds what a group scores, in each document the best of its leaves, to the sums.
    @inline(__always)
    func add(_ group: LeafGroup, from start: UInt32, count: Int) {
        let first = unsafe leaves + group.start
        if group.count == 1 { return unsafe first.pointee.add(from: start, count: count, into: scratch.sums) }
        for leaf in 0..<group.count {
            unsafe first[leaf].takeMaximum(from: start, count: count, into: scratch.maxima)
        }
        unsafe Impacts.absorb(scratch.maxima, count: count, into: scratch.sums)
    }

    /// Finds all hits of a window.
    private func findAll(from start: UInt32, count: Int, _ collector: inout Collector) {
        for group in 0..<groupCount { unsafe add(groups[group], from: start, count: count) }
        if !excluded.isEmpty {
            unsafe Bits.clear(words, count: count / 64)
            for leaf in excluded { unsafe leaves[leaf].bits(from: start, count: count, into: words) }
            for word in 0..<count / 64 { unsafe words[word] = ~words[word] }
            unsafe Impacts.mask(scratch.sums, count: count, words)
        }
        if let live = unsafe live { unsafe Impacts.mask(scratch.sums, count: count, live + Int(start >> 6)) }
        let hitCount = collector.isCounting ? unsafe Impacts.nonZeroCount(scratch.sums, count: count) : 0
        let found = unsafe Impacts.drain(
            scratch.sums, count: count, atLeast: collector.scoreMin, base: start, documents: scratch.candidates,
            scores: scratch.candidateScores)
        unsafe HitPushing.push(
            scratch.candidates, scratch.candidateScores, count: found, idRank: idRank, to: &collector)
        collector.count(hitCount)
    }
}

/// Hands hits to a collector.
enum HitPushing {
    /// Pushes documents with their scores.
    @inline(__always) @unsafe
    static func push(
        _ documents: UnsafePointer<UInt32>, _ scores: UnsafePointer<UInt32>, count: Int, idRank: IdRank,
        to collector: inout Collector
    ) {
        for index in 0..<count where unsafe scores[index] >= collector.scoreMin {
            unsafe collector.push(score: scores[index], rank: idRank[documents[index]])
        }
    }
}
