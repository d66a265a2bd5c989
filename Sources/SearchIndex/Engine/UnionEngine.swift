internal import Packing

/// Searches for documents that match any of several groups of leaves, and none of the excluded leaves.
///
/// A document scores the sum over groups of the best of a group's leaves.
enum UnionEngine {
    /// Finds the hits of a segment.
    ///
    /// - Parameters:
    ///   - groups: `groupCount` of them, at least one.
    ///   - excluded: The leaves that no hit matches.
    static func run(
        _ search: borrowing SegmentSearch, groups: UnsafePointer<LeafGroup>, groupCount: Int, excluded: Range<Int>,
        scratch: QueryScratch, collector: inout Collector
    ) {
        let mark = scratch.mark
        defer { scratch.release(to: mark) }
        var leafCount = excluded.upperBound
        for group in 0..<groupCount { leafCount = unsafe max(leafCount, groups[group].leaves.upperBound) }
        let leaves = unsafe scratch.take(WindowLeaf.self, count: leafCount)
        for group in 0..<groupCount {
            for leaf in unsafe groups[group].leaves {
                unsafe leaves[leaf] = WindowLeaf(search.leaves[leaf], in: search, scratch: scratch)
            }
        }
        for leaf in excluded {
            unsafe leaves[leaf] = WindowLeaf(search.leaves[leaf], in: search, scratch: scratch)
        }
        let words = unsafe scratch.take(UInt64.self, count: scratch.windowSize / 64 + 1)
        let windows = unsafe WindowGroups(leaves: leaves)
        let documentCount = unsafe Int(search.view.documentCount)
        var start = 0
        while start < documentCount {
            let count = min(scratch.windowSize, (documentCount - start + 63) & ~63)
            let first = UInt32(start)
            for group in 0..<groupCount {
                unsafe windows.add(
                    groups[group], from: first, count: count, maxima: scratch.maxima, into: scratch.sums)
            }
            if !excluded.isEmpty {
                unsafe Bits.clear(words, count: count / 64)
                for leaf in excluded { unsafe leaves[leaf].bits(from: first, count: count, into: words) }
                for word in 0..<count / 64 { unsafe words[word] = ~words[word] }
                unsafe Impacts.mask(scratch.sums, count: count, words)
            }
            if let live = unsafe search.live { unsafe Impacts.mask(scratch.sums, count: count, live + start / 64) }
            let hitCount = unsafe Impacts.nonZeroCount(scratch.sums, count: count)
            let found = unsafe Impacts.drain(
                scratch.sums, count: count, atLeast: collector.scoreMin, base: first, documents: scratch.candidates,
                scores: scratch.candidateScores)
            unsafe HitPushing.push(
                scratch.candidates, scratch.candidateScores, count: found, idRank: search.idRank, to: &collector)
            collector.count(hitCount)
            start += count
        }
        for group in 0..<groupCount {
            for leaf in unsafe groups[group].leaves { unsafe scratch.note(leaves[leaf].state) }
        }
        for leaf in excluded { unsafe scratch.note(leaves[leaf].state) }
    }
}

/// Hands hits to a collector.
enum HitPushing {
    /// Pushes documents with their scores.
    static func push(
        _ documents: UnsafePointer<UInt32>, _ scores: UnsafePointer<UInt32>, count: Int, idRank: IdRank,
        to collector: inout Collector
    ) {
        for index in 0..<count where unsafe scores[index] >= collector.scoreMin {
            unsafe collector.push(score: scores[index], rank: idRank[documents[index]])
        }
    }
}
