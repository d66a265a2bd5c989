import Packing
import Testing

@Suite struct `Blocks in column order` {
    /// Values of a width: all zero, all largest, random, and all zero but one.
    private static func patterns(width: Int, _ random: inout SeededGenerator) -> [[UInt32]] {
        let largest: UInt32 = (1 << UInt32(width)) - 1
        var single = [UInt32](repeating: 0, count: 128)
        single[Int.random(in: 0..<128, using: &random)] = largest
        return [
            [UInt32](repeating: 0, count: 128), [UInt32](repeating: largest, count: 128), single,
            (0..<128).map { _ in UInt32.random(in: 0...largest, using: &random) },
            (0..<128).map { UInt32($0) & largest },
        ]
    }

    @Test(arguments: 0...31) func `agree with a slow packer`(_ width: Int) {
        var random = SeededGenerator(seed: UInt64(width))
        for values in Self.patterns(width: width, &random) {
            let expected = Twins.packed(values, width: width)
            for shift in [0, 1, 4, 31] {
                var bytes = [UInt8](repeating: 0xA5, count: 16 * width + 64)
                bytes.withUnsafeMutableBytes { buffer in
                    guard let start = buffer.baseAddress else { return }
                    Columns.pack(values, width: width, into: start + shift)
                }
                #expect(Array(bytes[shift..<shift + 16 * width]) == expected)
                #expect(bytes[..<shift].allSatisfy { $0 == 0xA5 })
                #expect(bytes[(shift + 16 * width)...].allSatisfy { $0 == 0xA5 })
            }
            let widest = values.map { 32 - $0.leadingZeroBitCount }.max() ?? 0
            #expect(Columns.width(of: values) == widest)
        }
    }

    @Test(arguments: 0...31) func `are unpacked at any alignment, and no byte behind them is read`(_ width: Int) {
        var random = SeededGenerator(seed: UInt64(width))
        for values in Self.patterns(width: width, &random) {
            let page = GuardedPage()
            for shift in 0..<32 {
                let source = page.place(Twins.packed(values, width: width), endingBefore: shift)
                var unpacked = [UInt32](repeating: 7, count: 136)
                Columns.unpack(source, width: width, into: &unpacked)
                #expect(unpacked == Twins.columns(values) + [UInt32](repeating: 7, count: 8))
                Columns.unpack(source, width: width, adding: 3, into: &unpacked)
                #expect(Array(unpacked.prefix(128)) == Twins.columns(values).map { $0 &+ 3 })
            }
        }
    }

    @Test(arguments: 0...31) func `hold gaps that add up to documents`(_ width: Int) {
        var random = SeededGenerator(seed: UInt64(width))
        for values in Self.patterns(width: width, &random) {
            for base in [0, 1, 77, UInt32.max - 5, UInt32.random(in: 0 ... .max, using: &random)] {
                let page = GuardedPage()
                let source = page.place(Twins.packed(values, width: width), endingBefore: Int(base % 32))
                let expected = Twins.documents(values, base: base)
                var documents = [UInt32](repeating: 7, count: 136)
                let last = Columns.documents(source, width: width, base: base, into: &documents)
                #expect(last == expected[127])
                #expect(documents == Twins.columns(expected) + [UInt32](repeating: 7, count: 8))
            }
        }
    }

    @Test(arguments: 0...31) func `give each value alone`(_ width: Int) {
        var random = SeededGenerator(seed: UInt64(width))
        for values in Self.patterns(width: width, &random) {
            let page = GuardedPage()
            let source = page.place(Twins.packed(values, width: width), endingBefore: 0)
            #expect((0..<128).map { Columns.value(source, width: width, at: $0) } == values)
        }
    }

    @Test func `come back into natural order`() {
        let values = (0..<128).map { UInt32($0 * $0) }
        let columns = Twins.columns(values)
        var natural = [UInt32](repeating: 0, count: 128)
        Columns.natural(columns, into: &natural)
        #expect(natural == values)
        #expect((0..<128).map { columns[Columns.place(of: $0)] } == values)
    }

    @Test func `add up to where each value begins`() {
        let values = (0..<128).map { UInt32($0 * 37 % 101 + 1) }
        var starts = [UInt32](repeating: 0, count: 128)
        let sum = Columns.starts(Twins.columns(values), into: &starts)
        #expect(sum == values.reduce(0, +))
        #expect(starts == values.indices.map { values[..<$0].reduce(0, +) })
    }

    @Test func `tell how many are below a document`() {
        var random = SeededGenerator(seed: 5)
        for bits: UInt32 in [6, 12, 31] {
            let documents = (0..<128).map { _ in UInt32.random(in: 0..<1 << bits, using: &random) }
            for target in documents + documents.map({ $0 &+ 1 }) + [0, .max, 1 << 31] {
                #expect(Columns.rank(documents, below: target) == documents.count { $0 < target })
            }
        }
    }
}
