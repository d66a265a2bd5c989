/// An ordered dictionary in mapped bytes, as ``DictionaryWriter`` wrote it.
struct DictionaryReader {
    let entries: ByteView
    let index: ByteView
    /// How many keys it has.
    let count: Int

    /// - Throws: `damaged` when the index has not the size that the count asks for.
    init(entries: ByteView, index: ByteView, count: UInt64) throws(IndexError) {
        guard count <= UInt64(entries.count),
            index.count == (Int(count) + DictionaryWriter.blockCount - 1) / DictionaryWriter.blockCount * 8 + 8
        else { throw index.damaged("the index of the dictionary has the wrong size") }
        self.entries = entries
        self.index = index
        self.count = Int(count)
    }

    var blockCount: Int { index.count / 8 - 1 }

    /// Where a block lies.
    func block(_ block: Int) throws(IndexError) -> ByteView {
        let start = try index.load(block * 8, as: UInt64.self)
        let end = try index.load(block * 8 + 8, as: UInt64.self)
        guard start <= end, end <= UInt64(entries.count) else {
            throw index.damaged("block \(block) lies outside of the dictionary")
        }
        return try entries.slice(Int(start), Int(end - start))
    }

    /// A cursor before the first key.
    func cursor() -> DictionaryCursor { DictionaryCursor(self) }

    /// A cursor at a key; nil when the dictionary has it not.
    func find(_ key: [UInt8]) throws(IndexError) -> DictionaryCursor? {
        var cursor = cursor()
        guard try cursor.seek(key), cursor.key == key else { return nil }
        return cursor
    }

    /// The last block whose first key is not behind `key`; the first block when there is none.
    func lastBlock(notBehind key: [UInt8]) throws(IndexError) -> Int {
        var low = 0
        var high = blockCount
        while high - low > 1 {
            let middle = (low + high) / 2
            let bytes = try block(middle)
            var offset = 0
            _ = try bytes.varint(&offset)
            let keyCount = try bytes.varint(&offset, max: bytes.count)
            if try bytes.compare(offset, keyCount, with: key) <= 0 { low = middle } else { high = middle }
        }
        return low
    }
}

/// Walks over a dictionary in the order of its keys.
struct DictionaryCursor {
    fileprivate let dictionary: DictionaryReader
    private var block: ByteView
    private var offset = 0
    private var payloadCount = 0
    /// The number of the key, from 0; -1 before the first.
    private(set) var ordinal = -1
    /// The key.
    private(set) var key: [UInt8] = []

    fileprivate init(_ dictionary: DictionaryReader) {
        self.dictionary = dictionary
        block = dictionary.entries
    }

    /// Whether the key is the first of its block.
    var isAtBlock: Bool { ordinal % DictionaryWriter.blockCount == 0 }

    /// The bytes that follow from the payload's beginning to its end.
    var payload: (bytes: ByteView, offset: Int, end: Int) { (block, offset - payloadCount, offset) }

    /// Moves to the next key; false when there is none.
    mutating func next() throws(IndexError) -> Bool {
        guard ordinal + 1 < dictionary.count else { return false }
        ordinal += 1
        if isAtBlock {
            block = try dictionary.block(ordinal / DictionaryWriter.blockCount)
            offset = 0
        }
        let shared = try block.varint(&offset, max: key.count)
        let suffixCount = try block.varint(&offset, max: block.count)
        key.removeLast(key.count - shared)
        try block.append(offset, suffixCount, to: &key)
        offset += suffixCount
        payloadCount = try block.varint(&offset, max: block.count)
        try block.check(offset, payloadCount)
        offset += payloadCount
        return true
    }

    /// Moves to the first key that is not before `target`; false when there is none.
    mutating func seek(_ target: [UInt8]) throws(IndexError) -> Bool {
        try move(toBlock: dictionary.lastBlock(notBehind: target))
        while try next() {
            if compareBytes(key, target) >= 0 { return true }
        }
        return false
    }

    /// Moves right before the first key of a block.
    mutating func move(toBlock block: Int) {
        ordinal = block * DictionaryWriter.blockCount - 1
        key.removeAll(keepingCapacity: true)
    }
}

extension DictionaryCursor {
    /// The last block whose first key is not behind `key`; the first block when there is none.
    func block(notBehind key: [UInt8]) throws(IndexError) -> Int { try dictionary.lastBlock(notBehind: key) }
}
