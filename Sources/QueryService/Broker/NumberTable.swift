/// Values under numbers that are given one after the other and never twice.
///
/// For what the broker looks up several times a message. Unlike a `Dictionary` it lends values out where they lie instead
/// of copying them, and finds them by one multiplication. Order says nothing.
struct NumberTable<Value> {
    /// The numbers by place; 0 where there is none.
    private var numbers: [Int]
    private var values: [Value?]
    private(set) var count = 0

    init() {
        numbers = Array(repeating: 0, count: 64)
        values = Array(repeating: nil, count: 64)
    }

    var isEmpty: Bool { count == 0 }

    /// All numbers, in order.
    var sortedNumbers: [Int] { numbers.filter { $0 != 0 }.sorted() }

    /// The value of a number, which is not 0; nil where there is none. Setting nil removes it.
    subscript(number: Int) -> Value? {
        _read {
            if let place = find(number) { yield values[place] } else { yield nil }
        }
        _modify {
            if let place = find(number) {
                yield &values[place]
                if values[place] == nil { remove(at: place) }
            } else {
                var value: Value?
                yield &value
                if let value { insert(value, number) }
            }
        }
    }

    /// Lends the value of a number to `body`; nil where there is none. Unlike the subscript it copies nothing.
    func read<R>(_ number: Int, _ body: (Value) -> R) -> R? {
        guard let place = find(number), let value = values[place] else { return nil }
        return body(value)
    }

    mutating func removeValue(forKey number: Int) -> Value? {
        guard let place = find(number) else { return nil }
        let value = values[place]
        remove(at: place)
        return value
    }

    private func home(_ number: Int) -> Int {
        // The golden ratio of 2⁶⁴ scatters neighbours; the upper half of the product is the better one.
        Int(truncatingIfNeeded: (UInt(bitPattern: number) &* 0x9E37_79B9_7F4A_7C15) >> 32) & (numbers.count - 1)
    }

    private func next(_ place: Int) -> Int { (place + 1) & (numbers.count - 1) }

    private func find(_ number: Int) -> Int? {
        var place = home(number)
        while numbers[place] != number {
            if numbers[place] == 0 { return nil }
            place = next(place)
        }
        return place
    }

    private mutating func insert(_ value: Value, _ number: Int) {
        precondition(number != 0, "a number is not 0")
        if count * 2 >= numbers.count { grow() }
        var place = home(number)
        while numbers[place] != 0 { place = next(place) }
        numbers[place] = number
        values[place] = value
        count += 1
    }

    /// Empties a place and closes the gap, so that all that lies behind is still found.
    private mutating func remove(at place: Int) {
        count -= 1
        var gap = place
        var other = next(gap)
        while numbers[other] != 0 {
            let distance = (other - home(numbers[other])) & (numbers.count - 1)
            if distance >= (other - gap) & (numbers.count - 1) {
                numbers[gap] = numbers[other]
                values.swapAt(gap, other)
                gap = other
            }
            other = next(other)
        }
        numbers[gap] = 0
        values[gap] = nil
    }

    private mutating func grow() {
        let (oldNumbers, oldValues) = (numbers, values)
        numbers = Array(repeating: 0, count: oldNumbers.count * 2)
        values = Array(repeating: nil, count: oldNumbers.count * 2)
        count = 0
        for (number, value) in zip(oldNumbers, oldValues) {
            if let value { insert(value, number) }
        }
    }
}

extension NumberTable: Sequence {
    func makeIterator() -> AnyIterator<(key: Int, value: Value)> {
        var entries = zip(numbers, values).makeIterator()
        return AnyIterator {
            while let (number, value) = entries.next() {
                if let value { return (number, value) }
            }
            return nil
        }
    }
}
