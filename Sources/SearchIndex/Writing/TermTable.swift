/// The different terms of the documents being inverted, numbered in the order in which they are met.
///
/// A hash table over bytes in one arena: looking up a term that is there allocates nothing.
struct TermTable {
    /// Where a term's bytes lie, and those of its folded form when that is another.
    private struct Place {
        var start: UInt32
        var exactCount: UInt16
        var foldedCount: UInt16
        var hash: UInt32
    }

    private var arena: [UInt8] = []
    private var places: [Place] = []
    /// The number of a term plus 1; 0 where there is none. A power of two in size, at most half full.
    private var slots = [UInt32](repeating: 0, count: 1 << 14)

    /// How many terms there are.
    var count: Int { places.count }

    /// The number of a term, which is added when it is new.
    @inline(__always)
    mutating func number(of exact: Span<UInt8>, folded: Span<UInt8>) -> Int {
        let hash = Self.hash(exact)
        let mask = slots.count &- 1
        var slot = Int(hash) & mask
        while case let entry = slots[slot], entry != 0 {
            let number = Int(entry) &- 1
            if places[number].hash == hash, equals(exact, places[number]) { return number }
            slot = (slot &+ 1) & mask
        }
        slots[slot] = UInt32(count + 1)
        add(exact, folded, hash)
        return count - 1
    }

    private mutating func add(_ exact: Span<UInt8>, _ folded: Span<UInt8>, _ hash: UInt32) {
        precondition(arena.count < Int(UInt32.max) - 1024, "a segment's terms exceed 4 GiB; publish fewer at a time")
        let isBare = folded.isIdentical(to: exact)
        places.append(
            Place(
                start: UInt32(arena.count), exactCount: UInt16(exact.count),
                foldedCount: isBare ? 0 : UInt16(folded.count), hash: hash))
        for index in exact.indices { arena.append(exact[index]) }
        if !isBare {
            for index in folded.indices { arena.append(folded[index]) }
        }
        if count * 2 > slots.count { grow() }
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        let mask = slots.count - 1
        for (number, place) in places.enumerated() {
            var slot = Int(place.hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(number + 1)
        }
    }

    @inline(__always)
    private func equals(_ term: Span<UInt8>, _ place: Place) -> Bool {
        guard term.count == Int(place.exactCount) else { return false }
        let start = Int(place.start)
        for index in term.indices where arena[start &+ index] != term[index] { return false }
        return true
    }

    /// FNV-1a over the bytes, its upper bits mixed into the lower.
    @inline(__always)
    private static func hash(_ term: Span<UInt8>) -> UInt32 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in term.indices { hash = (hash ^ UInt64(term[index])) &* 0x100_0000_01B3 }
        return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
    }

    /// The exact form of a term.
    func exact(_ number: Int) -> ArraySlice<UInt8> {
        let place = places[number]
        return arena[Int(place.start)..<Int(place.start) + Int(place.exactCount)]
    }

    /// The folded form of a term; nil when it is the exact one.
    func folded(_ number: Int) -> ArraySlice<UInt8>? {
        let place = places[number]
        guard place.foldedCount > 0 else { return nil }
        let start = Int(place.start) + Int(place.exactCount)
        return arena[start..<start + Int(place.foldedCount)]
    }

    /// The numbers of all terms in the bytewise order of their exact forms.
    func ordered() -> [Int] {
        unsafe arena.withUnsafeBytes { arena in
            func bytes(_ number: Int) -> UnsafeRawBufferPointer {
                let place = places[number]
                return unsafe UnsafeRawBufferPointer(
                    rebasing: arena[Int(place.start)..<Int(place.start) + Int(place.exactCount)])
            }
            return places.indices.sorted { unsafe compareBytes(bytes($0), bytes($1)) < 0 }
        }
    }
}
