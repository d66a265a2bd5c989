internal import Packing

extension UnionEngine {
    /// Finds the hits of a window that reach the score to reach; not all others.
    mutating func findBest(from start: UInt32, count: Int, _ collector: inout Collector) {
        let threshold = collector.threshold
        let bounds = unsafe self.bounds ?? makeBounds()
        var sum: UInt32 = 0
        for group in 0..<groupCount {
            let bound = unsafe Self.bound(bounds, groups[group], from: start, count: count)
            unsafe groupBounds[group] = bound
            sum &+= bound
        }
        guard sum >= threshold else { return }
        sortGroups()
        var rest: UInt32 = 0
        var restCount = 0
        while restCount < groupCount {
            let bound = unsafe groupBounds[order[restCount]]
            guard rest &+ bound < threshold else { break }
            rest &+= bound
            restCount &+= 1
        }
        for place in restCount..<groupCount {
            let group = unsafe order[place]
            if unsafe groupBounds[group] > 0 { unsafe add(groups[group], from: start, count: count) }
        }
        var found = unsafe Impacts.drain(
            scratch.sums, count: count, atLeast: threshold &- rest, base: start, documents: scratch.candidates,
            scores: scratch.candidateScores)
        if let live = unsafe live { found = keep(found) { unsafe Bits.contains(live, Int($0)) } }
        while restCount > 0, found > 0 {
            restCount &-= 1
            let group = unsafe order[restCount]
            let bound = unsafe groupBounds[group]
            rest &-= bound
            guard bound > 0 else { continue }
            found = unsafe addProbing(groups[group], bound, bounds, found, required: threshold &- rest)
        }
        for leaf in excluded {
            let leaf = unsafe leaves + leaf
            found = keep(found) { unsafe !leaf.pointee.state.contains($0) }
        }
        unsafe HitPushing.push(
            scratch.candidates, scratch.candidateScores, count: found, idRank: idRank, to: &collector)
    }

    /// Adds what a group scores to the scores of candidates, and leaves only those that score enough then.
    ///
    /// - Parameters:
    ///   - bound: What the group scores in the window at most.
    ///   - required: The score that a candidate needs with this group, to reach the score to reach with the groups after it.
    /// - Returns: How many are left; they stand first.
    private func addProbing(
        _ group: LeafGroup, _ bound: UInt32, _ bounds: UnsafeMutablePointer<BlockBounds>, _ count: Int, required: UInt32
    ) -> Int {
        let documents = unsafe scratch.candidates
        let scores = unsafe scratch.candidateScores
        let first = unsafe leaves + group.start
        let firstBounds = unsafe bounds + group.start
        var kept = 0
        for index in 0..<count {
            let document = unsafe documents[index]
            var score = unsafe scores[index]
            guard score &+ bound >= required else { continue }
            var best: UInt32 = 0
            for leaf in 0..<group.count {
                // A block that cannot help is not opened.
                guard unsafe first[leaf].find(document) else { continue }
                let blockBound = unsafe firstBounds[leaf].bounds[first[leaf].state.blockIndex]
                guard score &+ blockBound >= required, blockBound > best else { continue }
                best = unsafe max(best, first[leaf].score(of: document))
            }
            score &+= best
            guard score >= required else { continue }
            unsafe documents[kept] = document
            unsafe scores[kept] = score
            kept &+= 1
        }
        return kept
    }

    /// Leaves only the candidates that satisfy a condition.
    @inline(__always)
    private func keep(_ count: Int, where isKept: (UInt32) -> Bool) -> Int {
        var kept = 0
        for index in 0..<count {
            let document = unsafe scratch.candidates[index]
            guard isKept(document) else { continue }
            unsafe scratch.candidates[kept] = document
            unsafe scratch.candidateScores[kept] = scratch.candidateScores[index]
            kept &+= 1
        }
        return kept
    }

    /// What a group scores in a window at most.
    @inline(__always)
    private static func bound(
        _ bounds: UnsafeMutablePointer<BlockBounds>, _ group: LeafGroup, from start: UInt32, count: Int
    ) -> UInt32 {
        let end = start &+ UInt32(truncatingIfNeeded: count)
        var bound: UInt32 = 0
        for leaf in group.start..<group.start &+ group.count {
            bound = unsafe max(bound, bounds[leaf].bound(from: start, to: end))
        }
        return bound
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
