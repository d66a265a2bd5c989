/// What the table of a list says of a block of postings.
struct SkipEntry {
    static let byteCount = 16
    /// The largest frequency of a posting; longer texts count so.
    static let frequencyLimit: UInt32 = 0xFF_FFFF

    /// The last document of the block.
    var lastDocument: UInt32
    /// Where the block begins, from the end of the table.
    var block: UInt32
    /// Where the positions of its postings begin, from the beginning of those of the list.
    var positions: UInt32
    /// The largest frequency of its postings.
    var frequencyMax: UInt32
    /// The smallest norm of its documents.
    var normMin: UInt8

    init(lastDocument: UInt32, block: UInt32, positions: UInt32, frequencyMax: UInt32, normMin: UInt8) {
        self.lastDocument = lastDocument
        self.block = block
        self.positions = positions
        self.frequencyMax = frequencyMax
        self.normMin = normMin
    }

    /// Reads the entry of a block.
    init(_ list: ByteView, block index: Int) throws(IndexError) {
        let offset = index * Self.byteCount
        lastDocument = try list.load(offset, as: UInt32.self)
        block = try list.load(offset + 4, as: UInt32.self)
        positions = try list.load(offset + 8, as: UInt32.self)
        let impact = try list.load(offset + 12, as: UInt32.self)
        frequencyMax = impact & Self.frequencyLimit
        normMin = UInt8(impact >> 24)
    }

    func append(to bytes: inout [UInt8]) {
        bytes.append(littleEndian: lastDocument)
        bytes.append(littleEndian: block)
        bytes.append(littleEndian: positions)
        bytes.append(littleEndian: frequencyMax | UInt32(normMin) << 24)
    }
}
