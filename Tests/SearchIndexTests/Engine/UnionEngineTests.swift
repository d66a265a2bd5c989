import Testing

@testable import SearchIndex

@Suite struct UnionEngineTests {
    /// A query: groups of lists, and lists that no hit has.
    struct Query: CustomStringConvertible {
        var groups: [[Int]]
        var excluded: [Int]
        var constants: [UInt32] = []

        init(listCount: Int, random: inout SeededGenerator) {
            groups = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                (0..<Int.random(in: 1...3, using: &random)).map { _ in Int.random(in: 0..<listCount, using: &random) }
            }
            excluded = (0..<max(0, Int.random(in: -2...2, using: &random))).map { _ in
                Int.random(in: 0..<listCount, using: &random)
            }
            constants = lists.map { _ in
                Int.random(in: 0..<6, using: &random) == 0 ? UInt32.random(in: 1...200_000, using: &random) : 0
            }
        }

        var lists: [Int] { groups.flatMap(\.self) + excluded }
        var description: String { "groups \(groups), excluded \(excluded), constants \(constants)" }

        func score(_ scores: [UInt32]) -> UInt32 {
            var leaf = 0
            var sum: UInt32 = 0
            for group in groups {
                sum += scores[leaf..<leaf + group.count].max() ?? 0
                leaf += group.count
            }
            return scores[leaf...].contains { $0 > 0 } ? 0 : sum
        }
    }

    @Test(arguments: UInt64(0)..<24)
    func `unions find what the sums of all scores say`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let world = try EngineWorld.random(using: &random)
        for _ in 0..<8 {
            let query = Query(listCount: world.weights.count, random: &random)
            let expected = world.hits(lists: query.lists, constants: query.constants, score: query.score)
            try EngineRun(using: &random).check(
                world, lists: query.lists, constants: query.constants, expected: expected,
                context: "seed \(seed), \(query)"
            ) { search, leaves, scratch, collector in
                var groups: [LeafGroup] = []
                var start = 0
                for group in query.groups {
                    let range = start..<start + group.count
                    groups.append(LeafGroup(leaves: range, bound: leaves[range].map(\.bound).max() ?? 0))
                    start += group.count
                }
                UnionEngine.run(
                    search, groups: groups, groupCount: groups.count, excluded: start..<leaves.count,
                    scratch: scratch, collector: &collector)
            }
        }
    }
}
