import Testing

@testable import SearchIndex

@Suite struct ListEngineTests {
    @Test(arguments: UInt64(100)..<124)
    func `one list finds its best postings`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let world = try EngineWorld.random(using: &random)
        for list in world.weights.indices {
            let constant: UInt32 = Int.random(in: 0..<5, using: &random) == 0 ? 77 : 0
            let expected = world.hits(lists: [list], constants: [constant]) { $0[0] }
            let known: Collector.KnownTotal =
                switch Int.random(in: 0..<3, using: &random) {
                case 0: .nothing
                case 1: .exactly(expected.count)
                default: .atLeast(expected.count / 2)
                }
            try EngineRun(using: &random).check(
                world, lists: [list], constants: [constant], known: known, expected: expected,
                context: "seed \(seed), list \(list), constant \(constant)"
            ) { search, _, scratch, collector in
                ListEngine.run(search, leaf: 0, scratch: scratch, collector: &collector)
            }
        }
    }
}
