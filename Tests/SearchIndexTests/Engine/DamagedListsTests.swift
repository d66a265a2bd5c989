import Testing

@testable import SearchIndex

@Suite struct DamagedListsTests {
    /// The hits of the union of some lists, and of each of them alone; nil when a list was found damaged.
    private static func answers(_ world: EngineWorld, lists: [Int], windowSize: Int) throws -> [[EngineWorld.Hit]]? {
        let scratch = QueryScratch(windowSize: windowSize)
        let segment = world.segments[0]
        let leaves = world.leaves(segment, lists: lists, constants: lists.map { _ in 0 })
        var answers: [[EngineWorld.Hit]] = []
        for number in -1..<lists.count {
            var collector = Collector(capacity: 10, totalUpTo: number % 2 == 0 ? .max : 0, scratch: scratch)
            try segment.withSearch(leaves: leaves, scoring: world.scoring) { search in
                if number < 0 {
                    let groups = leaves.indices.map { LeafGroup(leaves: $0..<$0 + 1, bound: leaves[$0].bound) }
                    UnionEngine.run(
                        search, groups: groups, groupCount: groups.count, excluded: 0..<0, scratch: scratch,
                        collector: &collector)
                } else {
                    ListEngine.run(search, leaf: number, scratch: scratch, collector: &collector)
                }
                try collector.endSegment(
                    0, idOrder: search.idOrder, documentCount: search.view.documentCount
                ) { _, _ in false }
            }
            answers.append(collector.found.map { EngineWorld.Hit(score: $0.score, id: world.id($0)) })
        }
        for index in 0..<windowSize { #expect(scratch.sums[index] == 0) }
        return scratch.isDamaged ? nil : answers
    }

    @Test(arguments: UInt64(1)...6)
    func `whatever the bytes of lists are, hits are documents and memory stays clean`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let world = try EngineWorld(
            documentCounts: [3000], densities: [0.01, 0.1, 0.5, 0.9], isUniform: false, deleted: 0.1, random: &random)
        let lists = [0, 1, 2, 3]
        let windowSize = [64, 1024, 4096].randomElement(using: &random) ?? 64
        let whole = try #require(try Self.answers(world, lists: lists, windowSize: windowSize))
        var damagedCount = 0
        for _ in 0..<150 {
            let place = Int.random(in: 0..<1 << 30, using: &random)
            let bits = UInt8.random(in: 1...255, using: &random)
            world.segments[0].damage(at: place, bits: bits)
            if try Self.answers(world, lists: lists, windowSize: windowSize) == nil { damagedCount += 1 }
            world.segments[0].damage(at: place, bits: bits)
        }
        #expect(damagedCount > 0, "seed \(seed)")
        #expect(try Self.answers(world, lists: lists, windowSize: windowSize) == whole, "seed \(seed)")
    }
}
