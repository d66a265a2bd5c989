internal import Compression

/// Writes what is stored of documents: blocks of several, each a zstd frame.
///
/// A block's content is the end of each document's bytes (32 bits each, from where these begin) and then the bytes. The
/// index has 16 bytes a block: its offset (64 bits), its first document and the size of its content (32 bits each), and
/// at last an entry for where the blocks and documents end.
struct StoredWriter {
    /// A block is closed when its content has so many bytes.
    static let contentByteCount = 16 << 10
    static let entryByteCount = 16

    var blocks: SectionBuffer
    var index: SectionBuffer
    private var ends: [UInt8] = []
    private var content: [UInt8] = []
    private var firstDocument: UInt32 = 0
    private(set) var documentCount: UInt32 = 0

    init(blocks: SectionBuffer, index: SectionBuffer) {
        self.blocks = blocks
        self.index = index
    }

    /// Adds the next document.
    mutating func add(_ bytes: some Collection<UInt8>) throws(IndexError) {
        guard bytes.count <= StoredReader.contentByteCountMax / 2 else {
            throw IndexError(
                .tooLarge, path: "", reason: "a document stores \(bytes.count) bytes; less than 1 GiB is possible")
        }
        content.append(contentsOf: bytes)
        ends.append(littleEndian: UInt32(content.count))
        documentCount += 1
        if content.count >= Self.contentByteCount { try endBlock() }
    }

    /// Adds the documents of a block of another segment as they lie there.
    mutating func add(block: ByteView, documentCount: UInt32, contentByteCount: UInt32) throws(IndexError) {
        try endBlock()
        appendEntry(contentByteCount: contentByteCount)
        try block.append(0, block.count, to: &blocks.bytes)
        try blocks.settle()
        self.documentCount += documentCount
        firstDocument = self.documentCount
    }

    /// Ends the last block and the index.
    mutating func finish() throws(IndexError) {
        try endBlock()
        appendEntry(contentByteCount: 0)
    }

    private mutating func endBlock() throws(IndexError) {
        guard !ends.isEmpty else { return }
        ends += content
        appendEntry(contentByteCount: UInt32(ends.count))
        blocks.bytes += Zstd.compress(ends, level: 1)
        try blocks.settle()
        ends.removeAll(keepingCapacity: true)
        content.removeAll(keepingCapacity: true)
        firstDocument = documentCount
    }

    private mutating func appendEntry(contentByteCount: UInt32) {
        index.bytes.append(littleEndian: UInt64(blocks.count))
        index.bytes.append(littleEndian: firstDocument)
        index.bytes.append(littleEndian: contentByteCount)
    }
}

/// Reads what is stored of documents.
struct StoredReader {
    static let contentByteCountMax = 2 << 30

    let blocks: ByteView
    let index: ByteView
    let documentCount: UInt32

    /// A block as it lies in the file.
    struct Block {
        var bytes: ByteView
        var documents: Range<UInt32>
        var contentByteCount: UInt32
    }

    init(blocks: ByteView, index: ByteView, documentCount: UInt32) throws(IndexError) {
        guard index.count >= StoredWriter.entryByteCount, index.count % StoredWriter.entryByteCount == 0 else {
            throw index.damaged("its size is wrong")
        }
        self.blocks = blocks
        self.index = index
        self.documentCount = documentCount
    }

    var blockCount: Int { index.count / StoredWriter.entryByteCount - 1 }

    /// The block of a number.
    func block(_ number: Int) throws(IndexError) -> Block {
        let place = number * StoredWriter.entryByteCount
        let start = try index.load(place, as: UInt64.self)
        let end = try index.load(place + StoredWriter.entryByteCount, as: UInt64.self)
        let first = try firstDocument(ofBlock: number)
        let next = try firstDocument(ofBlock: number + 1)
        let contentByteCount = try index.load(place + 12, as: UInt32.self)
        guard start <= end, end <= UInt64(blocks.count), first < next, next <= documentCount else {
            throw index.damaged("block \(number) makes no sense")
        }
        return Block(
            bytes: try blocks.slice(Int(start), Int(end - start)), documents: first..<next,
            contentByteCount: contentByteCount)
    }

    private func firstDocument(ofBlock number: Int) throws(IndexError) -> UInt32 {
        try index.load(number * StoredWriter.entryByteCount + 8, as: UInt32.self)
    }

    /// The content of a block.
    func content(of block: Block) throws(IndexError) -> [UInt8] {
        do {
            let content = try block.bytes.withSpan { bytes in
                // Bytes are bytes: a raw span of them is a span of them.
                try unsafe bytes.withUnsafeBytes {
                    try unsafe Zstd.decompress(
                        $0.assumingMemoryBound(to: UInt8.self).span, byteCountMax: Int(block.contentByteCount))
                }
            }
            guard content.count == block.contentByteCount, content.count >= block.documents.count * 4 else {
                throw blocks.damaged("a block has \(content.count) bytes, not \(block.contentByteCount)")
            }
            return content
        } catch let error as IndexError {
            throw error
        } catch {
            throw blocks.damaged("a block cannot be read: \(error)")
        }
    }

    /// Where a document's bytes lie in the content of its block.
    func range(of document: UInt32, in content: [UInt8], of block: Block) throws(IndexError) -> Range<Int> {
        let number = Int(document - block.documents.lowerBound)
        let tableByteCount = block.documents.count * 4
        func end(_ number: Int) -> Int {
            (0..<4).reduce(0) { $0 | Int(content[number * 4 + $1]) << (8 * $1) } + tableByteCount
        }
        let start = number == 0 ? tableByteCount : end(number - 1)
        let end = end(number)
        guard start <= end, end <= content.count else { throw blocks.damaged("document \(document) lies outside") }
        return start..<end
    }

    /// What is stored of a document.
    func stored(_ document: UInt32) throws(IndexError) -> [UInt8] {
        guard document < documentCount else {
            throw index.damaged("document \(document) is asked for, of \(documentCount)")
        }
        var low = 0
        var high = blockCount
        while high - low > 1 {
            let middle = (low + high) / 2
            if try firstDocument(ofBlock: middle) <= document { low = middle } else { high = middle }
        }
        let block = try block(low)
        guard block.documents.contains(document) else { throw index.damaged("document \(document) has no block") }
        let content = try content(of: block)
        return Array(content[try range(of: document, in: content, of: block)])
    }
}
