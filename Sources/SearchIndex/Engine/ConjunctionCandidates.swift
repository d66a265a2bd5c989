internal import Packing

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
    private var requiredCount: Int
    private let phraseBound: UInt32
    private let groupCount: Int
    /// Whether scores are wanted, not the number of hits alone.
    let isScoring: Bool
    /// The leaves of the groups in their order, and behind them those that are excluded.
    let leaves: UnsafeMutablePointer<WindowLeaf>
    private let excludedStart: Int
    private var leafCount = 0

    let documents: UnsafeMutablePointer<UInt32>
    let sums: UnsafeMutablePointer<UInt32>
    private let frequencies: UnsafeMutablePointer<UInt32>
    private let scores: UnsafeMutablePointer<UInt32>
    private let copies: UnsafeMutablePointer<UInt32>
    private let numbers: UnsafeMutablePointer<UInt32>
    private let best: UnsafeMutablePointer<UInt32>
    private let scratch: QueryScratch

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
    private func insert(_ group: Group, into index: Int) {
        var place = index
        while place > 0, unsafe groups[place - 1].postingCount > group.postingCount {
            unsafe groups[place] = groups[place - 1]
            place -= 1
        }
        unsafe groups[place] = group
    }

    private func addUpBounds() {
        var rest: UInt32 = 0
        for index in unsafe (0..<groupCount).reversed() {
            if unsafe index == requiredCount - 1 { unsafe rest += phraseBound }
            unsafe groups[index].rest = rest
            unsafe rest += groups[index].bound
        }
    }

    /// Requires the optional groups without which no document scores enough.
    ///
    /// - Returns: Whether another group is now the rarest.
    mutating func require(threshold: UInt32) -> Bool {
        guard unsafe requiredCount < groupCount else { return false }
        let first = unsafe groups[0].first
        let all = unsafe groups[0].rest + groups[0].bound
        var isChanged = false
        var index = unsafe requiredCount
        while unsafe index < groupCount {
            let group = unsafe groups[index]
            if all - group.bound < threshold {
                unsafe groups[index] = groups[requiredCount]
                unsafe insert(group, into: requiredCount)
                unsafe requiredCount += 1
                isChanged = true
            }
            index += 1
        }
        if isChanged { unsafe addUpBounds() }
        return unsafe groups[0].first != first
    }

    /// Tells the scratch memory when a list turned out to be damaged.
    func note(_ scratch: QueryScratch) {
        for index in unsafe 0..<leafCount { unsafe scratch.note(leaves[index].state) }
    }

    /// Keeps the candidates from a document on.
    func keep(_ count: Int, from first: UInt32) -> Int {
        var index = 0
        while index < count, unsafe documents[index] < first { index += 1 }
        guard index > 0 else { return count }
        for place in index..<count {
            unsafe documents[place - index] = documents[place]
            unsafe sums[place - index] = sums[place]
        }
        return count - index
    }

    /// Keeps the candidates that score so much so far.
    func keep(_ count: Int, scoreMin: UInt32) -> Int {
        let (documents, sums) = unsafe (documents, sums)
        var kept = 0
        for index in 0..<count {
            let sum = unsafe sums[index]
            unsafe documents[kept] = documents[index]
            unsafe sums[kept] = sum
            kept &+= sum >= scoreMin ? 1 : 0
        }
        return kept
    }

    /// Decides on candidates that have the first group, and hands the hits over.
    ///
    /// - Parameter count: How many there are.
    mutating func finish(
        _ count: Int, _ search: borrowing SegmentSearch, _ parts: ConjunctionParts, _ collector: inout Collector
    ) {
        let threshold = collector.threshold
        var count = count
        if let live = unsafe search.live { count = unsafe keep(count, in: live) }
        for index in unsafe 0..<parts.filters.count { count = unsafe keep(count, in: parts.filters[index]) }
        for index in unsafe 1..<requiredCount {
            guard count > 0 else { return }
            let group = unsafe groups[index]
            count = unsafe group.count == 1 ? keepSingle(count, group) : keepSeveral(count, group, isRequired: true)
            if threshold > group.rest, threshold &- group.rest > 1 {
                count = unsafe keep(count, scoreMin: threshold &- group.rest)
            }
        }
        for index in unsafe excludedStart..<leafCount {
            guard count > 0 else { return }
            count = unsafe leaves[index].state.subtract(
                documents, sums, count: count, copies: copies, numbers: numbers, scratch)
        }
        for index in unsafe 0..<parts.phrases.count {
            guard count > 0 else { return }
            let rest = unsafe groups[requiredCount - 1].rest
            count = unsafe keep(count, with: parts.phrases[index], scoreMin: threshold > rest ? threshold - rest : 0)
        }
        for index in unsafe requiredCount..<groupCount {
            guard count > 0 else { return }
            let group = unsafe groups[index]
            count = unsafe keepSeveral(count, group, isRequired: false)
            if threshold > group.rest, threshold &- group.rest > 1 {
                count = unsafe keep(count, scoreMin: threshold &- group.rest)
            }
        }
        if unsafe isScoring {
            unsafe HitPushing.push(documents, sums, count: count, idRank: search.idRank, to: &collector)
        }
        collector.count(count)
    }

    /// Keeps the candidates in a set.
    private func keep(_ count: Int, in words: UnsafePointer<UInt64>) -> Int {
        let (documents, sums) = unsafe (documents, sums)
        var kept = 0
        for index in 0..<count {
            let document = unsafe documents[index]
            unsafe documents[kept] = document
            unsafe sums[kept] = sums[index]
            kept &+= unsafe Bits.contains(words, Int(document)) ? 1 : 0
        }
        return kept
    }

    /// Keeps the candidates that have a phrase, and adds what it scores.
    ///
    /// - Parameter scoreMin: Those that score less so far are given up.
    private func keep(_ count: Int, with phrase: PhraseSource, scoreMin: UInt32) -> Int {
        var kept = 0
        for index in 0..<count {
            let (document, sum) = unsafe (documents[index], sums[index])
            if unsafe isScoring, sum < scoreMin { continue }
            let score = unsafe phrase.score(of: document, scratch)
            guard score > 0 else { continue }
            unsafe documents[kept] = document
            unsafe sums[kept] = sum &+ score
            kept += 1
        }
        return kept
    }

    /// Keeps the candidates that the only leaf of a group has, and adds what they score.
    private func keepSingle(_ count: Int, _ group: Group) -> Int {
        let leaf = unsafe leaves + group.first
        let constant = unsafe isScoring ? leaf.pointee.constant : 1
        let kept = unsafe leaf.pointee.state.intersect(
            documents, sums, count: count, frequencies: constant > 0 ? nil : frequencies, scratch)
        guard unsafe isScoring, !group.isOfPhrase else { return kept }
        if constant > 0 {
            for index in 0..<kept { unsafe sums[index] &+= constant }
        } else {
            unsafe leaf.pointee.scores(of: documents, frequencies, count: kept, into: scores)
            for index in 0..<kept { unsafe sums[index] &+= scores[index] }
        }
        return kept
    }

    /// Adds what the best leaf of a group scores; keeps the candidates that have one, where one is required.
    private func keepSeveral(_ count: Int, _ group: Group, isRequired: Bool) -> Int {
        unsafe best.update(repeating: 0, count: count)
        for index in group.first..<group.first + group.count {
            let leaf = unsafe leaves + index
            for index in 0..<count {
                unsafe copies[index] = documents[index]
                unsafe numbers[index] = UInt32(truncatingIfNeeded: index)
            }
            let constant = unsafe isScoring ? leaf.pointee.constant : 1
            let found = unsafe leaf.pointee.state.intersect(
                copies, numbers, count: count, frequencies: constant > 0 ? nil : frequencies, scratch)
            if constant > 0 {
                for index in 0..<found {
                    let number = unsafe Int(numbers[index])
                    unsafe best[number] = max(best[number], constant)
                }
            } else {
                unsafe leaf.pointee.scores(of: copies, frequencies, count: found, into: scores)
                for index in 0..<found {
                    let number = unsafe Int(numbers[index])
                    unsafe best[number] = max(best[number], scores[index])
                }
            }
        }
        var kept = 0
        for index in 0..<count {
            let score = unsafe best[index]
            unsafe documents[kept] = documents[index]
            unsafe sums[kept] = sums[index] &+ (group.isOfPhrase ? 0 : score)
            kept &+= score > 0 || !isRequired ? 1 : 0
        }
        return kept
    }
}
