internal import Packing

extension ConjunctionCandidates {
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
        unsafe Impacts.keep(documents, sums, count: count, atLeast: scoreMin)
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
            let scoreMin = threshold > group.rest ? threshold &- group.rest : 0
            count =
                unsafe group.count == 1
                ? keepSingle(count, group, scoreMin: scoreMin)
                : keepSeveral(count, group, isRequired: true, scoreMin: scoreMin)
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
            let scoreMin = threshold > group.rest ? threshold &- group.rest : 0
            count = unsafe keepSeveral(count, group, isRequired: false, scoreMin: scoreMin)
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

    /// Keeps the candidates that the only leaf of a group has, adds what they score, and keeps those that score so much.
    private func keepSingle(_ count: Int, _ group: Group, scoreMin: UInt32) -> Int {
        let leaf = unsafe leaves + group.first
        let constant = unsafe isScoring ? leaf.pointee.constant : 1
        let kept = unsafe leaf.pointee.state.intersect(
            documents, sums, count: count, frequencies: constant > 0 ? nil : frequencies, scratch)
        guard unsafe isScoring, !group.isOfPhrase else { return kept }
        if constant > 0 {
            for index in 0..<kept { unsafe sums[index] &+= constant }
            return scoreMin == 0 ? kept : unsafe keep(kept, scoreMin: scoreMin)
        }
        unsafe leaf.pointee.scores(of: documents, frequencies, count: kept, into: scores)
        for index in 0..<kept { unsafe sums[index] &+= scores[index] }
        return scoreMin == 0 ? kept : unsafe keep(kept, scoreMin: scoreMin)
    }

    /// Adds what the best leaf of a group scores; keeps the candidates that have one, where one is required, and score so
    /// much so far.
    private func keepSeveral(_ count: Int, _ group: Group, isRequired: Bool, scoreMin: UInt32) -> Int {
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
        let isAdding = unsafe isScoring && !group.isOfPhrase
        for index in 0..<count {
            let score = unsafe best[index]
            let sum = unsafe sums[index] &+ (isAdding ? score : 0)
            unsafe documents[kept] = documents[index]
            unsafe sums[kept] = sum
            kept &+= (score > 0 || !isRequired) && (sum >= scoreMin || !isAdding) ? 1 : 0
        }
        return kept
    }
}
