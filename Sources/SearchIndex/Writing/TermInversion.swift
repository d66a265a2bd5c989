/// Writes the lists of a batch's terms, of its pairs and of its folded forms, from the tokens under their terms.
@safe struct TermInversion: ~Copyable {
    // The weights belong to the value alone, which frees them; fields have three bits.

    private let settings: IndexSettings
    /// The numbers of the terms in the order of their bytes.
    private let order: [UInt32]
    private let occurrences: Occurrences
    private let documentCount: Int
    /// In how many documents a term is, by its place in the order; none without pairs.
    private var documentCounts: [UInt32] = []
    /// How much an occurrence counts, by the number of its field.
    private let weights: UnsafeMutablePointer<UInt32>

    init(
        _ table: borrowing TermTable, _ tokens: borrowing TokenChunks, _ batch: borrowing DocumentBatch,
        arrivals: [UInt32], settings: IndexSettings
    ) {
        self.settings = settings
        order = table.ordered()
        var ranks = [UInt32](repeating: 0, count: order.count)
        for (rank, number) in order.enumerated() { ranks[Int(number)] = UInt32(rank) }
        occurrences = Occurrences(tokens, of: batch, arrivals: arrivals, ranks: ranks)
        documentCount = arrivals.count
        unsafe weights = .allocate(capacity: 8)
        unsafe weights.initialize(repeating: 1, count: 8)
        if settings.schema.hasFields {
            for (field, weight) in Field.textWeights.enumerated() { unsafe weights[field] = weight }
        }
        if settings.pairs != .none {
            documentCounts = order.indices.map { unsafe Self.documentCount(of: occurrences.of($0)) }
        }
    }

    deinit { unsafe weights.deallocate() }

    /// Writes everything: lists, pairs and folded forms side by side, then the dictionaries.
    func write(_ table: borrowing TermTable, to assembler: inout SegmentAssembler) throws(IndexError) {
        var (postings, pairs, foldedPostings) = (assembler.postings, assembler.pairs, assembler.foldedPostings)
        let forms = settings.schema.hasFields ? forms(table) : FoldedForms()
        var lists: [ListRef] = []
        var pairsByteCounts: [Int] = []
        var merged: [ListRef?] = []
        try SideBySide.run(3, threadCount: settings.threadCount) { piece throws(IndexError) in
            switch piece {
            case 0: lists = try writePostings(to: &postings)
            case 1: pairsByteCounts = try writePairs(to: &pairs)
            default: merged = try writeFolded(forms, to: &foldedPostings)
            }
        }
        (assembler.postings, assembler.pairs, assembler.foldedPostings) = (postings, pairs, foldedPostings)
        for (term, number) in order.enumerated() {
            try assembler.addTerm(table.exact(Int(number)), lists[term], pairsByteCount: pairsByteCounts[term])
        }
        for (entry, list) in zip(forms.entries, merged) {
            try assembler.addForm(entry.form, ordinals: entry.ordinals, merged: list)
        }
    }

    private func forms(_ table: borrowing TermTable) -> FoldedForms {
        var forms: [(form: [UInt8], ordinal: UInt32)] = []
        for (term, number) in order.enumerated() {
            if let form = table.folded(Int(number)) { forms.append((Array(form), UInt32(term))) }
        }
        return FoldedForms(forms)
    }

    /// Returns the list of each term.
    private func writePostings(to writer: inout ListWriter) throws(IndexError) -> [ListRef] {
        let weights = unsafe weights
        var lists: [ListRef] = []
        lists.reserveCapacity(order.count)
        var positions = GrowingBuffer<UInt32>()
        // A document has no more occurrences of a term than the commonest term has in all.
        positions.reserve(occurrences.largestCount)
        let place = unsafe positions.start
        for term in order.indices {
            let occurrences = unsafe occurrences.of(term)
            var index = 0
            while index < occurrences.count {
                let document = unsafe occurrences[index].document
                var frequency: UInt32 = 0
                var count = 0
                repeat {
                    let occurrence = unsafe occurrences[index].place
                    unsafe place[count] = occurrence &>> 3
                    unsafe frequency &+= weights[Int(occurrence & 7)]
                    count &+= 1
                    index &+= 1
                } while unsafe index < occurrences.count && occurrences[index].document == document
                unsafe writer.addPositions(place, count: count)
                try writer.add(document: document, frequency: frequency)
            }
            guard let list = try writer.end() else { preconditionFailure("every term occurs") }
            lists.append(list)
        }
        return lists
    }

