internal import Packing

/// Searches for conjunctions by sets of documents, window by window: without scores, and with phrases.
@unsafe struct ConjunctionWindows: ~Copyable {
    /// A group that has to be there, its leaves beside each other.
    struct Group: BitwiseCopyable {
        var start: Int
        var end: Int

        var leaves: Range<Int> { start..<end }
    }

    /// A leaf, which is asked twice: for the documents of a window, and for its score in those that all have.
    struct Leaf: BitwiseCopyable {
        var matching: ListState
        var scoring: ListState
        var weight: Float
        var constant: UInt32
    }

    /// The required groups, the rarest first, and then the optional ones.
    private let groups: UnsafeMutablePointer<Group>
    private let requiredCount: Int
    private let groupCount: Int
    private let leaves: UnsafeMutablePointer<Leaf>
    private var leafCount = 0
    private let excluded: UnsafeMutablePointer<ListState>
    private let excludedCount: Int
    /// The documents of the window that match.
    private let hits: UnsafeMutablePointer<UInt64>
    private let words: UnsafeMutablePointer<UInt64>
    /// What the phrases score.
    private let phraseScores: UnsafeMutablePointer<UInt32>

    /// Finds the hits of a segment window by window.
    static func run(
        _ search: borrowing SegmentSearch, _ parts: ConjunctionParts, scratch: QueryScratch,
        collector: inout Collector
    ) {
        var windows = unsafe ConjunctionWindows(search, parts, scratch: scratch)
        let documentCount = unsafe search.view.documentCount
        var start: UInt32 = 0
        while start < documentCount {
            let end = min(documentCount, start &+ UInt32(scratch.windowSize))
            if unsafe windows.match(start..<end, search, parts, scratch: scratch) {
                unsafe windows.collect(start..<end, search, parts, &collector)
            }
            start = end
        }
        unsafe windows.note(scratch)
    }

    private init(_ search: borrowing SegmentSearch, _ parts: ConjunctionParts, scratch: QueryScratch) {
        unsafe requiredCount = parts.required.count
        unsafe groupCount = parts.required.count + parts.optional.count
        unsafe groups = scratch.take(Group.self, count: groupCount)
        let all = unsafe [parts.required, parts.optional]
        unsafe leaves = scratch.take(
            Leaf.self, count: all.reduce(0) { unsafe $1.reduce($0) { $0 + $1.leaves.count } })
        unsafe excludedCount = parts.excluded.count
        unsafe excluded = scratch.take(ListState.self, count: excludedCount)
        let wordCount = QueryScratch.windowMax / 64 + 1
        unsafe hits = scratch.take(UInt64.self, count: wordCount)
        unsafe words = scratch.take(UInt64.self, count: wordCount)
        unsafe phraseScores = scratch.take(
            UInt32.self, count: parts.phrases.isEmpty ? 0 : QueryScratch.windowMax * parts.phrases.count)
        let required = unsafe parts.required.sorted {
            unsafe Self.documentCount($0, search) < Self.documentCount($1, search)
        }
        for (index, group) in unsafe (required + parts.optional).enumerated() {
            let first = unsafe leafCount
            for leaf in group.leaves {
                unsafe leaves[leafCount] = Self.leaf(search.leaves[leaf], search, scratch)
                unsafe leafCount += 1
            }
            unsafe groups[index] = Group(start: first, end: leafCount)
        }
        for index in unsafe 0..<excludedCount {
            unsafe excluded[index] = Self.state(
                search.leaves[parts.excluded.lowerBound + index].list, search, scratch)
        }
    }

    private static func documentCount(_ group: LeafGroup, _ search: borrowing SegmentSearch) -> Int {
        var count = 0
        for leaf in group.leaves { unsafe count += Int(search.leaves[leaf].list.documentCount) }
        return count
    }

    private static func state(
        _ list: ListRef, _ search: borrowing SegmentSearch, _ scratch: QueryScratch
    ) -> ListState {
        unsafe ListState(list, in: search.view, buffers: scratch.take(UInt32.self, count: ListState.bufferCount))
    }

    private static func leaf(
        _ leaf: WeighedLeaf, _ search: borrowing SegmentSearch, _ scratch: QueryScratch
    ) -> Leaf {
        unsafe Leaf(
            matching: state(leaf.list, search, scratch), scoring: state(leaf.list, search, scratch),
            weight: leaf.weight, constant: leaf.constant)
    }

