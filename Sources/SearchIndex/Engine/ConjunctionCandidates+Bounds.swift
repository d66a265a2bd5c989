internal import Packing

extension ConjunctionCandidates {
    /// What tighter bounds change.
    enum Change {
        case nothing
        /// Another group leads, or the same with fewer leaves.
        case lead
        /// There are no further hits.
        case end
    }

    /// Notes for each group what those behind it score at most.
    func addUpBounds() {
        var rest: UInt32 = 0
        for index in unsafe (0..<groupCount).reversed() {
            if unsafe index == requiredCount - 1 { unsafe rest += phraseBound }
            unsafe groups[index].rest = rest
            unsafe rest += groups[index].bound
        }
    }

    /// Uses that documents come in the order of their norms, and what a hit has to score: leaves are dropped by which no
    /// document scores enough, and optional groups are required without which none does.
    ///
    /// - Parameters:
    ///   - threshold: What hits score at least; 0 when all of them are to be found.
    ///   - document: The next that is looked at, of the segment.
    mutating func tighten(threshold: UInt32, from document: UInt32, _ search: borrowing SegmentSearch) -> Change {
        guard threshold > 0, unsafe isScoring, unsafe document < search.view.documentCount else { return .nothing }
        let norm = unsafe search.view.norms[Int(document)]
        guard unsafe norm != boundsNorm || threshold != boundsThreshold else { return .nothing }
        if unsafe norm != boundsNorm { unsafe tighten(norm) }
        unsafe boundsNorm = norm
        unsafe boundsThreshold = threshold
        let all = unsafe groups[0].rest + groups[0].bound
        if all < threshold { return .end }
        let (first, count) = unsafe (groups[0].first, groups[0].count)
        let isDropped = unsafe dropLeaves(all, threshold: threshold)
        let isRequired = unsafe requireGroups(all, threshold: threshold)
        guard isDropped || isRequired else { return .nothing }
        for index in unsafe 1..<requiredCount { unsafe insert(groups[index], into: index) }
        unsafe addUpBounds()
        return unsafe groups[0].first != first || groups[0].count != count ? .lead : .nothing
    }

    private func tighten(_ norm: UInt8) {
        for index in unsafe 0..<groupCount where unsafe !groups[index].isOfPhrase {
            var bound: UInt32 = 0
            for number in unsafe groups[index].first..<groups[index].first + groups[index].count {
                let leaf = unsafe leaves + number
                if unsafe leaf.pointee.constant == 0 {
                    let frequency = unsafe FrequencyCode.frequency(leaf.pointee.state.frequencyMaxCode)
                    let score = unsafe Impacts.score(
                        frequency: frequency, factor: leaf.pointee.normFactors[Int(norm)], weight: leaf.pointee.weight)
                    unsafe leafBounds[number] = min(leafBounds[number], score)
                }
                bound = unsafe max(bound, leafBounds[number])
            }
            unsafe groups[index].bound = bound
        }
        unsafe addUpBounds()
    }

    /// Drops the leaves by which no document scores enough; a group keeps its best.
    private func dropLeaves(_ all: UInt32, threshold: UInt32) -> Bool {
        var isDropped = false
        for index in unsafe 0..<groupCount where unsafe !groups[index].isOfPhrase {
            var group = unsafe groups[index]
            let others = all - group.bound
            var number = group.first + group.count
            while group.count > 1, number > group.first {
                number -= 1
                guard unsafe leafBounds[number] + others < threshold else { continue }
                group.count -= 1
                let last = group.first + group.count
                unsafe group.postingCount -= leaves[number].state.postingCount
                unsafe (leaves[number], leaves[last]) = (leaves[last], leaves[number])
                unsafe (leafBounds[number], leafBounds[last]) = (leafBounds[last], leafBounds[number])
                isDropped = true
            }
            unsafe groups[index] = group
        }
        return isDropped
    }

    /// Requires the optional groups without which no document scores enough.
    private mutating func requireGroups(_ all: UInt32, threshold: UInt32) -> Bool {
        var isChanged = false
        for index in unsafe requiredCount..<groupCount {
            let group = unsafe groups[index]
            guard all - group.bound < threshold else { continue }
            unsafe groups[index] = groups[requiredCount]
            unsafe groups[requiredCount] = group
            unsafe requiredCount += 1
            isChanged = true
        }
        return isChanged
    }
}
