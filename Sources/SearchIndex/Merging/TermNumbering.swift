/// The numbers that the terms of several segments get in the one made of them: their places in the common order, those
/// left out that no live document has.
struct TermNumbering {
    static let none = UInt32.max

    /// For each source, the new number of each term, or ``none``. They ascend.
    private(set) var ordinals: [[UInt32]]
    /// In how many live documents each of the new terms is.
    private(set) var documentCounts: [UInt32] = []

    init(_ sources: [SegmentMerger.Source]) throws(IndexError) {
        ordinals = sources.map { [UInt32](repeating: Self.none, count: $0.reader.terms.count) }
        var counter = LiveCounter()
        var merge = try KeyMerge(sources.map(\.reader.terms))
        while merge.key != nil {
            var count: UInt32 = 0
            for source in merge.sources {
                count += try counter.liveCount(of: merge.cursor(of: source).term.list, in: sources[source])
            }
            if count > 0 {
                let number = UInt32(documentCounts.count)
                for source in merge.sources { ordinals[source][Int(merge.cursor(of: source).term.ordinal)] = number }
                documentCounts.append(count)
            }
            try merge.advance()
        }
    }
}

/// Counts the live documents of lists of postings.
@safe private struct LiveCounter: ~Copyable {
    // The memory belongs to the value alone, which frees it.

    private let buffers: UnsafeMutablePointer<UInt32>

    init() { unsafe buffers = .allocate(capacity: ListState.bufferCount) }

    deinit { unsafe buffers.deallocate() }

    mutating func liveCount(of list: ListRef, in source: SegmentMerger.Source) throws(IndexError) -> UInt32 {
        guard let live = source.live else { return list.documentCount }
        var state = unsafe ListState(list, in: source.reader.view, buffers: buffers)
        var count: UInt32 = 0
        while !state.isExhausted {
            state.loadDocuments()
            for index in 0..<state.count {
                if unsafe live.contains(state.documents[index]) { count += 1 }
            }
            _ = state.nextBlock()
        }
        if state.isDamaged { throw source.reader.damaged(list) }
        return count
    }
}
