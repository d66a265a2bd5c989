internal import Packing

/// A query over one segment: for each window of documents, which match, and what they score.
///
/// Answers every query there is. Sets of documents are found from the leaves up, each only among those that its
/// neighbours leave over; scores are then added from the root down, for the documents that match alone.
///
/// Lives for one call; the caller keeps segment and plan.
@unsafe struct WindowTree {
    let nodes: UnsafeMutablePointer<WindowNode>
    let nodeCount: Int
    let lists: UnsafeMutablePointer<WindowList>
    let listCount: Int
    let sets: UnsafeMutablePointer<WindowSet>
    let phrases: UnsafeMutablePointer<PhraseSource>
    let phraseCount: Int
    let fields: FieldOccurrences
    let normFactors: UnsafePointer<Float>
    let view: SegmentView
    let scratch: QueryScratch

    /// Collects the documents that match and are live.
    func run(live: UnsafePointer<UInt64>?, idRank: IdRank, collector: inout Collector) {
        guard unsafe nodeCount > 0 else { return }
        let candidates = unsafe scratch.take(UInt64.self, count: DocumentWindow.wordCountMax)
        var window = unsafe DocumentWindow(start: 0, end: min(view.documentCount, DocumentWindow.documentCountMax))
        let isUnion = unsafe nodes[0].kind == .boolean && nodes[0].minimum == 1 && nodes[1].occurrence != .must
        while window.start < window.end {
            let threshold = collector.threshold
            if unsafe nodes[0].bound < threshold { break }
            if unsafe threshold == 0 || bound(0, window) >= threshold {
                unsafe WindowBits.fill(candidates, live: live, window)
                let isAny =
                    threshold > 0 && isUnion
                    ? unsafe matchBest(window, within: candidates, atLeast: threshold)
                    : unsafe match(0, window, within: candidates)
                if isAny { unsafe collect(window, idRank, &collector) }
            }
            window.start = window.end
            window.end = unsafe min(view.documentCount, window.start &+ DocumentWindow.documentCountMax)
        }
        unsafe noteDamage()
    }

    /// Notes whether bytes of the segment turned out not to be what was written.
    private func noteDamage() {
        for index in unsafe 0..<listCount {
            unsafe scratch.note(lists[index].matching)
            unsafe scratch.note(lists[index].scoring.state)
        }
        for index in unsafe 0..<phraseCount where unsafe phrases[index].isDamaged { unsafe scratch.noteDamage() }
    }

    private func collect(_ window: DocumentWindow, _ idRank: IdRank, _ collector: inout Collector) {
        let bits = unsafe nodes[0].bits
        let count = unsafe WindowBits.count(bits, window)
        if collector.capacity > 0 {
            unsafe addScores(0, window, active: bits)
            let found = unsafe Impacts.drain(
                scratch.sums, count: window.wordCount &* 64, atLeast: collector.scoreMin, base: window.start,
                documents: scratch.candidates, scores: scratch.candidateScores)
            unsafe HitPushing.push(
                scratch.candidates, scratch.candidateScores, count: found, idRank: idRank, to: &collector)
        }
        collector.count(count)
    }
}

extension WindowTree {
    /// Finds the documents that match a node; false when there are none.
    ///
    /// - Parameter candidates: Documents besides which none are wanted.
    func match(_ number: Int, _ window: DocumentWindow, within candidates: UnsafePointer<UInt64>) -> Bool {
        let node = unsafe nodes + number
        let bits = unsafe node.pointee.bits
        let first = unsafe Int(node.pointee.first)
        let count = unsafe Int(node.pointee.count)
        switch unsafe node.pointee.kind {
        case .all:
            unsafe WindowBits.copy(candidates, to: bits, window)
            return unsafe !WindowBits.isEmpty(bits, window)
        case .lists:
            unsafe WindowBits.clear(bits, window)
            for index in first..<first + count {
                unsafe lists[index].matching.bits(window.start..<window.end, into: bits)
            }
            return unsafe WindowBits.formIntersection(bits, candidates, window)
        case .sets:
            unsafe WindowBits.clear(bits, window)
            for index in first..<first + count {
                unsafe WindowBits.formUnion(bits, sets[index].words + Int(window.start >> 6), window)
            }
            return unsafe WindowBits.formIntersection(bits, candidates, window)
        case .field:
            unsafe WindowBits.clear(bits, window)
            for index in first..<first + count {
                unsafe lists[index].matching.bits(window.start..<window.end, into: bits)
            }
            guard unsafe WindowBits.formIntersection(bits, candidates, window) else { return false }
            return unsafe matchField(node, window)
        case .phrase:
            return unsafe phrases[first].match(
                window.start..<window.end, within: candidates, bits: bits, scores: node.pointee.scores,
                scratch: scratch)
        case .boolean:
            if unsafe matchParts(number, window, within: candidates) { return true }
            unsafe WindowBits.clear(bits, window)
            return false
        }
    }

    private func matchParts(_ number: Int, _ window: DocumentWindow, within candidates: UnsafePointer<UInt64>) -> Bool {
        let node = unsafe nodes + number
        let bits = unsafe node.pointee.bits
        let minimum = unsafe Int(node.pointee.minimum)
        let end = unsafe Int(node.pointee.end)
        unsafe WindowBits.copy(candidates, to: bits, window)
        var part = number &+ 1
        while part < end, unsafe nodes[part].occurrence == .must {
            guard unsafe match(part, window, within: bits) else { return false }
            unsafe WindowBits.copy(nodes[part].bits, to: bits, window)
            part = unsafe Int(nodes[part].end)
        }
        let firstOptional = part
        if minimum > 0 {
            guard unsafe matchOptional(node, from: firstOptional, window, minimum: minimum) else { return false }
        }
        while part < end {
            if unsafe nodes[part].occurrence == .mustNot, unsafe match(part, window, within: bits) {
                guard unsafe WindowBits.subtract(bits, nodes[part].bits, window) else { return false }
            }
            part = unsafe Int(nodes[part].end)
        }
        if minimum == 0 {
            part = firstOptional
            while part < end, unsafe nodes[part].occurrence == .should {
                _ = unsafe match(part, window, within: bits)
                part = unsafe Int(nodes[part].end)
            }
        }
        return unsafe !WindowBits.isEmpty(bits, window)
    }

    /// Keeps the documents of a node that enough of its parts of `should` have.
    private func matchOptional(
        _ node: UnsafeMutablePointer<WindowNode>, from first: Int, _ window: DocumentWindow, minimum: Int
    ) -> Bool {
        let bits = unsafe node.pointee.bits
        let end = unsafe Int(node.pointee.end)
        let words = unsafe UnsafeMutableRawPointer(node.pointee.scores).assumingMemoryBound(to: UInt64.self)
        let counters = unsafe WindowCounters(
            planes: words, planeCount: minimum == 1 ? 1 : Int(node.pointee.count))
        unsafe counters.clear()
        var part = first
        while part < end, unsafe nodes[part].occurrence == .should {
            if unsafe match(part, window, within: bits) {
                if minimum == 1 {
                    unsafe WindowBits.formUnion(words, nodes[part].bits, window)
                } else {
                    unsafe counters.add(nodes[part].bits, window)
                }
            }
            part = unsafe Int(nodes[part].end)
        }
        if minimum == 1 {
            unsafe WindowBits.copy(words, to: bits, window)
        } else {
            unsafe counters.reached(minimum, into: bits, window)
        }
        return unsafe !WindowBits.isEmpty(bits, window)
    }
}
