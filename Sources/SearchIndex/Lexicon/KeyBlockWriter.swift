/// Writes keys in bytewise order into blocks of sixteen, and an index of the blocks; what the keys lead to is left to the
/// caller.
///
/// A block begins with a byte for its form (bit 0: the counts that follow take four bytes each, not one), sixteen counts
/// of the bytes that a key shares with the one before (0 for the first), sixteen counts of the bytes that follow these, and
/// those bytes of all keys. Lanes behind the last key are 0. Then comes what the caller appends.
///
/// The index has for each block the first eight bytes of its first key, as one number whose highest byte is the first
/// (shorter keys: zeros behind), eight bytes; then for each block where it begins, four bytes, and where the last ends.
struct KeyBlockWriter {
    static let blockCount = 16

    private var entries: SectionBuffer
    private let index: SectionBuffer
    private var heads: [UInt64] = []
    private var offsets: [UInt32] = []
    private var shared: [UInt32] = []
    private var suffixCounts: [UInt32] = []
    private var suffixes: [UInt8] = []
    private var last: [UInt8] = []
    /// How many keys were added.
    private(set) var count = 0

    init(entries: SectionBuffer, index: SectionBuffer) {
        self.entries = entries
        self.index = index
    }

    /// Whether the block that keys are added to is full.
    var isBlockFull: Bool { shared.count == Self.blockCount }
    /// Whether the block that keys are added to has none.
    var isBlockEmpty: Bool { shared.isEmpty }

    /// - Precondition: keys are added in ascending order, none twice; the block is not full.
    mutating func add(_ key: some RandomAccessCollection<UInt8>) {
        precondition(!isBlockFull, "a block takes \(Self.blockCount) keys")
        var sharedCount = 0
        if isBlockEmpty {
            heads.append(Self.head(key))
        } else {
            for (left, right) in zip(last, key) {
                guard left == right else { break }
                sharedCount += 1
            }
        }
        let suffix = key.dropFirst(sharedCount)
        shared.append(UInt32(sharedCount))
        suffixCounts.append(UInt32(suffix.count))
        suffixes.append(contentsOf: suffix)
        last.removeAll(keepingCapacity: true)
        last.append(contentsOf: key)
        count += 1
    }

    /// Ends a block.
    ///
    /// - Parameter payload: What its keys lead to.
    mutating func endBlock(payload: [UInt8]) throws(IndexError) {
        guard entries.count <= Int(UInt32.max) else {
            throw IndexError(.tooLarge, path: "", reason: "a dictionary has too many keys; merge less into one segment")
        }
        offsets.append(UInt32(entries.count))
        let isWide = shared.contains { $0 > 255 } || suffixCounts.contains { $0 > 255 }
        entries.bytes.append(isWide ? 1 : 0)
        for counts in [shared, suffixCounts] {
            for lane in 0..<Self.blockCount {
                let value = lane < counts.count ? counts[lane] : 0
                if isWide { entries.bytes.append(littleEndian: value) } else { entries.bytes.append(UInt8(value)) }
            }
        }
        entries.bytes.append(contentsOf: suffixes)
        entries.bytes.append(contentsOf: payload)
        try entries.settle()
        shared.removeAll(keepingCapacity: true)
        suffixCounts.removeAll(keepingCapacity: true)
        suffixes.removeAll(keepingCapacity: true)
    }

    /// Ends both sections, which the caller then takes.
    ///
    /// - Precondition: the last block was ended.
    mutating func finish() throws(IndexError) -> (entries: SectionBuffer, index: SectionBuffer) {
        guard entries.count <= Int(UInt32.max) else {
            throw IndexError(.tooLarge, path: "", reason: "a dictionary has too many keys; merge less into one segment")
        }
        offsets.append(UInt32(entries.count))
        var index = index
        for head in heads { index.bytes.append(littleEndian: head) }
        for offset in offsets { index.bytes.append(littleEndian: offset) }
        return (entries, index)
    }

    /// The first eight bytes of a key as a number.
    static func head(_ key: some RandomAccessCollection<UInt8>) -> UInt64 {
        var head: UInt64 = 0
        for byte in key.prefix(8) { head = head << 8 | UInt64(byte) }
        return key.count < 8 ? head << (8 * UInt64(8 - key.count)) : head
    }
}