    /// Finds the documents of a window that match; false when there are none.
    ///
    /// - Parameter window: Behind all windows before, from a multiple of 64 on.
    private mutating func match(
        _ window: Range<UInt32>, _ search: borrowing SegmentSearch, _ parts: ConjunctionParts,
        scratch: QueryScratch
    ) -> Bool {
        let wordCount = (window.count + 63) / 64
        let first = Int(window.lowerBound / 64)
        if let live = unsafe search.live {
            unsafe hits.update(from: live + first, count: wordCount)
        } else {
            unsafe hits.update(repeating: .max, count: wordCount)
        }
        if window.count % 64 != 0 { unsafe hits[wordCount - 1] &= 1 << UInt64(window.count % 64) - 1 }
        for index in unsafe 0..<parts.filters.count {
            unsafe Bits.and(hits, parts.filters[index] + first, count: wordCount)
        }
        for group in unsafe 0..<requiredCount {
            unsafe Bits.clear(words, count: wordCount)
            for leaf in unsafe groups[group].leaves { unsafe leaves[leaf].matching.bits(window, into: words) }
            unsafe Bits.and(hits, words, count: wordCount)
            guard unsafe Bits.ones(hits, count: wordCount) > 0 else { return false }
        }
        if unsafe excludedCount > 0 {
            unsafe Bits.clear(words, count: wordCount)
            for index in unsafe 0..<excludedCount { unsafe excluded[index].bits(window, into: words) }
            unsafe Bits.andNot(hits, words, count: wordCount)
        }
        for index in unsafe 0..<parts.phrases.count {
            guard
                unsafe parts.phrases[index].match(
                    window, within: hits, bits: words, scores: phraseScores + index * QueryScratch.windowMax,
                    scratch: scratch)
            else { return false }
            unsafe Bits.and(hits, words, count: wordCount)
        }
        return unsafe Bits.ones(hits, count: wordCount) > 0
    }

    /// Scores the documents found last and hands them over.
    private mutating func collect(
        _ window: Range<UInt32>, _ search: borrowing SegmentSearch, _ parts: ConjunctionParts,
        _ collector: inout Collector
    ) {
        let wordCount = (window.count + 63) / 64
        if collector.capacity > 0 {
            for word in 0..<wordCount {
                var rest = unsafe hits[word]
                while rest != 0 {
                    let place = word * 64 + rest.trailingZeroBitCount
                    rest &= rest - 1
                    let document = window.lowerBound + UInt32(place)
                    var score: UInt32 = 0
                    for group in unsafe 0..<groupCount {
                        unsafe score += best(of: groups[group].leaves, document, search)
                    }
                    for index in unsafe 0..<parts.phrases.count {
                        unsafe score += phraseScores[index * QueryScratch.windowMax + place]
                    }
                    if score >= collector.scoreMin {
                        unsafe collector.push(score: score, rank: search.idRank[document])
                    }
                }
            }
        }
        unsafe collector.count(Bits.ones(hits, count: wordCount))
    }

    /// Tells the scratch memory when a list turned out to be damaged.
    private func note(_ scratch: QueryScratch) {
        for index in unsafe 0..<leafCount {
            unsafe scratch.note(leaves[index].matching)
            unsafe scratch.note(leaves[index].scoring)
        }
        for index in unsafe 0..<excludedCount { unsafe scratch.note(excluded[index]) }
    }

    /// What the best of several leaves scores in a document; 0 when it has none.
    private func best(of range: Range<Int>, _ document: UInt32, _ search: borrowing SegmentSearch) -> UInt32 {
        var best: UInt32 = 0
        for index in range {
            let leaf = unsafe leaves + index
            let frequency = unsafe leaf.pointee.scoring.probe(document)
            guard frequency > 0 else { continue }
            let factor = unsafe search.normFactors[Int(search.view.norms[Int(document)])]
            let score =
                unsafe leaf.pointee.constant > 0
                ? unsafe leaf.pointee.constant
                : unsafe Impacts.score(frequency: frequency, factor: factor, weight: leaf.pointee.weight)
            best = max(best, score)
        }
        return best
    }
}
