import Testing

@testable import SearchIndex

@Suite struct `Plans of queries` {
    @Test(arguments: 1...8) func `answer like the naive index`(_ seed: UInt64) throws {
        var world = try PlanWorld(seed: 500 + seed, pairs: seed % 4 == 0 ? .none : .all)
        for _ in 0..<Int(seed) {
            let count = Int.random(in: 1...60, using: &world.documents.random)
            let numbers = Array((0..<120).shuffled(using: &world.documents.random).prefix(count))
            try world.add(numbers)
            for _ in 0..<Int.random(in: 0...6, using: &world.documents.random) {
                try world.delete(Int.random(in: 0..<120, using: &world.documents.random))
            }
        }
        let searched = try world.searched()
        for _ in 0..<60 {
            let query = world.query()
            guard world.compare(query, in: searched) else { return }
        }
    }

    @Test(arguments: 1...4) func `that are unions and conjunctions answer like the naive index`(_ seed: UInt64) throws {
        var world = try PlanWorld(seed: 700 + seed)
        try world.add(Array(0..<50))
        try world.add(Array(30..<90))
        if seed > 2 { for number in stride(from: 0, to: 90, by: 5) { try world.delete(number) } }
        let searched = try world.searched()
        for _ in 0..<100 {
            let query = world.plainQuery()
            guard world.compare(query, in: searched) else { return }
        }
    }

    @Test func `answer like the naive index where lists are longer than a block`() throws {
        var world = try PlanWorld(seed: 600)
        try world.add(Array(0..<900), wordCountMax: 12)
        try world.add(Array(700..<1000), wordCountMax: 12)
        for number in stride(from: 0, to: 1000, by: 7) { try world.delete(number) }
        let searched = try world.searched()
        for _ in 0..<60 {
            let query = world.query()
            guard world.compare(query, in: searched) else { return }
        }
    }
}
