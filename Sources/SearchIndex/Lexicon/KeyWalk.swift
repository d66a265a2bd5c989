/// Walks over the keys of one block of a dictionary, putting each together.
///
/// Keeps no owner: whoever has one keeps the dictionary mapped.
@safe struct KeyWalk {
    private var bytes = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    private var laneCount = 0
    private var countByteCount = 1
    private var offset = 0
    private var lane = 0
    /// The key.
    private(set) var key: [UInt8] = []
    /// How many bytes the key shares with the one before.
    private(set) var sharedCount = 0
    /// Whether the block contradicts itself; it has ended then.
    private(set) var isDamaged = false

    init(_ blocks: KeyBlocks, block: Int) {
        begin(blocks, block: block)
    }

    /// Moves before the first key of a block.
    mutating func begin(_ blocks: KeyBlocks, block: Int) {
        key.removeAll(keepingCapacity: true)
        lane = 0
        laneCount = min(blocks.count - block * KeyBlockWriter.blockCount, KeyBlockWriter.blockCount)
        guard let found = unsafe blocks.block(block) else {
            isDamaged = true
            return
        }
        unsafe bytes = unsafe found
        countByteCount = unsafe found[0] & 1 != 0 ? 4 : 1
        offset = 1 + 2 * KeyBlockWriter.blockCount * countByteCount
        isDamaged = offset > found.count
    }

    /// Moves to the next key; false when there is none.
    mutating func next() -> Bool {
        guard !isDamaged, lane < laneCount else { return false }
        sharedCount = number(lane)
        let suffixCount = number(KeyBlockWriter.blockCount + lane)
        guard sharedCount <= key.count, unsafe suffixCount <= bytes.count - offset else {
            isDamaged = true
            return false
        }
        key.removeLast(key.count - sharedCount)
        unsafe key.append(contentsOf: bytes[offset..<offset + suffixCount])
        offset += suffixCount
        lane += 1
        return true
    }

    private func number(_ place: Int) -> Int {
        unsafe countByteCount == 1
            ? Int(bytes[1 + place])
            : Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 1 + 4 * place, as: UInt32.self)))
    }
}
