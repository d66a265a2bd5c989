internal import Packing

extension PhraseSource {
    /// No document from this one on has the phrase before the one returned; nil when none has.
    func firstDocument(from start: UInt32) -> UInt32? {
        var first: UInt32?
        for index in unsafe 0..<(groupCount > 0 ? groups[0].end : 0) {
            guard let found = unsafe lists[index].state.firstDocument(from: start) else { continue }
            first = min(first ?? found, found)
        }
        return first
    }

    /// Finds the documents of a window that have the phrase; false when there are none.
    ///
    /// - Parameters:
    ///   - window: Behind all windows before, from a multiple of 64 on.
    ///   - candidates: Documents besides which none are wanted, a bit each.
    ///   - bits: What is found, a word for each 64 documents of the window.
    ///   - scores: Room for what each document of the window scores; written for those found.
    ///   - scratch: The one that lent the phrase its memory.
    func match(
        _ window: Range<UInt32>, within candidates: UnsafePointer<UInt64>, bits: UnsafeMutablePointer<UInt64>,
        scores: UnsafeMutablePointer<UInt32>, scratch: QueryScratch
    ) -> Bool {
        let wordCount = (window.count + 63) / 64
        unsafe Bits.clear(bits, count: wordCount)
        switch unsafe kind {
        case .nowhere: return false
        case .pairs: return unsafe matchPairs(window, within: candidates, bits: bits, scores: scores, scratch: scratch)
        case .positions:
            guard unsafe findCandidates(window, within: candidates, bits: bits, scratch) else { return false }
            return unsafe verify(window, bits: bits, scores: scores, scratch)
        }
    }

    /// What the phrase scores in a document that has what all groups ask for; 0 when the phrase is not there.
    ///
    /// Documents come in ascending order; windows cannot be asked for besides.
    ///
    /// - Parameter scratch: The one that lent the phrase its memory.
    func score(of document: UInt32, _ scratch: QueryScratch) -> UInt32 {
        if let verifier = unsafe verifier {
            return unsafe score(verifier.pointee.frequencies(in: document, scratch), document: document)
        }
        var found = PhraseFrequencies()
        for index in unsafe 0..<listCount {
            let frequency = unsafe lists[index].state.probe(document)
            if frequency > 0 { unsafe found.add(lists[index].rank, weight: frequency) }
        }
        return unsafe score(found, document: document)
    }

    private func matchPairs(
        _ window: Range<UInt32>, within candidates: UnsafePointer<UInt64>, bits: UnsafeMutablePointer<UInt64>,
        scores: UnsafeMutablePointer<UInt32>, scratch: QueryScratch
    ) -> Bool {
        let count = UInt32(window.count)
        let frequencies = unsafe scratch.rankFrequencies
        for index in unsafe 0..<listCount {
            let list = unsafe lists + index
            let sums = unsafe frequencies + Int(list.pointee.rank.rawValue) &* QueryScratch.windowMax
            guard unsafe list.pointee.state.findBlock(window.lowerBound) else { continue }
            while unsafe list.pointee.state.firstDocument < window.upperBound {
                unsafe list.pointee.state.loadDocuments()
                unsafe list.pointee.state.loadFrequencies()
                for index in unsafe 0..<list.pointee.state.count {
                    let place = unsafe list.pointee.state.documents[index] &- window.lowerBound
                    guard place < count, unsafe Bits.contains(candidates, Int(place)) else { continue }
                    unsafe bits[Int(place &>> 6)] |= 1 &<< UInt64(place & 63)
                    unsafe sums[Int(place)] &+= list.pointee.state.frequencies[index]
                }
                guard unsafe list.pointee.state.lastDocument < window.upperBound,
                    unsafe list.pointee.state.nextBlock()
                else { break }
            }
        }
        var isAny = false
        for word in 0..<(window.count + 63) / 64 {
            var rest = unsafe bits[word]
            while rest != 0 {
                let place = word &* 64 &+ rest.trailingZeroBitCount
                rest &= rest &- 1
                let found = unsafe PhraseFrequencies(
                    exact: frequencies[place], folded: frequencies[QueryScratch.windowMax &+ place],
                    bare: frequencies[2 &* QueryScratch.windowMax &+ place])
                for rank in 0..<3 { unsafe frequencies[rank &* QueryScratch.windowMax &+ place] = 0 }
                unsafe scores[place] = score(found, document: window.lowerBound &+ UInt32(place))
                isAny = true
            }
        }
        return isAny
    }

    /// The documents that have what all groups ask for.
    private func findCandidates(
        _ window: Range<UInt32>, within candidates: UnsafePointer<UInt64>, bits: UnsafeMutablePointer<UInt64>,
        _ scratch: QueryScratch
    ) -> Bool {
        let wordCount = (window.count + 63) / 64
        unsafe bits.update(from: candidates, count: wordCount)
        let mark = scratch.mark
        defer { scratch.release(to: mark) }
        let words = unsafe scratch.take(UInt64.self, count: wordCount)
        for group in unsafe 0..<groupCount {
            unsafe Bits.clear(words, count: wordCount)
            for index in unsafe groups[group].start..<groups[group].end {
                unsafe lists[index].state.bits(window, into: words)
            }
            unsafe Bits.and(bits, words, count: wordCount)
            if unsafe Bits.ones(bits, count: wordCount) == 0 { return false }
        }
        return true
    }

    private func verify(
        _ window: Range<UInt32>, bits: UnsafeMutablePointer<UInt64>, scores: UnsafeMutablePointer<UInt32>,
        _ scratch: QueryScratch
    ) -> Bool {
        guard let verifier = unsafe verifier else { return false }
        var isAny = false
        for word in 0..<(window.count + 63) / 64 {
            var rest = unsafe bits[word]
            while rest != 0 {
                let bit = rest & (~rest &+ 1)
                rest ^= bit
                let place = word &* 64 &+ bit.trailingZeroBitCount
                let document = window.lowerBound &+ UInt32(place)
                let found = unsafe verifier.pointee.frequencies(in: document, scratch)
                if found.isEmpty {
                    unsafe bits[word] ^= bit
                } else {
                    unsafe scores[place] = score(found, document: document)
                    isAny = true
                }
            }
        }
        return isAny
    }

    /// What the phrase scores in a document: the best over ranks of what its occurrences in this rank or better do.
    @inline(__always)
    private func score(_ found: PhraseFrequencies, document: UInt32) -> UInt32 {
        let factor = unsafe normFactors[Int(norms[Int(document)])]
        return unsafe found.score(weights, factor: factor)
    }
}
