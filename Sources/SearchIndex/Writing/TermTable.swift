/// The different terms of the documents being inverted, numbered in the order in which they are met.
///
/// A hash table over bytes in one arena. Looking up a term of up to eight bytes, as nearly all syllables are, reads one
/// slot of 16 bytes and nothing else; longer terms are compared in the arena.
@safe struct TermTable: ~Copyable {
    // The arena and the slots belong to the value alone, which frees them; each index into them was made here.

    private struct Slot: BitwiseCopyable {
        /// What ``head(_:)`` makes of the term.
        var head: UInt64
        /// 24 bits of the hash above the number of bytes.
        var tag: UInt32
        /// The number of the term plus 1; 0 where there is none.
        var number: UInt32
    }

    /// Where a term's bytes lie, and those of its folded form when that is another.
    private struct Place: BitwiseCopyable {
        var start: UInt32
        var hash: UInt32
        var exactCount: UInt8
        var foldedCount: UInt8
    }

    /// A power of two in size, at most half full.
    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    private var arena: [UInt8] = []
    private var places: [Place] = []

    init() {
        mask = 1 << 14 - 1
        unsafe slots = Self.emptySlots(mask + 1)
    }

    deinit { unsafe slots.deallocate() }

    private static func emptySlots(_ count: Int) -> UnsafeMutablePointer<Slot> {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
        unsafe slots.initialize(repeating: Slot(head: 0, tag: 0, number: 0), count: count)
        return unsafe slots
    }

    /// How many terms there are.
    var count: Int { places.count }

    /// About how many bytes the table takes.
    var byteCount: Int { (mask + 1) * MemoryLayout<Slot>.stride + arena.count + count * MemoryLayout<Place>.stride }

    /// The number of a term, which is added when it is new.
    ///
    /// - Precondition: neither form has more than 255 bytes, and the exact one has some.
    @inline(__always)
    mutating func number(of exact: Span<UInt8>, folded: Span<UInt8>) -> UInt32 {
        unsafe exact.withUnsafeBytes { bytes in
            let start = unsafe bytes.baseAddress.unsafelyUnwrapped
            let count = bytes.count
            let head = unsafe Self.head(start, count)
            let hash = unsafe count <= 8 ? Self.mix(head ^ UInt64(truncatingIfNeeded: count)) : Self.hash(start, count)
            let tag = UInt32(truncatingIfNeeded: hash &>> 32) & ~0xFF | UInt32(truncatingIfNeeded: count)
            var index = Int(truncatingIfNeeded: hash) & mask
            while case let slot = unsafe slots[index], slot.number != 0 {
                if slot.head == head, slot.tag == tag,
                    unsafe count <= 8 || equals(start, count, Int(slot.number &- 1))
                {
                    return slot.number &- 1
                }
                index = (index &+ 1) & mask
            }
            unsafe slots[index] = Slot(head: head, tag: tag, number: UInt32(places.count + 1))
            add(exact, folded, UInt32(truncatingIfNeeded: hash))
            return UInt32(places.count - 1)
        }
    }

    /// Up to eight bytes as one integer that no other term of the same length has; of longer terms the first eight.
    @inline(__always)
    private static func head(_ start: UnsafeRawPointer, _ count: Int) -> UInt64 {
        if count >= 8 { return unsafe start.loadUnaligned(as: UInt64.self) }
        if count >= 4 {
            let low = unsafe start.loadUnaligned(as: UInt32.self)
            let high = unsafe start.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
            return UInt64(high) &<< 32 | UInt64(low)
        }
        let first = unsafe start.load(as: UInt8.self)
        let middle = unsafe start.load(fromByteOffset: count &>> 1, as: UInt8.self)
        let last = unsafe start.load(fromByteOffset: count &- 1, as: UInt8.self)
        return UInt64(first) | UInt64(middle) &<< 8 | UInt64(last) &<< 16
    }

    /// Both halves of a full product, one over the other: every bit of the value reaches every bit of the result.
    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
        let product = (value ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return product.high ^ product.low
    }

    /// The hash of more than eight bytes, eight at a time, the last eight overlapping those before.
    private static func hash(_ start: UnsafeRawPointer, _ count: Int) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: count)
        var offset = 0
        while offset &+ 8 < count {
            hash = unsafe mix(hash ^ start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset &+= 8
        }
        return unsafe mix(hash ^ start.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
    }

    /// Whether a term of more than eight bytes is the one of a number, whose head and length are the same.
    @inline(never)
    private func equals(_ start: UnsafeRawPointer, _ count: Int, _ number: Int) -> Bool {
        let other = Int(places[number].start)
        return unsafe arena.withUnsafeBytes { arena in
            let term = unsafe UnsafeRawBufferPointer(start: start, count: count)
            return unsafe compareBytes(term, UnsafeRawBufferPointer(rebasing: arena[other..<other + count])) == 0
        }
    }

    @inline(never)
    private mutating func add(_ exact: Span<UInt8>, _ folded: Span<UInt8>, _ hash: UInt32) {
        precondition(arena.count < Int(UInt32.max) - 1024, "a segment's terms exceed 4 GiB; publish fewer at a time")
        let isBare = folded.isIdentical(to: exact)
        places.append(
            Place(
                start: UInt32(arena.count), hash: hash, exactCount: UInt8(exact.count),
                foldedCount: isBare ? 0 : UInt8(folded.count)))
        for index in exact.indices { arena.append(exact[index]) }
        if !isBare {
            for index in folded.indices { arena.append(folded[index]) }
        }
        if count * 2 > mask { grow() }
    }

    private mutating func grow() {
        let old = unsafe slots
        let oldCount = mask + 1
        mask = 2 * oldCount - 1
        unsafe slots = Self.emptySlots(mask + 1)
        for index in 0..<oldCount {
            let slot = unsafe old[index]
            guard slot.number != 0 else { continue }
            var target = Int(places[Int(slot.number) - 1].hash) & mask
            while unsafe slots[target].number != 0 { target = (target + 1) & mask }
            unsafe slots[target] = slot
        }
        unsafe old.deallocate()
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
    func ordered() -> [UInt32] {
        // Most terms differ in their first eight bytes, which are compared as one integer; zeros stand behind shorter
        // ones, which come first among equals by their bytes' number.
        var keys: [(head: UInt64, number: UInt32)] = []
        keys.reserveCapacity(count)
        for (number, place) in places.enumerated() {
            var head: UInt64 = 0
            for offset in 0..<min(8, Int(place.exactCount)) {
                head |= UInt64(arena[Int(place.start) + offset]) << UInt64(56 - 8 * offset)
            }
            keys.append((head, UInt32(number)))
        }
        unsafe arena.withUnsafeBytes { arena in
            func bytes(_ number: UInt32) -> UnsafeRawBufferPointer {
                let place = places[Int(number)]
                return unsafe UnsafeRawBufferPointer(
                    rebasing: arena[Int(place.start)..<Int(place.start) + Int(place.exactCount)])
            }
            keys.sort { left, right in
                left.head != right.head
                    ? left.head < right.head : unsafe compareBytes(bytes(left.number), bytes(right.number)) < 0
            }
        }
        return keys.map(\.number)
    }
}
