import Testing

@testable import QueryService

@Suite struct `A table by numbers` {
    @Test func `holds what a dictionary would, through growth and removal`() {
        var random = SplitMix(state: 7)
        var table = NumberTable<Int>()
        var expected: [Int: Int] = [:]
        for number in 1...3000 {
            table[number] = number * 2
            expected[number] = number * 2
            let other = Int.random(in: 1...number, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: #expect(table.removeValue(forKey: other) == expected.removeValue(forKey: other))
            case 1:
                table[other] = nil
                expected[other] = nil
            case 2:
                table[other]? += 1
                expected[other]? += 1
            default: #expect(table[other] == expected[other])
            }
            #expect(table.count == expected.count && table.isEmpty == expected.isEmpty)
        }
        #expect((1...3000).allSatisfy { table[$0] == expected[$0] })
        #expect(Dictionary(table.map { ($0.key, $0.value) }) { left, _ in left } == expected)
        #expect(table.sortedNumbers == expected.keys.sorted())
    }

    @Test func `knows nothing of what was never in it`() {
        var table = NumberTable<String>()
        #expect(table[5] == nil && table.removeValue(forKey: 5) == nil)
        table[5] = nil
        table[5]? += "x"
        #expect(table.isEmpty && Array(table).isEmpty)
    }
}

@Suite struct `The name of an attempt` {
    @Test(arguments: [0, 1, 31, 32, 1023, 1024, 1 << 40, 1 << 62, .max])
    func `gives back its number`(number: Int) {
        let text = AttemptName.text(number)
        #expect(AttemptName.number(of: text) == number)
        #expect(text == String(number, radix: 32))
    }

    @Test(arguments: ["", "-1", "w", "A", "é", "8000000000000", "00000000000000", "zzzzzzzzzzzzz"])
    func `is refused where it is none`(text: String) {
        #expect(AttemptName.number(of: text) == nil)
    }
}

@Suite struct `A routing id` {
    @Test(
        arguments: [[], [0], [0, 1, 2, 3, 255], Array(1...8), Array(1...9), Array(repeating: 7, count: 255)]
            as [[UInt8]])
    func `gives back its bytes`(bytes: [UInt8]) {
        let id = RoutingID(bytes)
        #expect(id.bytes == bytes)
        #expect(id.withSpan { $0.count } == bytes.count)
        #expect(id == RoutingID(bytes) && id != RoutingID(bytes + [0]))
    }
}
