/// Every token of a batch under its term: the terms in the order of their bytes, the occurrences of each in the order of
/// documents and positions.
@safe struct Occurrences: ~Copyable {
    // `starts` begins with 0 and ascends to the count of tokens, for which there is memory.

    /// One occurrence of a term.
    struct Occurrence: BitwiseCopyable {
        var document: UInt32
        /// The position, shifted by three bits, and the number of the field.
        var place: UInt32
        /// The term of the token that follows side by side in the text; ``noTerm`` where none does.
        var next: UInt32
    }

    static let noTerm = UInt32.max
    /// Documents are numbered in 29 bits, so that a pair and a document make one integer of 64.
    static let documentCountMax = 1 << 28

    /// Where the occurrences of each term begin, and the last ones end.
    let starts: [Int]
    private let memory: LargeMemory<Occurrence>

    /// Sorts tokens by counting.
    ///
    /// - Parameters:
    ///   - arrivals: For each document of the segment the number of its arrival.
    ///   - ranks: For each number of a term its place in the order of terms.
    init(
        _ tokens: borrowing TokenChunks, of batch: borrowing DocumentBatch, arrivals: [UInt32], ranks: [UInt32]
    ) {
        var starts = [Int](repeating: 0, count: ranks.count + 1)
        unsafe starts.withUnsafeMutableBufferPointer { starts in
            unsafe ranks.withUnsafeBufferPointer { ranks in
                let counts = unsafe starts.baseAddress.unsafelyUnwrapped + 1
                unsafe tokens.forEachPart(of: 0..<tokens.count) { terms, count in
                    for index in 0..<count { unsafe counts[Int(ranks[Int(terms[index])])] &+= 1 }
                }
            }
        }
        for term in 1..<max(1, starts.count) { starts[term] += starts[term - 1] }
        self.starts = starts
        memory = LargeMemory(count: tokens.count)
        var next = starts
        unsafe next.withUnsafeMutableBufferPointer { next in
            unsafe ranks.withUnsafeBufferPointer { ranks in
                for (document, arrival) in arrivals.enumerated() {
                    unsafe Self.scatter(
                        tokens, batch, arrival: Int(arrival), document: UInt32(document),
                        ranks: ranks.baseAddress.unsafelyUnwrapped, next: next.baseAddress.unsafelyUnwrapped,
                        to: memory.start)
                }
            }
        }
    }

    /// Puts the tokens of one document under their terms.
    @unsafe
    private static func scatter(
        _ tokens: borrowing TokenChunks, _ batch: borrowing DocumentBatch, arrival: Int, document: UInt32,
        ranks: UnsafePointer<UInt32>, next: UnsafeMutablePointer<Int>, to base: UnsafeMutablePointer<Occurrence>
    ) {
        var start = batch.tokens(arrival).lowerBound
        for run in batch.runs(arrival) {
            let run = batch.runs[run]
            var place = run.place
            // The token before, which is written once the one after it is known.
            var before = Self.noTerm
            let end = start + Int(run.count)
            unsafe tokens.forEachPart(of: start..<end) { terms, count in
                for index in 0..<count {
                    let term = unsafe ranks[Int(terms[index])]
                    if before != Self.noTerm {
                        unsafe put(Occurrence(document: document, place: place, next: term), before, next, base)
                        place &+= 8
                    }
                    before = term
                }
            }
            if before != Self.noTerm {
                unsafe put(Occurrence(document: document, place: place, next: Self.noTerm), before, next, base)
            }
            start = end
        }
    }

    @inline(__always) @unsafe
    private static func put(
        _ occurrence: Occurrence, _ term: UInt32, _ next: UnsafeMutablePointer<Int>,
        _ base: UnsafeMutablePointer<Occurrence>
    ) {
        let target = unsafe next[Int(term)]
        unsafe next[Int(term)] = target &+ 1
        unsafe base[target] = occurrence
    }

    /// How many occurrences the commonest term has.
    var largestCount: Int { starts.indices.dropLast().reduce(1) { max($0, starts[$1 + 1] - starts[$1]) } }

    /// The occurrences of a term, which live as long as the value.
    @inline(__always) @unsafe
    func of(_ term: Int) -> UnsafeBufferPointer<Occurrence> {
        unsafe UnsafeBufferPointer(start: memory.start + starts[term], count: starts[term + 1] - starts[term])
    }
}
