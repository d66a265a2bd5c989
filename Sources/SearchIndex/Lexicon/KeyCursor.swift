/// Walks over the keys of a dictionary in their order.
///
/// Keeps no owner: whoever has one keeps the dictionary mapped.
struct KeyCursor {
    private let blocks: KeyBlocks
    private var walk: KeyWalk
    private var block: Int
    /// The number of the key; before the first, one less than that.
    private(set) var ordinal: Int
    /// Where what the block leads to begins, in the section; -1 when it is damaged.
    private(set) var payload = 0

    /// A cursor before the first key of a block, of which there may be none.
    init(_ blocks: KeyBlocks, block: Int) {
        self.blocks = blocks
        self.block = block
        ordinal = block * KeyBlockWriter.blockCount - 1
        walk = KeyWalk(blocks, block: block)
        payload = block < blocks.blockCount ? blocks.payload(block) : 0
    }

    /// The key.
    var key: [UInt8] { walk.key }
    /// How many bytes the key shares with the one before in its block; 0 for the first of a block.
    var sharedCount: Int { walk.sharedCount }
    /// Whether the block of the next key contradicts itself.
    var isDamaged: Bool { block < blocks.blockCount && walk.isDamaged }

    /// Moves to the next key; false when there is none.
    mutating func next() -> Bool {
        while block < blocks.blockCount {
            if walk.next() {
                ordinal += 1
                return true
            }
            guard !walk.isDamaged else { return false }
            block += 1
            guard block < blocks.blockCount else { break }
            walk.begin(blocks, block: block)
            payload = blocks.payload(block)
        }
        return false
    }
}
