extension WindowTree {
    /// Adds to the window's sums what documents score by a node and its parts.
    ///
    /// - Parameter active: Documents that match the node and every node above it.
    func addScores(_ number: Int, _ window: DocumentWindow, active: UnsafePointer<UInt64>) {
        let node = unsafe nodes + number
        let sums = unsafe scratch.sums
        let first = unsafe Int(node.pointee.first)
        let count = unsafe Int(node.pointee.count)
        switch unsafe node.pointee.kind {
        case .all: unsafe WindowSums.add(node.pointee.constant, to: active, window, sums)
        case .lists: unsafe addScores(ofLists: first..<first &+ count, window, active: active)
        case .sets: unsafe addScores(ofSets: first..<first &+ count, window, active: active)
        case .field, .phrase:
            let scores = unsafe node.pointee.scores
            unsafe WindowBits.forEach(active, window) { unsafe sums[$0] &+= scores[$0] }
        case .boolean:
            var part = number &+ 1
            let end = unsafe Int(node.pointee.end)
            while part < end, unsafe nodes[part].occurrence != .mustNot {
                if unsafe WindowBits.formIntersection(nodes[part].bits, active, window) {
                    unsafe addScores(part, window, active: nodes[part].bits)
                }
                part = unsafe Int(nodes[part].end)
            }
        }
    }

    /// Adds what documents score by the best of several lists.
    private func addScores(ofLists range: Range<Int>, _ window: DocumentWindow, active: UnsafePointer<UInt64>) {
        let activeCount = unsafe WindowBits.count(active, window)
        var postingCount = 0
        for index in range { postingCount &+= unsafe lists[index].scoring.state.postingCount }
        // Looking a document up takes as long as scoring a dozen postings one after the other.
        let expected = postingCount &* Int(window.end &- window.start) / max(1, unsafe Int(view.documentCount))
        let sums = unsafe scratch.sums
        if activeCount &* 12 &* range.count > expected &+ window.wordCount &* 8 {
            let maxima = unsafe scratch.maxima
            for index in range {
                unsafe lists[index].scoring.takeMaximum(from: window.start, count: window.wordCount &* 64, into: maxima)
            }
            unsafe WindowSums.absorb(maxima, of: active, window, sums)
        } else {
            unsafe WindowBits.forEach(active, window) { place in
                var best: UInt32 = 0
                for index in range {
                    best = unsafe max(best, lists[index].scoring.score(of: window.start &+ UInt32(place)))
                }
                unsafe sums[place] &+= best
            }
        }
    }

    /// Adds what documents score by the first of several sets that has them.
    private func addScores(ofSets range: Range<Int>, _ window: DocumentWindow, active: UnsafePointer<UInt64>) {
        for word in 0..<window.wordCount {
            var rest = unsafe active[word]
            for index in range {
                let members = unsafe rest & sets[index].words[Int(window.start &>> 6) &+ word]
                rest ^= members
                unsafe WindowSums.add(sets[index].constant, to: members, scratch.sums + 64 &* word)
            }
        }
    }

    /// Keeps those of a node's documents that have one of its lists' terms in its field, and notes what they score.
    func matchField(_ node: UnsafeMutablePointer<WindowNode>, _ window: DocumentWindow) -> Bool {
        let bits = unsafe node.pointee.bits
        let scores = unsafe node.pointee.scores
        let first = unsafe Int(node.pointee.first)
        let count = unsafe Int(node.pointee.count)
        guard let field = unsafe node.pointee.field else { return false }
        var isAny = false
        for word in 0..<window.wordCount {
            var rest = unsafe bits[word]
            while rest != 0 {
                let bit = rest & (~rest &+ 1)
                rest ^= bit
                let place = word &* 64 &+ bit.trailingZeroBitCount
                let document = window.start &+ UInt32(place)
                var best: UInt32 = 0
                for index in first..<first &+ count {
                    let list = unsafe lists + index
                    let frequency = unsafe fields.frequency(
                        of: &list.pointee.scoring.state, in: field, document: document)
                    guard frequency > 0 else { continue }
                    best = max(
                        best,
                        unsafe Scoring.score(
                            weight: list.pointee.scoring.weight, frequency: frequency,
                            factor: normFactors[Int(view.norms[Int(document)])]))
                }
                unsafe scores[place] = best
                if best == 0 { unsafe bits[word] ^= bit } else { isAny = true }
            }
        }
        return isAny
    }
}
