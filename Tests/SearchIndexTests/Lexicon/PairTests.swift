import Foundation
import Testing

@testable import SearchIndex

/// Pairs of terms with their postings, as dictionaries: the oracle.
struct NaivePairs {
    typealias Posting = (document: UInt32, frequency: UInt32)

    let documentCount: UInt32
    /// In how many documents each term is said to be, which its place follows from.
    let termDocumentCounts: [UInt32]
    /// For each first term the second ones in order, each with its postings.
    var slices: [[(second: UInt32, postings: [Posting])]] = []

    init(documentCount: UInt32, sliceCounts: [Int], secondMax: UInt32, listMax: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        self.documentCount = documentCount
        termDocumentCounts = (0...secondMax).map { _ in .random(in: 1...1000, using: &random) }
        for count in sliceCounts {
            var seconds: Set<UInt32> = []
            while seconds.count < count { seconds.insert(.random(in: 0...secondMax, using: &random)) }
            slices.append(
                seconds.sorted().map { second in
                    let size = 1 << Int.random(in: 0...20, using: &random)
                    let listCount = min(Int.random(in: 1...size, using: &random), listMax, Int(documentCount))
                    var documents: Set<UInt32> = []
                    while documents.count < listCount {
                        documents.insert(.random(in: 0..<documentCount, using: &random))
                    }
                    let frequencyMax: UInt32 = [1, 1, 1, 2, 3, 9, 1000, 1 << 24].randomElement(using: &random)!
                    let isRare = Bool.random(using: &random)
                    return (
                        second,
                        documents.sorted().map { document in
                            let isOne = isRare && Int.random(in: 0..<6, using: &random) > 0
                            return (document, isOne ? 1 : .random(in: 1...frequencyMax, using: &random))
                        }
                    )
                })
        }
    }

    func write(_ sections: inout MappedSections) throws -> WrittenPairs {
        let norms = (0..<documentCount).map { UInt8(truncatingIfNeeded: UInt64($0) * 250 / UInt64(documentCount)) }
        var writer = PairWriter(slices: sections.buffer(), postings: sections.buffer(), norms: norms)
        var written = WrittenPairs(norms: norms, termDocumentCounts: termDocumentCounts)
        try writer.begin(termDocumentCounts: termDocumentCounts)
        for (number, slice) in slices.enumerated() {
            for (second, postings) in slice {
                for posting in postings { writer.add(document: posting.document, frequency: posting.frequency) }
                try writer.endPair(second)
            }
            let byteCount = try writer.endTerm()
            var term = TermRef(
                ordinal: UInt32(number), list: ListRef(section: .postings, documentCount: 1, frequencyMaxCode: 1))
            if byteCount > 0 { term.pairsStart = written.end }
            term.pairsByteCount = byteCount
            written.terms.append(term)
            written.end += byteCount
        }
        #expect(writer.count == slices.reduce(0) { $0 + $1.count })
        let (slices, postings) = try writer.finish()
        written.slices = try sections.bytes(slices)
        written.postings = try sections.bytes(postings)
        return written
    }
}

/// What the writer made of pairs.
struct WrittenPairs {
    let norms: [UInt8]
    let termDocumentCounts: [UInt32]
    var terms: [TermRef] = []
    var end = 0
    var slices: [UInt8] = []
    var postings: [UInt8] = []

    /// Calls `body` with the pairs and a segment that has nothing else.
    func withIndex(
        _ sections: inout MappedSections, isComplete: Bool = true, _ body: (PairIndex, SegmentView) throws -> Void
    ) throws {
        let slices = try sections.view(slices, name: "pairs", slack: 0xFF)
        let postings = try sections.view(postings, name: "pairPostings", slack: 0xFF)
        let index = try PairIndex(
            slices: slices, termCount: termDocumentCounts.count, documentCount: UInt32(norms.count),
            isComplete: isComplete)
        try norms.withUnsafeBufferPointer { norms in
            let none = SegmentView.Bytes(start: UnsafeRawPointer(norms.baseAddress!), count: 0)
            let view = try SegmentView(
                documentCount: UInt32(norms.count), norms: norms.baseAddress!, postings: none, foldedPostings: none,
                pairPostings: .init(start: postings.pointer(0, postings.count), count: postings.count),
                keywordPostings: none, pairs: .init(start: slices.pointer(0, slices.count), count: slices.count),
                positions: none)
            try body(index, view)
        }
    }
}

/// The postings of a list; nil when its bytes make no sense.
func postings(_ list: ListRef, in view: SegmentView) -> [[UInt32]]? {
    var postings: [[UInt32]] = []
    var cursor = ListCursor(list, in: view)
    while cursor.document != ListCursor.exhausted {
        postings.append([cursor.document, cursor.frequency])
        cursor.next()
    }
    return cursor.isDamaged ? nil : postings
}

@Suite struct `Pairs of terms` {
    static let worlds: [(documents: UInt32, slices: [Int], secondMax: UInt32, listMax: Int)] = [
        (1, [0, 1, 2, 31, 32], 100, 1),
        (2, [3, 33, 64], 4000, 2),
        (100, [1, 1, 0, 32, 33, 64, 65, 300], 400, 100),
        (1000, [1, 2, 3, 40, 200], 70_000, 400),
        (70_000, [1, 5, 33, 400], 65_535, 140),
    ]

