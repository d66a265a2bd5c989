/// The keys of an ordered dictionary in mapped bytes, as ``KeyBlockWriter`` wrote them.
///
/// Finding a key is one search over the heads of the blocks, which lie side by side, and one walk over the counts of a
/// block, in which no key is put together: `matched` bytes of the sought key are known to stand at the beginning of the
/// key before, which is less. A key that shares more with its predecessor is less too; one that shares fewer is greater;
/// only one that shares as many is compared, from there on.
///
/// Offsets that come out of the file are checked before they are followed, each once; 64 readable bytes follow each
/// section, so that loads of a few bytes need no check of their own.
@safe struct KeyBlocks: BitwiseCopyable, @unchecked Sendable {
    // The memory is never written to. Whoever has one keeps the dictionary mapped.

    private let heads: UnsafeRawPointer
    private let offsets: UnsafeRawPointer
    private let entries: UnsafeRawPointer
    private let entriesByteCount: Int
    /// How many keys there are.
    let count: Int
    let blockCount: Int

    /// - Throws: `damaged` when the index has not the size that the count asks for.
    init(entries: ByteView, index: ByteView, count: UInt64) throws(IndexError) {
        let blockCount = (Int(min(count, 1 << 40)) + KeyBlockWriter.blockCount - 1) / KeyBlockWriter.blockCount
        guard count <= UInt64(entries.count), index.count == 12 * blockCount + 4 else {
            throw index.damaged("the index of the dictionary has \(index.count) bytes, for \(count) keys")
        }
        self.count = Int(count)
        self.blockCount = blockCount
        unsafe heads = try index.pointer(0, index.count)
        unsafe offsets = unsafe heads + 8 * blockCount
        unsafe self.entries = try entries.pointer(0, entries.count)
        entriesByteCount = entries.count
    }

    /// What a search ends with.
    struct Place: BitwiseCopyable {
        /// The number of the first key that is not before the sought one.
        var ordinal: Int
        /// Whether that is the sought key.
        var isFound: Bool
        /// Where what the found key's block leads to begins, in the section; -1 when it is damaged.
        var payload: Int
    }

    /// How many bytes of a block lie before the bytes of its keys, in a block whose counts take one byte.
    private static var narrowCount: Int { 1 + 2 * KeyBlockWriter.blockCount }

    @inline(__always)
    func head(_ block: Int) -> UInt64 {
        unsafe UInt64(littleEndian: heads.loadUnaligned(fromByteOffset: 8 &* block, as: UInt64.self))
    }

    /// Where a block begins, and where it ends; outside of the section when the index is damaged.
    @inline(__always)
    private func bounds(_ block: Int) -> (start: Int, end: Int) {
        let both = unsafe UInt64(littleEndian: offsets.loadUnaligned(fromByteOffset: 4 &* block, as: UInt64.self))
        return (Int(both & 0xFFFF_FFFF), Int(both &>> 32))
    }

    /// Searches a key.
    @inline(__always)
    func find(_ key: UnsafeRawBufferPointer) -> Place {
        let block = unsafe lastBlock(notBehind: key)
        guard block >= 0 else { return Place(ordinal: 0, isFound: false, payload: 0) }
        let (start, end) = bounds(block)
        guard start &+ Self.narrowCount <= end, end <= entriesByteCount else { return damaged(block) }
        let base = unsafe entries + start
        guard unsafe base.load(as: UInt8.self) & 1 == 0 else { return unsafe findInWideBlock(block, key, start, end) }
        let total = unsafe Self.total(base + 17)
        guard start &+ Self.narrowCount &+ total <= end else { return damaged(block) }
        let laneCount = min(count &- block &* KeyBlockWriter.blockCount, KeyBlockWriter.blockCount)
        var suffix = unsafe base + Self.narrowCount
        var matched = 0
        var lane = 0
        while lane < laneCount {
            let shared = unsafe Int(base.load(fromByteOffset: 1 &+ lane, as: UInt8.self))
            let suffixCount = unsafe Int(base.load(fromByteOffset: 17 &+ lane, as: UInt8.self))
            if shared == matched {
                let limit = min(suffixCount, key.count &- matched)
                var equal = 0
                while equal < limit,
                    unsafe suffix.load(fromByteOffset: equal, as: UInt8.self)
                        == key.load(fromByteOffset: matched &+ equal, as: UInt8.self)
                { equal &+= 1 }
                matched &+= equal
                if matched == key.count {
                    return Place(
                        ordinal: block &* KeyBlockWriter.blockCount &+ lane, isFound: equal == suffixCount,
                        payload: start &+ Self.narrowCount &+ total)
                }
                if equal < suffixCount,
                    unsafe suffix.load(fromByteOffset: equal, as: UInt8.self)
                        > key.load(fromByteOffset: matched, as: UInt8.self)
                {
                    break
                }
            } else if shared < matched {
                break
            }
            unsafe suffix += suffixCount
            lane &+= 1
        }
        return Place(ordinal: block &* KeyBlockWriter.blockCount &+ lane, isFound: false, payload: 0)
    }

    /// The last block whose first key is not behind `key`; -1 when there is none.
    @inline(__always)
    private func lastBlock(notBehind key: UnsafeRawBufferPointer) -> Int {
        let sought = unsafe Self.head(key)
        guard blockCount > 0, head(0) <= sought else { return -1 }
        // The head at `low` is at most the sought one, that at `low + width` larger, if there is one. Conditional moves
        // alone depend on what is read.
        var low = 0
        var width = UInt(bitPattern: blockCount)
        while width > 1 {
            let half = width &>> 1
            let middle = low &+ Int(bitPattern: half)
            low = head(middle) <= sought ? middle : low
            width &-= half
        }
        guard head(low) == sought else { return low }
        return unsafe lastBlock(notBehind: key, head: sought, from: low)
    }

