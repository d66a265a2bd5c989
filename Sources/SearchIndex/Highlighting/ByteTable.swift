/// Byte strings, each with a value, looked up by the bytes of a span without making an array of them.
///
/// A fixed hash table with open addressing, at most half full. The hash (FNV-1a) grows byte by byte, so that all
/// beginnings of a term are looked up in one walk over it.
struct ByteTable<Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        var hash: UInt64
        var key: [UInt8]
        var value: Value
    }

    private var entries: [Entry] = []
    /// Indices of entries, -1 where a slot is free; a power of two of them.
    private var slots: [Int32]
    /// For each length up to that of the longest key, whether there is a key so long.
    private var hasLength: [Bool] = [false]

    init(_ values: [[UInt8]: Value]) {
        var slotCount = 2
        while slotCount < 2 * values.count { slotCount *= 2 }
        slots = [Int32](repeating: -1, count: slotCount)
        for (key, value) in values { insert(key, value) }
    }

    var isEmpty: Bool { entries.isEmpty }

    private mutating func insert(_ key: [UInt8], _ value: Value) {
        let hash = key.reduce(Self.seed) { Self.hash($0, $1) }
        var slot = slot(of: hash)
        while slots[slot] >= 0 { slot = (slot &+ 1) & (slots.count &- 1) }
        slots[slot] = Int32(entries.count)
        entries.append(Entry(hash: hash, key: key, value: value))
        while hasLength.count <= key.count { hasLength.append(false) }
        hasLength[key.count] = true
    }

    /// The value of a key.
    func value(of key: Span<UInt8>) -> Value? {
        guard key.count < hasLength.count, hasLength[key.count] else { return nil }
        var hash = Self.seed
        for index in key.indices { hash = Self.hash(hash, key[index]) }
        return find(key, byteCount: key.count, hash: hash)
    }

    /// Calls `body` with the value of each key that is a beginning of `term`, the shortest first.
    func forEachBeginning(of term: Span<UInt8>, _ body: (Value) -> Void) {
        var hash = Self.seed
        for index in 0..<min(term.count, hasLength.count &- 1) {
            hash = Self.hash(hash, term[index])
            guard hasLength[index &+ 1], let value = find(term, byteCount: index &+ 1, hash: hash) else { continue }
            body(value)
        }
    }

    private func find(_ bytes: Span<UInt8>, byteCount: Int, hash: UInt64) -> Value? {
        var slot = slot(of: hash)
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if entry.hash == hash, entry.key.count == byteCount,
                entry.key.indices.allSatisfy({ entry.key[$0] == bytes[$0] })
            {
                return entry.value
            }
            slot = (slot &+ 1) & (slots.count &- 1)
        }
        return nil
    }

    private func slot(of hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash ^ hash &>> 32) & (slots.count &- 1)
    }

    private static var seed: UInt64 { 0xCBF2_9CE4_8422_2325 }

    private static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
}
