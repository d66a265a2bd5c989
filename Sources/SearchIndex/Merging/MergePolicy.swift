/// Decides which segments to merge: whole tiers of like size, and segments that are mostly deleted.
///
/// With a factor of `f`, a tier has sizes up to `f` times its smallest; once it has `f` segments they become one of the
/// next tier. So a document is written about log(size) times, and a generation has at most `f - 1` segments a tier.
struct MergePolicy {
    /// What the policy looks at of a segment.
    struct Candidate {
        var byteCount: UInt64
        var documentCount: Int
        var liveCount: Int

        /// The bytes that a merge would keep.
        var liveByteCount: Double { Double(byteCount) * Double(liveCount) / Double(max(1, documentCount)) }
    }

    let settings: IndexSettings

    /// The segments to merge, by index in ascending order; nil when nothing is worth it.
    func choose(_ candidates: [Candidate]) -> [Int]? {
        let factor = max(2, settings.mergeFactor)
        var tiers: [Int: [Int]] = [:]
        for (index, candidate) in candidates.enumerated()
        where candidate.liveByteCount <= Double(settings.mergedByteCountMax) / 2 {
            tiers[tier(candidate, factor), default: []].append(index)
        }
        for (_, members) in tiers.sorted(by: { $0.key < $1.key }) where members.count >= factor {
            let chosen = fitting(members, candidates)
            if chosen.count >= 2 { return chosen.sorted() }
        }
        let wasteful = candidates.indices.filter { index in
            let candidate = candidates[index]
            let deleted = Double(candidate.documentCount - candidate.liveCount)
            return deleted > settings.deletedFractionMax * Double(candidate.documentCount)
        }
        return wasteful.min { candidates[$0].liveByteCount < candidates[$1].liveByteCount }.map { [$0] }
    }

    private func tier(_ candidate: Candidate, _ factor: Int) -> Int {
        var tier = 0
        var bound = Double(max(1, settings.segmentByteCountMin))
        while bound < candidate.liveByteCount {
            bound *= Double(factor)
            tier += 1
        }
        return tier
    }

    /// The smallest members, as many as fit into one segment.
    private func fitting(_ members: [Int], _ candidates: [Candidate]) -> [Int] {
        var total = 0.0
        return members.sorted { candidates[$0].liveByteCount < candidates[$1].liveByteCount }.filter { index in
            total += candidates[index].liveByteCount
            return total <= Double(settings.mergedByteCountMax)
        }
    }
}
