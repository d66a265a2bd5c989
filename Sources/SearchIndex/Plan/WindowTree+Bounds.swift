internal import Packing

extension WindowTree {
    /// No document of a window scores more by a node.
    ///
    /// - Parameter window: None of its documents lies in a block that the lists have left behind.
    func bound(_ number: Int, _ window: DocumentWindow) -> UInt32 {
        let node = unsafe nodes + number
        switch unsafe node.pointee.kind {
        case .lists, .field:
            var best: UInt32 = 0
            for index in unsafe Int(node.pointee.first)..<Int(node.pointee.first &+ node.pointee.count) {
                let list = unsafe lists + index
                guard let impact = unsafe list.pointee.matching.impact(in: window.start..<window.end) else { continue }
                let constant = unsafe list.pointee.scoring.constant
                let score =
                    constant > 0
                    ? constant
                    : unsafe Impacts.score(
                        frequency: impact.frequencyMax, factor: normFactors[Int(impact.normMin)],
                        weight: list.pointee.scoring.weight)
                best = max(best, score)
            }
            return best
        case .all, .sets, .phrase: return unsafe node.pointee.bound
        case .boolean:
            var sum: UInt32 = 0
            var part = number &+ 1
            while unsafe part < Int(node.pointee.end), unsafe nodes[part].occurrence != .mustNot {
                let bound = unsafe bound(part, window)
                if bound == 0, unsafe nodes[part].occurrence == .must { return 0 }
                sum &+= bound
                part = unsafe Int(nodes[part].end)
            }
            return sum
        }
    }

    /// Keeps the documents of the root that may score so much, where any of its parts of `should` is enough.
    ///
    /// Parts that together do not reach it lead to no document (MaxScore, Turtle and Flood 1995); what they have of the
    /// documents that others lead to is found behind those.
    func matchBest(_ window: DocumentWindow, within candidates: UnsafePointer<UInt64>, atLeast threshold: UInt32)
        -> Bool
    {
        let root = unsafe nodes
        let bits = unsafe root.pointee.bits
        let mark = unsafe scratch.mark
        defer { unsafe scratch.release(to: mark) }
        let parts = unsafe scratch.take(Int.self, count: nodeCount)
        let bounds = unsafe scratch.take(UInt32.self, count: nodeCount)
        var count = 0
        var part = 1
        while unsafe part < Int(root.pointee.end), unsafe nodes[part].occurrence == .should {
            let bound = unsafe bound(part, window)
            var place = count
            while place > 0, unsafe bounds[place &- 1] > bound {
                unsafe (parts[place], bounds[place]) = (parts[place &- 1], bounds[place &- 1])
                place &-= 1
            }
            unsafe (parts[place], bounds[place]) = (part, bound)
            count &+= 1
            part = unsafe Int(nodes[part].end)
        }
        var leading = 0
        var sum: UInt32 = 0
        while leading < count, unsafe sum &+ bounds[leading] < threshold {
            sum &+= unsafe bounds[leading]
            leading &+= 1
        }
        unsafe WindowBits.clear(bits, window)
        for index in leading..<count where unsafe match(parts[index], window, within: candidates) {
            unsafe WindowBits.formUnion(bits, nodes[parts[index]].bits, window)
        }
        while unsafe part < Int(root.pointee.end) {
            if unsafe match(part, window, within: bits) {
                _ = unsafe WindowBits.subtract(bits, nodes[part].bits, window)
            }
            part = unsafe Int(nodes[part].end)
        }
        guard unsafe !WindowBits.isEmpty(bits, window) else { return false }
        for index in 0..<leading { _ = unsafe match(parts[index], window, within: bits) }
        return true
    }
}
