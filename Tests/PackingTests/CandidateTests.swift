import Packing
import Testing

@Suite("Candidates") struct CandidateTests {
    @Test(arguments: [0, 1, 7, 8, 9, 64, 128, 131], [UInt32(0), 1, 500, 2000])
    func `are kept where they score enough`(count: Int, atLeast: UInt32) {
        var random = SeededGenerator(seed: UInt64(count) + UInt64(atLeast))
        let values = (0..<count).map { _ in UInt32.random(in: 0...1000, using: &random) }
        let added = (0..<count).map { _ in UInt32.random(in: 0...1000, using: &random) }
        func run(_ body: (UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>) -> Int) -> [[UInt32]] {
            var documents = (0..<UInt32(count + 8)).map { $0 * 3 }
            var scores = values + [UInt32](repeating: .max, count: 8)
            let kept = body(&documents, &scores)
            return (0..<kept).map { [documents[$0], scores[$0]] }
        }
        func expected(_ scores: [UInt32]) -> [[UInt32]] {
            scores.indices.filter { scores[$0] >= atLeast }.map { [UInt32($0) * 3, scores[$0]] }
        }
        #expect(run { Candidates.keep($0, $1, count: count, atLeast: atLeast) } == expected(values))
        let room = added + [UInt32](repeating: 0, count: 8)
        #expect(
            run { Candidates.add($0, $1, room, count: count, atLeast: atLeast) }
                == expected(zip(values, added).map { $0 + $1 }))
    }
}
