import Testing

@testable import SearchIndex

@Suite struct ConjunctionEngineTests {
    /// A query: groups of lists that a hit has, groups it may have, lists that it has not, and sets that it is in.
    struct Query: CustomStringConvertible {
        var required: [[Int]]
        var optional: [[Int]]
        var excluded: [Int]
        var constants: [UInt32] = []

        init(listCount: Int, random: inout SeededGenerator) {
            func groups(_ count: Int) -> [[Int]] {
                (0..<count).map { _ in
                    (0..<Int.random(in: 1...3, using: &random)).map { _ in
                        Int.random(in: 0..<listCount, using: &random)
                    }
                }
            }
            required = groups(Int.random(in: 1...4, using: &random))
            optional = groups(max(0, Int.random(in: -2...2, using: &random)))
            excluded = (0..<max(0, Int.random(in: -2...2, using: &random))).map { _ in
                Int.random(in: 0..<listCount, using: &random)
            }
            constants = lists.map { _ in
                Int.random(in: 0..<6, using: &random) == 0 ? UInt32.random(in: 1...200_000, using: &random) : 0
            }
        }

        var lists: [Int] { required.flatMap(\.self) + optional.flatMap(\.self) + excluded }
        var description: String {
            "required \(required), optional \(optional), excluded \(excluded), constants \(constants)"
        }

        func score(_ scores: [UInt32]) -> UInt32 {
            var leaf = 0
            var sum: UInt32 = 0
            for (number, group) in (required + optional).enumerated() {
                let best = scores[leaf..<leaf + group.count].max() ?? 0
                if number < required.count, best == 0 { return 0 }
                sum += best
                leaf += group.count
            }
            return scores[leaf...].contains { $0 > 0 } ? 0 : sum
        }

        /// The groups over their leaves, and the leaves that are excluded.
        func groups(_ leaves: [WeighedLeaf]) -> (required: [LeafGroup], optional: [LeafGroup], excluded: Range<Int>) {
            var start = 0
            let groups = (required + optional).map { group in
                let range = start..<start + group.count
                start = range.upperBound
                return LeafGroup(leaves: range, bound: leaves[range].map(\.bound).max() ?? 0)
            }
            return (
                Array(groups.prefix(required.count)), Array(groups.dropFirst(required.count)), start..<leaves.count
            )
        }
    }

    @Test(arguments: UInt64(0)..<24)
    func `conjunctions find what all lists say`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let world = try EngineWorld.random(using: &random)
        for _ in 0..<8 {
            let query = Query(listCount: world.weights.count, random: &random)
            let expected = world.hits(lists: query.lists, constants: query.constants, score: query.score)
            try EngineRun(using: &random).check(
                world, lists: query.lists, constants: query.constants, expected: expected,
                context: "seed \(seed), \(query)"
            ) { search, leaves, scratch, collector in
                let (required, optional, excluded) = query.groups(leaves)
                required.withUnsafeBufferPointer { required in
                    optional.withUnsafeBufferPointer { optional in
                        let parts = ConjunctionParts(required: required, optional: optional, excluded: excluded)
                        ConjunctionEngine.run(search, parts, scratch: scratch, collector: &collector)
                    }
                }
            }
        }
    }

    @Test(arguments: UInt64(0)..<10)
    func `conjunctions find nothing outside of filters`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let world = try EngineWorld.random(using: &random)
        let filters = world.segments.map { segment in
            let words = (segment.norms.count + 63) / 64
            return (0..<2).map { _ in
                (0..<words).map { _ in
                    UInt64.random(in: 0 ... .max, using: &random) | .random(in: 0 ... .max, using: &random)
                }
            }
        }
        let query = Query(listCount: world.weights.count, random: &random)
        let all = world.hits(lists: query.lists, constants: query.constants, score: query.score)
        let allowed = Set(
            zip(world.segments, filters).flatMap { segment, filters in
                segment.ids.enumerated().filter { document, _ in
                    filters.allSatisfy { $0[document / 64] >> UInt64(document % 64) & 1 == 1 }
                }.map(\.element)
            })
        var segment = 0
        try EngineRun(using: &random).check(
            world, lists: query.lists, constants: query.constants, expected: all.filter { allowed.contains($0.id) },
            context: "seed \(seed), \(query)"
        ) { search, leaves, scratch, collector in
            let (required, optional, excluded) = query.groups(leaves)
            let sets = filters[segment % filters.count]
            segment += 1
            required.withUnsafeBufferPointer { required in
                optional.withUnsafeBufferPointer { optional in
                    sets[0].withUnsafeBufferPointer { first in
                        sets[1].withUnsafeBufferPointer { second in
                            let filters = [first.baseAddress!, second.baseAddress!]
                            filters.withUnsafeBufferPointer { filters in
                                let parts = ConjunctionParts(
                                    required: required, optional: optional, excluded: excluded, filters: filters)
                                ConjunctionEngine.run(search, parts, scratch: scratch, collector: &collector)
                            }
                        }
                    }
                }
            }
        }
    }
}
