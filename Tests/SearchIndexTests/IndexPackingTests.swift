import Packing
import Testing

@Suite struct `Bit packing` {
    /// The packed bytes as docs/format.md says, bit by bit.
    private func pack(_ values: [UInt32], bitCount: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 16 * bitCount)
        for (index, value) in values.enumerated() {
            for bit in 0..<bitCount where value >> UInt32(bit) & 1 == 1 {
                let place = index / 4 * bitCount + bit
                bytes[16 * (place / 32) + 4 * (index % 4) + place % 32 / 8] |= 1 << UInt8(place % 8)
            }
        }
        return bytes
    }

    @Test(arguments: 0...32) func `agrees with a slow packer at every width`(_ bitCount: Int) {
        var random = SeededGenerator(seed: UInt64(bitCount))
        let largest = bitCount == 0 ? 0 : UInt32.max >> UInt32(32 - bitCount)
        for round in 0..<8 {
            var values = (0..<BitPacking.blockCount).map { _ in UInt32.random(in: 0...largest, using: &random) }
            if round == 0 { values = values.map { _ in largest } }
            values[Int.random(in: values.indices, using: &random)] = largest
            #expect(BitPacking.byteCount(bitCount: bitCount) == 16 * bitCount)
            #expect(unsafe BitPacking.bitCount(of: values) == bitCount)
            // Unaligned, and with bytes on both sides that have to stay.
            var bytes = [UInt8](repeating: 0xA5, count: 16 * bitCount + 6)
            bytes.withUnsafeMutableBytes { buffer in
                guard let base = buffer.baseAddress else { return }
                unsafe BitPacking.pack(values, bitCount: bitCount, into: base + 3)
            }
            #expect(Array(bytes.dropFirst(3).dropLast(3)) == pack(values, bitCount: bitCount))
            #expect(bytes.prefix(3) + bytes.suffix(3) == [UInt8](repeating: 0xA5, count: 6)[...])
            var unpacked = [UInt32](repeating: 1, count: BitPacking.blockCount)
            bytes.withUnsafeBytes { buffer in
                guard let base = buffer.baseAddress else { return }
                unsafe BitPacking.unpack(base + 3, bitCount: bitCount, into: &unpacked)
            }
            #expect(unpacked == values)
        }
    }
}
