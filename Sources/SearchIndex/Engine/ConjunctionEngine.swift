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
        if unsafe parts.isPhrase {
            unsafe PhraseEngine.run(search, parts.phrases[0], scratch: scratch, collector: &collector)
            return
        }
        for index in unsafe 0..<parts.phrases.count where unsafe parts.phrases[index].documentCountMax == 0 { return }
        var candidates = unsafe ConjunctionCandidates(
            search, parts, isScoring: collector.capacity > 0, scratch: scratch)
        var next: UInt32? = 0
        while let first = next {
            next =
                unsafe candidates.groups[0].count == 1
                ? runBlocks(from: first, search, parts, &candidates, &collector)
                : runWindows(from: first, search, parts, scratch, &candidates, &collector)
        }
        unsafe candidates.note(scratch)
    }

    /// Looks at the blocks of the only list of the rarest group.
    ///
    /// - Returns: From which document on to look once more, since another group leads now, or this one with fewer leaves.
    private static func runBlocks(
        from first: UInt32, _ search: borrowing SegmentSearch, _ parts: ConjunctionParts,
        _ candidates: inout ConjunctionCandidates, _ collector: inout Collector
    ) -> UInt32? {
        let lead = unsafe candidates.leaves + candidates.groups[0].first
        let isScoring = unsafe candidates.isScoring
        guard unsafe lead.pointee.find(first) else { return nil }
        repeat {
            let threshold = collector.threshold
            let rest = unsafe candidates.groups[0].rest
            let scoreMin = threshold > rest ? threshold &- rest : 0
            if scoreMin > 1, unsafe lead.pointee.blockBound < scoreMin { continue }
            if isScoring {
                guard unsafe lead.pointee.load() else { break }
            } else {
                unsafe lead.pointee.state.loadDocuments()
                guard unsafe !lead.pointee.state.isExhausted else { break }
            }
            var count = unsafe lead.pointee.copy(candidates.documents, isScoring ? candidates.sums : nil)
            if unsafe candidates.groups[0].isOfPhrase { unsafe candidates.sums.update(repeating: 0, count: count) }
            if unsafe candidates.documents[0] < first { count = unsafe candidates.keep(count, from: first) }
            if scoreMin > 1 { count = unsafe candidates.keep(count, scoreMin: scoreMin) }
            unsafe candidates.finish(count, search, parts, &collector)
            let next = unsafe lead.pointee.state.lastDocument &+ 1
            switch unsafe candidates.tighten(threshold: collector.threshold, from: next, search) {
            case .nothing: break
            case .lead: return next
            case .end: return nil
            }
        } while unsafe lead.pointee.state.nextBlock()
        return nil
    }

    /// Looks at windows of documents that have any leaf of the rarest group.
    ///
    /// - Returns: As `runBlocks`.
    private static func runWindows(
        from first: UInt32, _ search: borrowing SegmentSearch, _ parts: ConjunctionParts, _ scratch: QueryScratch,
        _ candidates: inout ConjunctionCandidates, _ collector: inout Collector
    ) -> UInt32? {
        let leaves = unsafe candidates.leaves + candidates.groups[0].first
        let leafCount = unsafe candidates.groups[0].count
        let documentCount = unsafe search.view.documentCount
        // As many documents as have about one block's postings, so that what hits have to score is soon known.
        let postingCount = unsafe max(1, candidates.groups[0].postingCount)
        let width = (BlockEncoder.blockCount * Int(documentCount) / postingCount + 63) & ~63
        let windowSize = min(scratch.windowSize, max(256, width))
        var start = first
        while true {
            var next = UInt32.max
            for leaf in 0..<leafCount {
                if let first = unsafe leaves[leaf].state.firstDocument(from: start) { next = min(next, first) }
            }
            guard next < documentCount else { return nil }
            start = next & ~63
            let count = min(windowSize, Int((documentCount - start + 63) & ~63))
            for leaf in 0..<leafCount {
                unsafe leaves[leaf].takeMaximum(from: start, count: count, into: scratch.maxima)
            }
            let (threshold, rest) = unsafe (collector.threshold, candidates.groups[0].rest)
            var found = unsafe Impacts.drain(
                scratch.maxima, count: count, atLeast: threshold > rest ? threshold &- rest : 1, base: start,
                documents: candidates.documents, scores: candidates.sums)
            if unsafe candidates.groups[0].isOfPhrase { unsafe candidates.sums.update(repeating: 0, count: found) }
            if start < first { found = unsafe candidates.keep(found, from: first) }
            unsafe candidates.finish(found, search, parts, &collector)
            start &+= UInt32(truncatingIfNeeded: count)
            guard start < documentCount else { return nil }
            switch unsafe candidates.tighten(threshold: collector.threshold, from: start, search) {
            case .nothing: break
            case .lead: return start
            case .end: return nil
            }
        }
    }
}
