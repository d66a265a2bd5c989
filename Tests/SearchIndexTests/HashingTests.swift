import Hashing
import Testing

@Suite struct `Checksums and content names` {
    /// Values of the reference implementation (`xxhsum -H3`, `xxhsum -H2`).
    @Test func `known values come out`() {
        #expect(XXH3.hash64([UInt8]()) == 0x2D06_8005_38D3_94C2)
        #expect(XXH3.hash128([UInt8]()).hex == "99aa06d3014798d86001c324468d497f")
    }

    @Test func `a hasher fed in pieces equals one call`() {
        let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for cut in [0, 1, 63, 64, 240, 241, 1024, 4999, 5000] {
            var hasher = XXH3Hasher128()
            hasher.update(Array(bytes[..<cut]))
            hasher.update(Array(bytes[cut...]))
            #expect(hasher.finalize() == XXH3.hash128(bytes))
        }
    }

    @Test func `a hash has one spelling`() {
        let hash = Hash128(high: 0xAB, low: 0x1)
        #expect(hash.hex == "00000000000000ab0000000000000001")
        #expect(Hash128(hex: hash.hex) == hash)
        for bad in [
            "", "00000000000000AB0000000000000001", "0x0000000000000000000000000000ab", String(hash.hex.dropLast()),
        ] {
            #expect(Hash128(hex: bad) == nil)
        }
    }
}
