/// The numbers that the terms of several segments get in the one made of them: their places in the common order, those
/// left out that no live document has.
struct TermNumbering {
    /// For each source, the new number of each term, or ``SegmentMerger/noTerm``. They ascend.
    private(set) var ordinals: [[UInt32]]

    init(_ sources: [SegmentMerger.Source]) throws(IndexError) {
        ordinals = sources.map { [UInt32](repeating: SegmentMerger.noTerm, count: $0.reader.terms.count) }
        var finder = LiveFinder()
        var merge = try LexiconMerge(sources.map(\.reader.terms))
        var next: UInt32 = 0
        while merge.key != nil {
            var isLive = false
            for source in merge.sources where !isLive {
                isLive = try finder.isAnyLive(of: merge.term(of: source).list, in: sources[source])
            }
            if isLive {
                for source in merge.sources { ordinals[source][Int(merge.term(of: source).ordinal)] = next }
                next += 1
            }
            try merge.advance()
        }
    }
}

/// Looks for a live document in lists of postings.
@safe private struct LiveFinder: ~Copyable {
    // The memory belongs to the value alone, which frees it.

    private let buffers: UnsafeMutablePointer<UInt32>

    init() { unsafe buffers = .allocate(capacity: ListState.bufferCount) }

    deinit { unsafe buffers.deallocate() }

    mutating func isAnyLive(of list: ListRef, in source: SegmentMerger.Source) throws(IndexError) -> Bool {
        guard let live = source.live else { return true }
        var state = unsafe ListState(list, in: source.reader.view, buffers: buffers)
        while !state.isExhausted {
            state.loadDocuments()
            for index in 0..<state.count {
                if unsafe live.contains(state.documents[index]) { return true }
            }
            _ = state.nextBlock()
        }
        if state.isDamaged { throw source.reader.damaged(list) }
        return false
    }
}