    /// Returns how many bytes the pairs of each term take.
    private func writePairs(to pairs: inout PairWriter) throws(IndexError) -> [Int] {
        guard settings.pairs != .none else { return [Int](repeating: 0, count: order.count) }
        try pairs.begin(termDocumentCounts: documentCounts)
        var byteCounts: [Int] = []
        byteCounts.reserveCapacity(order.count)
        var sorter = PairSorter(termCount: order.count)
        for term in order.indices {
            try unsafe writePairs(of: term, sorter.sorted(occurrences.of(term)), to: &pairs)
            byteCounts.append(try pairs.endTerm())
        }
        return byteCounts
    }

    @unsafe
    private func writePairs(
        of term: Int, _ keys: UnsafeBufferPointer<PairSorter.Key>, to pairs: inout PairWriter
    ) throws(IndexError) {
        let weights = unsafe weights
        var index = 0
        while index < keys.count {
            let start = index
            let next = unsafe keys[index] &>> 32
            repeat { index &+= 1 } while unsafe index < keys.count && keys[index] &>> 32 == next
            guard unsafe isKept(UnsafeBufferPointer(rebasing: keys[start..<index]), term, Int(next)) else { continue }
            var key = start
            while key < index {
                let document = unsafe keys[key] &>> 3
                var frequency: UInt32 = 0
                repeat {
                    unsafe frequency &+= weights[Int(truncatingIfNeeded: keys[key] & 7)]
                    key &+= 1
                } while unsafe key < index && keys[key] &>> 3 == document
                pairs.add(document: UInt32(truncatingIfNeeded: document) & (1 &<< 29 &- 1), frequency: frequency)
            }
            try pairs.endPair(UInt32(truncatingIfNeeded: next))
        }
    }

    /// Returns the merged list of each form that has two terms or more.
    private func writeFolded(_ forms: FoldedForms, to writer: inout ListWriter) throws(IndexError) -> [ListRef?] {
        var merging = FoldedMerging(documentCount: documentCount)
        var lists: [ListRef?] = []
        for entry in forms.entries {
            guard entry.ordinals.count > 1 else {
                lists.append(nil)
                continue
            }
            for term in entry.ordinals { addFrequencies(of: Int(term), to: &merging) }
            lists.append(try merging.write(to: &writer))
        }
        return lists
    }

    /// Whether the rule keeps a pair of these keys.
    @inline(__always) @unsafe
    private func isKept(_ keys: UnsafeBufferPointer<PairSorter.Key>, _ first: Int, _ second: Int) -> Bool {
        guard case .common(let pairMin, let termMin) = settings.pairs else { return true }
        if documentCounts[first] >= termMin, documentCounts[second] >= termMin { return true }
        var count: UInt32 = 0
        var last = UInt64.max
        for index in 0..<keys.count {
            let document = unsafe keys[index] &>> 3
            count += document == last ? 0 : 1
            last = document
        }
        return count >= pairMin
    }

    /// Notes in which documents a term is, and how often.
    private func addFrequencies(of term: Int, to merging: inout FoldedMerging) {
        let occurrences = unsafe occurrences.of(term)
        let weights = unsafe weights
        var index = 0
        while index < occurrences.count {
            let document = unsafe occurrences[index].document
            var frequency: UInt32 = 0
            repeat {
                unsafe frequency &+= weights[Int(occurrences[index].place & 7)]
                index &+= 1
            } while unsafe index < occurrences.count && occurrences[index].document == document
            merging.add(document: document, frequency: frequency)
        }
    }

    @unsafe
    private static func documentCount(of occurrences: UnsafeBufferPointer<Occurrences.Occurrence>) -> UInt32 {
        var count: UInt32 = 0
        var last: UInt32?
        for index in 0..<occurrences.count {
            let document = unsafe occurrences[index].document
            count += document == last ? 0 : 1
            last = document
        }
        return count
    }
}
