/// Writes an ordered dictionary: keys in bytewise order, each with a payload.
///
/// Keys come in blocks of ``DictionaryWriter/blockCount``. The first of a block is whole, the others leave out what they
/// share with the one before. The index has the offset of each block, and a last one where the blocks end.
struct DictionaryWriter {
    static let blockCount = 16

    var entries: SectionBuffer
    var index: SectionBuffer
    private(set) var count = 0
    private var last: [UInt8] = []

    init(entries: SectionBuffer, index: SectionBuffer) {
        self.entries = entries
        self.index = index
    }

    /// Whether the next key begins a block.
    var isAtBlock: Bool { count % Self.blockCount == 0 }

    /// - Precondition: keys are added in ascending order, none twice.
    mutating func add(_ key: some RandomAccessCollection<UInt8>, payload: [UInt8]) throws(IndexError) {
        var shared = 0
        if isAtBlock {
            index.bytes.append(littleEndian: UInt64(entries.count))
            try index.settle()
        } else {
            for (left, right) in zip(last, key) {
                guard left == right else { break }
                shared += 1
            }
        }
        let suffix = key.dropFirst(shared)
        entries.bytes.append(varint: UInt(shared))
        entries.bytes.append(varint: UInt(suffix.count))
        entries.bytes.append(contentsOf: suffix)
        entries.bytes.append(varint: UInt(payload.count))
        entries.bytes.append(contentsOf: payload)
        try entries.settle()
        last.removeLast(last.count - shared)
        last.append(contentsOf: suffix)
        count += 1
    }

    /// Ends the index.
    mutating func finish() {
        index.bytes.append(littleEndian: UInt64(entries.count))
    }
}
