import Packing
import Testing

@Suite struct `Searching ascending integers` {
    @Test(arguments: Array(0...40) + [64, 100, 1000]) func `finds what a scan finds`(_ count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        for spread: UInt32 in [1, 3, 60] {
            var values: [UInt32] = []
            for _ in 0..<count { values.append((values.last ?? 0) + UInt32.random(in: 0...spread, using: &random)) }
            let wide = GuardedPage()
            let narrow = GuardedPage()
            let source32 = wide.place(
                values.flatMap { value in (0..<4).map { UInt8(value >> ($0 * 8) & 255) } }, endingBefore: 0)
            let source16 = narrow.place(values.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }, endingBefore: 0)
            let last = values.last ?? 0
            for target in [0, 1, last, last + 1, 65_535, 65_536, .max] + values.map({ $0 + 1 }) {
                for start in Set([0, 1, count / 3, count - 1, count]) where start >= 0 && start <= count {
                    let expected = (start..<count).first { values[$0] >= target } ?? count
                    #expect(Ascending.first32(source32, from: start, count: count, notBelow: target) == expected)
                    #expect(Ascending.first16(source16, from: start, count: count, notBelow: target) == expected)
                }
            }
        }
    }

    @Test func `stays within its bounds where nothing ascends`() {
        var random = SeededGenerator(seed: 31)
        for count in 0...70 {
            let page = GuardedPage()
            let bytes = (0..<count * 4).map { _ in UInt8.random(in: 0...255, using: &random) }
            let source = page.place(bytes, endingBefore: 0)
            for start in 0...count {
                let target = UInt32.random(in: 0 ... .max, using: &random)
                let wide = Ascending.first32(source, from: start, count: count, notBelow: target)
                #expect((start...count).contains(wide))
                let narrow = Ascending.first16(source, from: start, count: count, notBelow: target & 0xFFFF)
                #expect((start...count).contains(narrow))
            }
        }
    }
}
