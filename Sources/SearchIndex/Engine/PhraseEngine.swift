internal import Packing

/// Searches for one phrase.
@unsafe enum PhraseEngine {
    /// Finds the hits of a segment.
    static func run(
        _ search: borrowing SegmentSearch, _ phrase: PhraseSource, scratch: QueryScratch, collector: inout Collector
    ) {
        if unsafe hasSingleLists(phrase) {
            unsafe runBlocks(search, phrase, scratch, &collector)
        } else {
            unsafe runWindows(search, phrase, scratch, &collector)
        }
    }

    /// Whether positions have to verify the phrase, and each group of lists it is looked for by has one.
    private static func hasSingleLists(_ phrase: PhraseSource) -> Bool {
        guard unsafe phrase.verifier != nil else { return false }
        for group in unsafe 0..<phrase.groupCount {
            if unsafe phrase.groups[group].end - phrase.groups[group].start != 1 { return false }
        }
        return true
    }

    /// Looks at windows of documents that have a list of the rarest group.
    private static func runWindows(
        _ search: borrowing SegmentSearch, _ phrase: PhraseSource, _ scratch: QueryScratch,
        _ collector: inout Collector
    ) {
        let wordCount = scratch.windowSize / 64
        let all = unsafe scratch.take(UInt64.self, count: wordCount)
        unsafe all.initialize(repeating: .max, count: wordCount)
        let bits = unsafe scratch.take(UInt64.self, count: wordCount)
        let scores = unsafe scratch.take(UInt32.self, count: scratch.windowSize)
        let documentCount = unsafe search.view.documentCount
        var start: UInt32 = 0
        while let next = unsafe phrase.firstDocument(from: start), next < documentCount {
            start = next & ~63
            let end = min(documentCount, start &+ UInt32(truncatingIfNeeded: scratch.windowSize))
            let candidates = unsafe search.live.map { unsafe $0 + Int(start / 64) } ?? UnsafePointer(all)
            if unsafe phrase.match(start..<end, within: candidates, bits: bits, scores: scores, scratch: scratch) {
                let count = unsafe Bits.documents(
                    bits, count: Int(end &- start &+ 63) / 64, base: start, into: scratch.candidates)
                for index in 0..<count {
                    let document = unsafe scratch.candidates[index]
                    unsafe collector.push(score: scores[Int(document &- start)], rank: search.idRank[document])
                }
                collector.count(count)
            }
            start = end
        }
    }

    /// Looks at the blocks of the rarest pair.
    ///
    /// In no document is the phrase more often than any of its pairs: where hits need not be counted, that gives up most
    /// documents before their positions are read.
    private static func runBlocks(
        _ search: borrowing SegmentSearch, _ phrase: PhraseSource, _ scratch: QueryScratch,
        _ collector: inout Collector
    ) {
        guard let verifier = unsafe phrase.verifier else { return }
        let lead = unsafe phrase.lists
        let (documents, limits) = unsafe (scratch.candidates, scratch.candidateScores)
        let frequencies = unsafe scratch.take(UInt32.self, count: BlockEncoder.blockCount)
        let bounds = unsafe scratch.take(UInt32.self, count: BlockEncoder.blockCount)
        let weight = unsafe phrase.weights.largest
        let (norms, factors) = unsafe (search.view.norms, search.normFactors)
        guard unsafe lead.pointee.state.findBlock(0) else { return }
        repeat {
            let threshold = collector.threshold
            if threshold > 1 {
                let factor = unsafe factors[Int(lead.pointee.state.blockNormMin)]
                let bound = unsafe Impacts.score(
                    frequency: lead.pointee.state.blockFrequencyMax, factor: factor, weight: weight)
                if bound < threshold { continue }
            }
            unsafe lead.pointee.state.loadDocuments()
            unsafe lead.pointee.state.loadFrequencies()
            guard unsafe !lead.pointee.state.isExhausted else { break }
            var count = unsafe lead.pointee.state.copy(documents, limits)
            if let live = unsafe search.live { count = unsafe keep(documents, limits, count, in: live) }
            var group = 0
            while true {
                if threshold > 1, count > 0 {
                    unsafe Impacts.scores(
                        documents, limits, count: count, norms: norms, table: factors, weight: weight, into: bounds)
                    count = unsafe keep(documents, limits, bounds, count, scoreMin: threshold)
                }
                group += 1
                guard count > 0, unsafe group < phrase.groupCount else { break }
                count = unsafe lead[group].state.intersect(
                    documents, limits, count: count, frequencies: frequencies, scratch)
                for index in 0..<count { unsafe limits[index] = min(limits[index], frequencies[index]) }
            }
            var hitCount = 0
            for index in 0..<count {
                let document = unsafe documents[index]
                let factor = unsafe factors[Int(norms[Int(document)])]
                let bound = unsafe Impacts.score(frequency: limits[index], factor: factor, weight: weight)
                if bound < collector.threshold { continue }
                let found = unsafe verifier.pointee.frequencies(in: document, scratch)
                guard !found.isEmpty else { continue }
                hitCount += 1
                unsafe collector.push(
                    score: found.score(phrase.weights, factor: factor), rank: search.idRank[document])
            }
            collector.count(hitCount)
        } while unsafe lead.pointee.state.nextBlock()
    }

    /// Keeps the candidates in a set.
    private static func keep(
        _ documents: UnsafeMutablePointer<UInt32>, _ limits: UnsafeMutablePointer<UInt32>, _ count: Int,
        in words: UnsafePointer<UInt64>
    ) -> Int {
        var kept = 0
        for index in 0..<count {
            let document = unsafe documents[index]
            unsafe documents[kept] = document
            unsafe limits[kept] = limits[index]
            kept &+= unsafe Bits.contains(words, Int(document)) ? 1 : 0
        }
        return kept
    }

    /// Keeps the candidates whose bound is so much.
    private static func keep(
        _ documents: UnsafeMutablePointer<UInt32>, _ limits: UnsafeMutablePointer<UInt32>,
        _ bounds: UnsafePointer<UInt32>, _ count: Int, scoreMin: UInt32
    ) -> Int {
        var kept = 0
        for index in 0..<count {
            unsafe documents[kept] = documents[index]
            unsafe limits[kept] = limits[index]
            kept &+= unsafe bounds[index] >= scoreMin ? 1 : 0
        }
        return kept
    }
}

extension ListState {
    /// Copies documents and frequencies of the block, which are loaded, in the order of documents.
    ///
    /// - Returns: How many there are.
    @inline(__always)
    func copy(_ documents: UnsafeMutablePointer<UInt32>, _ frequencies: UnsafeMutablePointer<UInt32>) -> Int {
        if kind == .packed {
            unsafe Columns.natural(self.documents, into: documents)
            unsafe Columns.natural(self.frequencies, into: frequencies)
        } else {
            unsafe documents.update(from: self.documents, count: count)
            unsafe frequencies.update(from: self.frequencies, count: count)
        }
        return count
    }
}
