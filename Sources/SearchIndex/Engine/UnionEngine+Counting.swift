internal import Packing

extension UnionEngine {
    /// How many times as many documents a window has where nothing is scored.
    static let countingFactor = 16

    /// Counts hits, as many as are to be counted.
    func countHits(_ collector: inout Collector) {
        var start = 0
        while start < documentCount, collector.isCounting {
            let count = min(Self.countingFactor * scratch.windowSize, (documentCount - start + 63) & ~63)
            let wordCount = count / 64
            unsafe Bits.clear(words, count: wordCount)
            for group in 0..<groupCount {
                for leaf in unsafe groups[group].leaves {
                    unsafe leaves[leaf].bits(from: UInt32(start), count: count, into: words)
                }
            }
            if !excluded.isEmpty { removeExcluded(from: UInt32(start), count: count) }
            if let live = unsafe live { unsafe Bits.and(words, live + start / 64, count: wordCount) }
            collector.count(unsafe Bits.ones(words, count: wordCount))
            start += count
        }
    }

    private func removeExcluded(from start: UInt32, count: Int) {
        let mark = scratch.mark
        defer { scratch.release(to: mark) }
        let others = unsafe scratch.take(UInt64.self, count: count / 64 + 1)
        unsafe Bits.clear(others, count: count / 64)
        for leaf in excluded { unsafe leaves[leaf].bits(from: start, count: count, into: others) }
        unsafe Bits.andNot(words, others, count: count / 64)
    }
}