    private func check(_ naive: NaivePairs, seed: UInt64) throws {
        var sections = try MappedSections()
        let written = try naive.write(&sections)
        try written.withIndex(&sections) { index, view in
            let secondTerms = try index.secondTerms()
            let counts = naive.termDocumentCounts
            for (term, slice) in zip(written.terms, naive.slices) {
                var cursor = try index.cursor(term, secondTerms)
                let ordered = slice.sorted { left, right in
                    let (leftCount, rightCount) = (counts[Int(left.second)], counts[Int(right.second)])
                    return leftCount != rightCount ? leftCount > rightCount : left.second < right.second
                }
                for (second, expected) in ordered {
                    let expected = expected.map { [$0.document, min($0.frequency, FrequencyCode.frequencyMax)] }
                    #expect(try cursor.next())
                    #expect(cursor.second == second, "seed \(seed)")
                    #expect(postings(cursor.list, in: view) == expected, "seed \(seed)")
                    guard case .list(let list) = try index.find(term, second) else {
                        Issue.record("seed \(seed): \(second) is not found")
                        continue
                    }
                    #expect(parts(list) == parts(cursor.list))
                    #expect(Int(list.documentCount) == expected.count)
                    let frequencyMax = FrequencyCode.frequency(list.frequencyMaxCode)
                    #expect(expected.allSatisfy { $0[1] <= frequencyMax })
                    for near in [second &- 1, second &+ 1] where !slice.contains(where: { $0.second == near }) {
                        guard case .nowhere = try index.find(term, near) else {
                            Issue.record("seed \(seed): \(near) is found")
                            continue
                        }
                    }
                }
                #expect(try !cursor.next())
                guard case .nowhere = try index.find(term, .max) else { throw CancellationError() }
            }
        }
        try written.withIndex(&sections, isComplete: false) { index, _ in
            for term in written.terms {
                guard case .unknown = try index.find(term, .max) else { throw CancellationError() }
            }
        }
    }

    @Test(arguments: 0..<worlds.count, UInt64(1)...3)
    func `each pair is found with its postings, and no other`(world: Int, seed: UInt64) throws {
        let world = Self.worlds[world]
        try check(
            NaivePairs(
                documentCount: world.documents, sliceCounts: world.slices, secondMax: world.secondMax,
                listMax: world.listMax, seed: seed),
            seed: seed)
    }

    @Test func `sparse lists of every length are read by probes as by walks`() throws {
        for count in 1...128 {
            var naive = NaivePairs(documentCount: 130, sliceCounts: [1], secondMax: 9, listMax: 1, seed: 1)
            var random = SeededGenerator(seed: UInt64(count))
            let documents = (0..<130).shuffled(using: &random).prefix(count).sorted()
            naive.slices = [[(7, documents.map { (UInt32($0), .random(in: 1...4, using: &random)) })]]
            try check(naive, seed: UInt64(count))
            var sections = try MappedSections()
            let written = try naive.write(&sections)
            try written.withIndex(&sections) { index, view in
                var cursor = try index.cursor(written.terms[0], index.secondTerms())
                #expect(try cursor.next())
                let buffers = UnsafeMutablePointer<UInt32>.allocate(capacity: ListState.bufferCount)
                defer { buffers.deallocate() }
                var state = ListState(cursor.list, in: view, buffers: buffers)
                for document in UInt32(0)..<130 {
                    let posting = naive.slices[0][0].postings.first { $0.document == document }
                    #expect(state.probe(document) == posting?.frequency ?? 0)
                }
            }
        }
    }

    @Test func `damaged bytes are named or answered, never followed outside`() throws {
        for seed in UInt64(1)...6 {
            let naive = NaivePairs(
                documentCount: 300, sliceCounts: [1, 20, 70], secondMax: 2000, listMax: 150, seed: seed)
            var sections = try MappedSections()
            let written = try naive.write(&sections)
            var random = SeededGenerator(seed: seed)
            for _ in 0..<100 {
                var damaged = written
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    // Behind the places mostly, of which one wrong one stops every cursor.
                    let first = Bool.random(using: &random) ? 2 * naive.termDocumentCounts.count : 0
                    damaged.slices[Int.random(in: first..<damaged.slices.count, using: &random)] = .random(
                        in: 0...255, using: &random)
                }
                if Bool.random(using: &random) {
                    let term = Int.random(in: 0..<3, using: &random)
                    damaged.terms[term].pairsStart = .random(in: 0...damaged.slices.count, using: &random)
                }
                try damaged.withIndex(&sections) { index, view in
                    for (term, slice) in zip(damaged.terms, naive.slices) {
                        do {
                            let secondTerms = try index.secondTerms()
                            for (second, _) in slice {
                                if case .list(let list) = try index.find(term, second) {
                                    _ = postings(list, in: view)
                                }
                            }
                            var cursor = try index.cursor(term, secondTerms)
                            while try cursor.next() { _ = postings(cursor.list, in: view) }
                        } catch let error as IndexError {
                            #expect(error.code == .damaged && error.section == "pairs", "seed \(seed): \(error)")
                        }
                    }
                }
            }
        }
    }
}
