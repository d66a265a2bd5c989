/// Writes the lists of a batch's terms, of its pairs and of its folded forms, from the tokens under their terms.
@safe struct TermInversion: ~Copyable {
    // Positions and weights belong to the value alone, which frees them; a document has no more occurrences of a term
    // than the commonest term has in all, and fields have three bits.

    private let settings: IndexSettings
    /// The numbers of the terms in the order of their bytes.
    private let order: [UInt32]
    private let occurrences: Occurrences
    private let documentCount: Int
    private var sorter: PairSorter
    /// In how many documents a term is, by its place in the order; none without pairs.
    private var documentCounts: [UInt32] = []
    private var positions: UnsafeMutablePointer<UInt32>
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
        sorter = PairSorter(termCount: order.count)
        unsafe positions = .allocate(capacity: occurrences.largestCount)
        unsafe weights = .allocate(capacity: 8)
        unsafe weights.initialize(repeating: 1, count: 8)
        if settings.schema.hasFields {
            for (field, weight) in Field.textWeights.enumerated() { unsafe weights[field] = weight }
        }
        if settings.pairs != .none {
            documentCounts = order.indices.map { unsafe Self.documentCount(of: occurrences.of($0)) }
        }
    }

    deinit {
        unsafe positions.deallocate()
        unsafe weights.deallocate()
    }

    /// Writes everything.
    mutating func write(_ table: borrowing TermTable, to assembler: inout SegmentAssembler) throws(IndexError) {
        if settings.pairs != .none { try assembler.pairs.begin(termDocumentCounts: documentCounts) }
        for (term, number) in order.enumerated() {
            try addPostings(of: term, to: &assembler.postings)
            try addPairs(of: term, to: &assembler.pairs)
            try assembler.endTerm(
                table.exact(Int(number)), folded: settings.schema.hasFields ? table.folded(Int(number)) : nil)
        }
        var merging = FoldedMerging(documentCount: documentCount)
        try assembler.finishFolded { _, terms, lists throws(IndexError) in
            for term in terms { addFrequencies(of: Int(term), to: &merging) }
            return try merging.write(to: &lists)
        }
    }

    private func addPostings(of term: Int, to lists: inout ListWriter) throws(IndexError) {
        let occurrences = unsafe occurrences.of(term)
        let positions = unsafe positions
        let weights = unsafe weights
        var index = 0
        while index < occurrences.count {
            let document = unsafe occurrences[index].document
            var frequency: UInt32 = 0
            var count = 0
            repeat {
                let place = unsafe occurrences[index].place
                unsafe positions[count] = place &>> 3
                unsafe frequency = frequency.addingReportingOverflow(weights[Int(place & 7)]).partialValue
                count &+= 1
                index &+= 1
            } while unsafe index < occurrences.count && occurrences[index].document == document
            unsafe lists.addPositions(positions, count: count)
            try lists.add(document: document, frequency: frequency)
        }
    }

    private mutating func addPairs(of term: Int, to pairs: inout PairWriter) throws(IndexError) {
        guard settings.pairs != .none else { return }
        let weights = unsafe weights
        let keys = unsafe sorter.sorted(occurrences.of(term))
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
