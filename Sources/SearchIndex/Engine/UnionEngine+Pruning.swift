internal import Packing

extension UnionEngine {
    /// Finds the hits of a window that reach the score to reach; not all others.
    mutating func findBest(from start: UInt32, count: Int, _ collector: inout Collector) {
        let threshold = collector.threshold
        let bounds = unsafe self.bounds ?? makeBounds()
        let sum = unsafe boundGroups(bounds, from: start, count: count)
        guard sum >= threshold else { return }
        sortGroups()
        var rest: UInt32 = 0
        var restCount = 0
        var restBlockCount = 0
        while restCount < groupCount {
            let group = unsafe order[restCount]
            guard unsafe rest &+ groupBounds[group] < threshold else { break }
            unsafe rest &+= groupBounds[group]
            unsafe restBlockCount &+= blockCounts[group]
            restCount &+= 1
        }
        addGroups(restCount..<groupCount, from: start, count: count)
        if restBlockCount > 0 {
            let found = unsafe Impacts.count(scratch.sums, count: count, atLeast: threshold &- rest)
            if found > Self.candidatesPerBlockMax * restBlockCount {
                // Adding up all postings takes less time than so many look-ups.
                addGroups(0..<restCount, from: start, count: count)
                restCount = 0
                rest = 0
            }
        }
        let found = unsafe Impacts.drain(
            scratch.sums, count: count, atLeast: threshold &- rest, base: start, documents: scratch.candidates,
            scores: scratch.candidateScores)
        unsafe settle(found, restCount: restCount, rest: rest, bounds, &collector)
    }

    /// How many candidates a block is looked up for at most.
    private static var candidatesPerBlockMax: Int { 6 }

    /// Adds what groups score, by their places in `order`.
    @inline(__always)
    private func addGroups(_ places: Range<Int>, from start: UInt32, count: Int) {
        for place in places {
            let group = unsafe order[place]
            if unsafe groupBounds[group] > 0 { unsafe add(groups[group], from: start, count: count) }
        }
    }

    /// Brings candidates, whose scores are those of the essential groups, to their whole scores, one after the other, and
    /// pushes the hits.
    ///
    /// - Parameters:
    ///   - count: How many candidates there are.
    ///   - restCount: How many groups of `order` are not essential.
    ///   - rest: What these score together at most.
    private func settle(
        _ count: Int, restCount: Int, rest: UInt32, _ bounds: UnsafeMutablePointer<BlockBounds>,
        _ collector: inout Collector
    ) {
        var threshold = collector.threshold
        next: for index in 0..<count {
            let document = unsafe scratch.candidates[index]
            var score = unsafe scratch.candidateScores[index]
            var rest = rest
            if let live = unsafe live, unsafe !Bits.contains(live, Int(document)) { continue }
            var place = restCount
            while place > 0 {
                guard score &+ rest >= threshold else { continue next }
                place &-= 1
                let group = unsafe order[place]
                let bound = unsafe groupBounds[group]
                rest &-= bound
                if bound > 0 {
                    score &+= unsafe self.score(groups[group], document, bounds, required: threshold &- rest &- score)
                }
            }
            guard score >= threshold else { continue }
            for leaf in excluded where unsafe leaves[leaf].state.contains(document) { continue next }
            unsafe collector.push(score: score, rank: idRank[document])
            threshold = collector.threshold
        }
    }

    /// What a group scores in a document; any smaller number when that is less than required.
    @inline(__always)
    private func score(
        _ group: LeafGroup, _ document: UInt32, _ bounds: UnsafeMutablePointer<BlockBounds>, required: UInt32
    ) -> UInt32 {
        let first = unsafe leaves + group.start
        let firstBounds = unsafe bounds + group.start
        var best: UInt32 = 0
        for leaf in 0..<group.count {
            // A block that cannot help is not opened.
            guard unsafe first[leaf].find(document) else { continue }
            let bound = unsafe firstBounds[leaf].bounds[first[leaf].state.blockIndex]
            guard Int32(bitPattern: bound) >= Int32(bitPattern: required), bound > best else { continue }
            best = unsafe max(best, first[leaf].score(of: document))
        }
        return best
    }

    /// Computes what each group scores in a window at most; returns the sum.
    @inline(__always)
    private func boundGroups(_ bounds: UnsafeMutablePointer<BlockBounds>, from start: UInt32, count: Int) -> UInt32 {
        let end = start &+ UInt32(truncatingIfNeeded: count)
        var sum: UInt32 = 0
        for number in 0..<groupCount {
            let group = unsafe groups[number]
            var bound: UInt32 = 0
            var blockCount = 0
            for leaf in group.start..<group.start &+ group.count {
                let found = unsafe bounds[leaf].bound(from: start, to: end)
                bound = max(bound, found.bound)
                blockCount &+= found.blockCount
            }
            unsafe groupBounds[number] = bound
            unsafe blockCounts[number] = blockCount
            sum &+= bound
        }
        return sum
    }

    /// Brings the groups into the order of their bounds. From window to window it changes little.
    private func sortGroups() {
        for index in 1..<max(1, groupCount) {
            let group = unsafe order[index]
            let bound = unsafe groupBounds[group]
            var place = index
            while place > 0, unsafe groupBounds[order[place &- 1]] > bound {
                unsafe order[place] = order[place &- 1]
                place &-= 1
            }
            unsafe order[place] = group
        }
    }

    /// Computes the bounds of all blocks.
    private mutating func makeBounds() -> UnsafeMutablePointer<BlockBounds> {
        var leafCount = 0
        for group in 0..<groupCount { leafCount = unsafe max(leafCount, groups[group].leaves.upperBound) }
        let bounds = unsafe scratch.take(BlockBounds.self, count: leafCount)
        for group in 0..<groupCount {
            for leaf in unsafe groups[group].leaves {
                unsafe (bounds + leaf).initialize(to: BlockBounds(leaves[leaf], scratch: scratch))
            }
        }
        unsafe self.bounds = bounds
        return unsafe bounds
    }
}