    /// The last block whose first key is not behind `key`, among those before `last` and it, whose heads are alike.
    @inline(never)
    private func lastBlock(notBehind key: UnsafeRawBufferPointer, head sought: UInt64, from last: Int) -> Int {
        var low = -1
        var high = last &+ 1
        while high &- low > 1 {
            let middle = (low &+ high) / 2
            let isNotBehind: Bool
            if head(middle) == sought, let first = unsafe firstKey(middle) {
                isNotBehind = unsafe compareBytes(first, key) <= 0
            } else {
                isNotBehind = head(middle) <= sought
            }
            if isNotBehind { low = middle } else { high = middle }
        }
        return low
    }

    /// The bytes of a block's first key; nil when the block is damaged.
    private func firstKey(_ block: Int) -> UnsafeRawBufferPointer? {
        let (start, end) = bounds(block)
        guard start &+ Self.narrowCount <= end, end <= entriesByteCount else { return nil }
        let base = unsafe entries + start
        let isWide = unsafe base.load(as: UInt8.self) & 1 != 0
        let offset = isWide ? 1 + 8 * KeyBlockWriter.blockCount : Self.narrowCount
        guard start &+ offset <= end else { return nil }
        let byteCount =
            isWide
            ? unsafe Int(UInt32(littleEndian: base.loadUnaligned(fromByteOffset: 65, as: UInt32.self)))
            : unsafe Int(base.load(fromByteOffset: 17, as: UInt8.self))
        guard byteCount <= end &- start &- offset else { return nil }
        return unsafe UnsafeRawBufferPointer(start: base + offset, count: byteCount)
    }

    /// Searches in a block whose counts take four bytes: as above, by keys that are put together.
    @inline(never)
    private func findInWideBlock(_ block: Int, _ key: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Place {
        var walk = KeyWalk(self, block: block)
        var ordinal = block &* KeyBlockWriter.blockCount
        while walk.next() {
            let order = unsafe walk.key.withUnsafeBytes { unsafe compareBytes($0, key) }
            if order >= 0 {
                return Place(ordinal: ordinal, isFound: order == 0, payload: payload(block))
            }
            ordinal &+= 1
        }
        return walk.isDamaged ? damaged(block) : Place(ordinal: ordinal, isFound: false, payload: 0)
    }

    private func damaged(_ block: Int) -> Place {
        Place(ordinal: block &* KeyBlockWriter.blockCount, isFound: false, payload: -1)
    }

    /// Where what a block leads to begins, in the section; -1 when the block is damaged.
    @inline(__always)
    func payload(_ block: Int) -> Int {
        let (start, end) = bounds(block)
        guard start &+ Self.narrowCount <= end, end <= entriesByteCount else { return -1 }
        let base = unsafe entries + start
        guard unsafe base.load(as: UInt8.self) & 1 == 0 else { return widePayload(start, end) }
        let offset = unsafe start &+ Self.narrowCount &+ Self.total(base + 17)
        return offset <= end ? offset : -1
    }

    private func widePayload(_ start: Int, _ end: Int) -> Int {
        var offset = start &+ 1 &+ 8 &* KeyBlockWriter.blockCount
        guard offset <= end else { return -1 }
        for lane in 0..<KeyBlockWriter.blockCount {
            let place = start &+ 65 &+ 4 &* lane
            offset &+= unsafe Int(UInt32(littleEndian: entries.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
        }
        return offset <= end ? offset : -1
    }

    /// The sum of sixteen bytes.
    @inline(__always)
    private static func total(_ bytes: UnsafeRawPointer) -> Int {
        unsafe Int(truncatingIfNeeded: LaneReader.sum(bytes, count: 16))
    }

    /// What the heads of keys are compared with; see ``KeyBlockWriter``.
    @inline(__always)
    private static func head(_ key: UnsafeRawBufferPointer) -> UInt64 {
        if key.count >= 8 { return unsafe UInt64(bigEndian: key.loadUnaligned(as: UInt64.self)) }
        if key.count >= 4 {
            let first = unsafe UInt64(UInt32(bigEndian: key.loadUnaligned(as: UInt32.self)))
            let last = unsafe UInt64(
                UInt32(bigEndian: key.loadUnaligned(fromByteOffset: key.count &- 4, as: UInt32.self)))
            // Where both overlap they are alike.
            return first &<< 32 | last &<< (64 &- 8 &* UInt64(key.count))
        }
        var head: UInt64 = 0
        for index in 0..<key.count { head |= unsafe UInt64(key[index]) &<< (56 &- 8 &* UInt64(index)) }
        return head
    }

    /// Where a block's counts and bytes lie, for walks.
    func block(_ block: Int) -> UnsafeRawBufferPointer? {
        guard block < blockCount else { return nil }
        let (start, end) = bounds(block)
        guard start &+ Self.narrowCount <= end, end <= entriesByteCount else { return nil }
        return unsafe UnsafeRawBufferPointer(start: entries + start, count: end &- start)
    }

    /// The bytes from an offset to the end of the section, for what the keys lead to.
    @inline(__always)
    func bytes(from offset: Int) -> (start: UnsafeRawPointer, end: UnsafeRawPointer) {
        unsafe (entries + offset, entries + entriesByteCount)
    }
}
