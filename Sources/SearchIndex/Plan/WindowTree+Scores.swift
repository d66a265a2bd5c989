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
        case .all:
            let constant = unsafe node.pointee.constant
            unsafe WindowBits.forEach(active, window) { unsafe sums[$0] &+= constant }
        case .lists:
            unsafe WindowBits.forEach(active, window) { place in
                unsafe sums[place] &+= score(window.start &+ UInt32(place), lists: first..<first &+ count)
            }
        case .sets:
            unsafe WindowBits.forEach(active, window) { place in
                let document = window.start &+ UInt32(place)
                for index in first..<first &+ count {
                    let word = unsafe sets[index].words[Int(document >> 6)]
                    if word >> UInt64(document & 63) & 1 == 1 {
                        unsafe sums[place] &+= sets[index].constant
                        break
                    }
                }
            }
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

    /// What a document scores by the best of several lists; 0 when it is in none.
    @inline(__always)
    private func score(_ document: UInt32, lists range: Range<Int>) -> UInt32 {
        var best: UInt32 = 0
        for index in range {
            let list = unsafe lists + index
            let frequency = unsafe list.pointee.scoring.probe(document)
            guard frequency > 0 else { continue }
            let score =
                unsafe list.pointee.constant > 0
                ? unsafe list.pointee.constant
                : unsafe Scoring.score(
                    weight: list.pointee.weight, frequency: frequency,
                    factor: normFactors[Int(view.norms[Int(document)])])
            best = max(best, score)
        }
        return best
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
                    let frequency = unsafe fields.frequency(of: &list.pointee.scoring, in: field, document: document)
                    guard frequency > 0 else { continue }
                    best = max(
                        best,
                        unsafe Scoring.score(
                            weight: list.pointee.weight, frequency: frequency,
                            factor: normFactors[Int(view.norms[Int(document)])]))
                }
                unsafe scores[place] = best
                if best == 0 { unsafe bits[word] ^= bit } else { isAny = true }
            }
        }
        return isAny
    }
}
