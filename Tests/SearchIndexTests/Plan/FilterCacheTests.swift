import Testing

@testable import SearchIndex

@Suite struct `Sets that queries filter by` {
    private func key(_ number: UInt32) -> FilterCache.Key { .published(number...number) }

    @Test func `are kept from the second time on, until others need the room`() throws {
        // Room for three sets of 640 documents, 80 bytes each.
        let cache = FilterCache(byteCountMax: 240)
        var madeCount = 0
        func ask(_ number: UInt32) throws -> DocumentBits {
            try cache.set(key(number)) { () throws(IndexError) in
                madeCount += 1
                let set = DocumentBits(documentCount: 640)
                set.insert(number)
                return set
            }
        }
        for number in 0..<3 as Range<UInt32> {
            _ = try ask(number)
            #expect(cache.byteCount == 80 * Int(number))
            let second = try ask(number)
            #expect(try ask(number) === second)
            #expect(second.contains(number) && second.count() == 1)
        }
        #expect(madeCount == 6)
        _ = try ask(0)
        _ = try ask(7)
        _ = try ask(7)
        // The one asked for least recently is gone, the others are there.
        #expect(cache.byteCount == 240)
        madeCount = 0
        for number in [0, 2, 7] as [UInt32] { _ = try ask(number) }
        #expect(madeCount == 0)
        _ = try ask(1)
        #expect(madeCount == 1)
    }

    @Test func `are not kept when they are larger than all the room`() throws {
        let cache = FilterCache(byteCountMax: 8)
        for _ in 0..<3 {
            _ = try cache.set(key(1)) { () throws(IndexError) in DocumentBits(documentCount: 1000) }
        }
        #expect(cache.byteCount == 0)
    }
}
