/// The documents of a block or window that may be hits, ascending, with what they score so far, and the groups that decide
/// on them.
@unsafe struct ConjunctionCandidates: ~Copyable {
    /// A group of leaves.
    struct Group: BitwiseCopyable {
        /// Its first leaf, and how many it has.
        var first: Int
        var count: Int
        var postingCount: Int
        /// No document scores more by the group.
        var bound: UInt32
        /// Whether it has lists of a phrase: these tell where it may be, and score nothing.
        var isOfPhrase = false
        /// No document scores more by the groups behind this one, and the phrases where these come behind.
        var rest: UInt32 = 0
    }

    /// The required groups and those of phrases, the rarest first, and then the optional ones.
    let groups: UnsafeMutablePointer<Group>
    var requiredCount: Int
    let phraseBound: UInt32
    let groupCount: Int
    /// Whether scores are wanted, not the number of hits alone.
    let isScoring: Bool
    /// The leaves of the groups in their order, and behind them those that are excluded.
    let leaves: UnsafeMutablePointer<WindowLeaf>
    /// Of each leaf, what no document from the present one on scores more by it.
    let leafBounds: UnsafeMutablePointer<UInt32>
    let excludedStart: Int
    private(set) var leafCount = 0
    /// What bounds were tightened for last.
    var boundsNorm: UInt8 = 0
    var boundsThreshold: UInt32 = 0

    let documents: UnsafeMutablePointer<UInt32>
    let sums: UnsafeMutablePointer<UInt32>
    let frequencies: UnsafeMutablePointer<UInt32>
    let scores: UnsafeMutablePointer<UInt32>
    let copies: UnsafeMutablePointer<UInt32>
    let numbers: UnsafeMutablePointer<UInt32>
    let best: UnsafeMutablePointer<UInt32>
    let scratch: QueryScratch

    init(_ search: borrowing SegmentSearch, _ parts: ConjunctionParts, isScoring: Bool, scratch: QueryScratch) {
        var (requiredCount, leafMax) = unsafe (parts.required.count, parts.excluded.count)
        var phraseBound: UInt32 = 0
        for index in unsafe 0..<parts.phrases.count {
            unsafe requiredCount += parts.phrases[index].groupCount
            unsafe leafMax += parts.phrases[index].listCount
            unsafe phraseBound += parts.phrases[index].bound
        }
        unsafe self.requiredCount = requiredCount
        unsafe self.phraseBound = phraseBound
        // Optional groups decide on nothing but scores.
        let optionalCount = unsafe isScoring ? parts.optional.count : 0
        unsafe groupCount = requiredCount + optionalCount
        unsafe groups = scratch.take(Group.self, count: groupCount)
        unsafe self.isScoring = isScoring
        for index in unsafe 0..<parts.required.count { unsafe leafMax += parts.required[index].count }
        for index in 0..<optionalCount { unsafe leafMax += parts.optional[index].count }
        unsafe leaves = scratch.take(WindowLeaf.self, count: leafMax)
        unsafe leafBounds = scratch.take(UInt32.self, count: leafMax)
        unsafe excludedStart = leafMax - parts.excluded.count
        unsafe documents = scratch.candidates
        unsafe sums = scratch.candidateScores
        let buffer = {
            unsafe scratch.take(UInt32.self, count: QueryScratch.windowMax + QueryScratch.slack)
        }
        unsafe frequencies = buffer()
        unsafe scores = buffer()
        unsafe copies = buffer()
        unsafe numbers = buffer()
        unsafe best = buffer()
        unsafe self.scratch = scratch
        for index in unsafe 0..<parts.required.count { unsafe insert(add(parts.required[index], search), into: index) }
        var added = unsafe parts.required.count
        for index in unsafe 0..<parts.phrases.count {
            for group in unsafe 0..<parts.phrases[index].groupCount {
                unsafe insert(add(group, of: parts.phrases[index], search), into: added)
                added += 1
            }
        }
        for index in 0..<optionalCount { unsafe groups[requiredCount + index] = add(parts.optional[index], search) }
        for leaf in unsafe parts.excluded {
            unsafe leaves[leafCount] = WindowLeaf(search.leaves[leaf], in: search, scratch: scratch)
            unsafe leafCount += 1
        }
        unsafe addUpBounds()
    }

    /// Adds the leaves of a group.
    private mutating func add(_ group: LeafGroup, _ search: borrowing SegmentSearch) -> Group {
        var added = unsafe Group(first: leafCount, count: group.count, postingCount: 0, bound: group.bound)
        for leaf in group.leaves {
            unsafe leaves[leafCount] = WindowLeaf(search.leaves[leaf], in: search, scratch: scratch)
            unsafe leafBounds[leafCount] = search.leaves[leaf].bound
            unsafe added.postingCount += leaves[leafCount].state.postingCount
            unsafe leafCount += 1
        }
        return added
    }

    /// Adds the lists of a group of a phrase.
    private mutating func add(_ number: Int, of phrase: PhraseSource, _ search: borrowing SegmentSearch) -> Group {
        let range = unsafe phrase.groups[number].start..<phrase.groups[number].end
        var added = unsafe Group(first: leafCount, count: range.count, postingCount: 0, bound: 0, isOfPhrase: true)
        for index in range {
            let leaf = unsafe WeighedLeaf(list: phrase.lists[index].list, weight: 0, constant: 1, bound: 1)
            unsafe leaves[leafCount] = WindowLeaf(leaf, in: search, scratch: scratch)
            unsafe added.postingCount += leaves[leafCount].state.postingCount
            unsafe leafCount += 1
        }
        return added
    }

    /// Puts a group among the required ones before it, the rarest first.
    func insert(_ group: Group, into index: Int) {
        var place = index
        while place > 0, unsafe groups[place - 1].postingCount > group.postingCount {
            unsafe groups[place] = groups[place - 1]
            place -= 1
        }
        unsafe groups[place] = group
    }

    /// Tells the scratch memory when a list turned out to be damaged.
    func note(_ scratch: QueryScratch) {
        for index in unsafe 0..<leafCount { unsafe scratch.note(leaves[index].state) }
    }
}
