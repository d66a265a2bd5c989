import Testing

@testable import SearchIndex

@Suite struct HitKeysTests {
    @Test(arguments: UInt64(1)...60)
    func `keys are sorted, and the best selected, as arrays sort them`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...[40, 300, 5000].randomElement(using: &random)!, using: &random)
        let mask: UInt64 = [.max, 0xFF_FFFF_0000_FFFF, 3, 0xF0F0_0000].randomElement(using: &random)!
        let keys = (0..<count).map { _ in UInt64.random(in: 0 ... .max, using: &random) & mask }
        let sorted = keys.sorted(by: >)
        var copy = keys
        var spare = [UInt64](repeating: 7, count: count + HitKeys.radixCount)
        HitKeys.sort(&copy, count: count, spare: &spare)
        #expect(copy == sorted, "seed \(seed)")
        let best = Int.random(in: 1...count, using: &random)
        copy = keys
        HitKeys.select(&copy, count: count, best: best)
        #expect(copy[..<best].sorted(by: >) == Array(sorted[..<best]), "seed \(seed)")
        let smallest = HitKeys.smallest(&copy, count: best)
        #expect(smallest == sorted[best - 1], "seed \(seed)")
    }
}
