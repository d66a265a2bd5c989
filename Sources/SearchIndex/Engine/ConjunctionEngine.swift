internal import Packing

/// Searches for documents that have all of several groups of leaves, and none of the excluded leaves.
///
/// A document scores the sum over its groups of the best of a group's leaves, and what its phrases score.
///
/// The rarest group leads: a block of its postings at a time, documents are kept that the others have, too. Where hits need
/// not be counted, those are given up on the way that cannot score enough, and blocks that have no other.
enum ConjunctionEngine {
    /// Finds the hits of a segment.
    static func run(
        _ search: borrowing SegmentSearch, _ parts: ConjunctionParts, scratch: QueryScratch,
        collector: inout Collector
    ) {
        let mark = scratch.mark
        defer { scratch.release(to: mark) }
        if collector.capacity > 0, unsafe parts.isPhrase, unsafe PhraseEngine.isPossible(parts.phrases[0]) {
            unsafe PhraseEngine.run(search, parts.phrases[0], scratch: scratch, collector: &collector)
            return
        }
        if unsafe collector.capacity == 0 || !parts.phrases.isEmpty {
            unsafe ConjunctionWindows.run(search, parts, scratch: scratch, collector: &collector)
            return
        }
        var candidates = unsafe ConjunctionCandidates(search, parts, scratch: scratch)
        if unsafe candidates.groups[0].count == 1 {
            unsafe runBlocks(search, parts, scratch, &candidates, &collector)
        } else {
            unsafe runWindows(search, parts, scratch, &candidates, &collector)
        }
        unsafe candidates.note(scratch)
    }

    /// Looks at the blocks of the only list of the rarest group.
    private static func runBlocks(
        _ search: borrowing SegmentSearch, _ parts: ConjunctionParts, _ scratch: QueryScratch,
        _ candidates: inout ConjunctionCandidates, _ collector: inout Collector
    ) {
        let lead = unsafe candidates.leaves
        let rest = unsafe candidates.groups[0].rest
        guard unsafe lead.pointee.find(0) else { return }
        repeat {
            let threshold = collector.threshold
            let scoreMin = threshold > rest ? threshold &- rest : 0
            if scoreMin > 1, unsafe lead.pointee.blockBound < scoreMin { continue }
            guard unsafe lead.pointee.load() else { break }
            var count = unsafe lead.pointee.state.count
            if unsafe lead.pointee.state.kind == .packed {
                unsafe Columns.natural(lead.pointee.state.documents, into: candidates.documents)
                unsafe Columns.natural(lead.pointee.scores, into: candidates.sums)
            } else {
                unsafe candidates.documents.update(from: lead.pointee.state.documents, count: count)
                unsafe candidates.sums.update(from: lead.pointee.scores, count: count)
            }
            if scoreMin > 1 { count = unsafe candidates.keep(count, scoreMin: scoreMin) }
            unsafe candidates.finish(count, search, parts, &collector)
        } while unsafe lead.pointee.state.nextBlock()
    }

    /// Looks at windows of documents that have any leaf of the rarest group.
    private static func runWindows(
        _ search: borrowing SegmentSearch, _ parts: ConjunctionParts, _ scratch: QueryScratch,
        _ candidates: inout ConjunctionCandidates, _ collector: inout Collector
    ) {
        let leaves = unsafe candidates.leaves
        let leafCount = unsafe candidates.groups[0].count
        let rest = unsafe candidates.groups[0].rest
        let documentCount = unsafe search.view.documentCount
        var start: UInt32 = 0
        while true {
            var first = UInt32.max
            for leaf in 0..<leafCount where unsafe leaves[leaf].find(start) {
                first = unsafe min(first, max(start, leaves[leaf].state.firstDocument))
            }
            guard first < documentCount else { return }
            start = first & ~63
            let count = min(scratch.windowSize, Int((documentCount - start + 63) & ~63))
            for leaf in 0..<leafCount {
                unsafe leaves[leaf].takeMaximum(from: start, count: count, into: scratch.maxima)
            }
            let threshold = collector.threshold
            let found = unsafe Impacts.drain(
                scratch.maxima, count: count, atLeast: threshold > rest ? threshold &- rest : 1, base: start,
                documents: candidates.documents, scores: candidates.sums)
            unsafe candidates.finish(found, search, parts, &collector)
            start &+= UInt32(truncatingIfNeeded: count)
            guard start < documentCount else { return }
        }
    }
}
