internal import Hashing

/// Which documents of a segment a generation has: one bit a document.
struct LiveSet: Sendable {
    private static let magic: [UInt8] = Array("TIMTLIVE".utf8)
    private static let version: UInt32 = 1
    private static let headerByteCount = 24

    let documentCount: UInt32
    /// How many documents are live.
    private(set) var liveCount: Int
    /// Bit `d % 64` of word `d / 64` is set when document `d` is live.
    private(set) var words: [UInt64]

    /// A set in which all documents are live.
    init(documentCount: UInt32) {
        self.documentCount = documentCount
        liveCount = Int(documentCount)
        words = [UInt64](repeating: .max, count: (Int(documentCount) + 63) / 64)
        if documentCount % 64 != 0 { words[words.count - 1] = 1 << UInt64(documentCount % 64) - 1 }
    }

    /// Whether all documents are live.
    var isFull: Bool { liveCount == Int(documentCount) }

    /// Whether a document is live.
    @inline(__always)
    func contains(_ document: UInt32) -> Bool {
        words[Int(document >> 6)] >> UInt64(document & 63) & 1 == 1
    }

    /// Takes a document out; false when it was not in.
    mutating func remove(_ document: UInt32) -> Bool {
        guard contains(document) else { return false }
        words[Int(document >> 6)] &= ~(1 << UInt64(document & 63))
        liveCount -= 1
        return true
    }

    /// The live documents in ascending order.
    var documents: [UInt32] {
        var documents: [UInt32] = []
        documents.reserveCapacity(liveCount)
        for (index, word) in words.enumerated() {
            var word = word
            while word != 0 {
                documents.append(UInt32(index * 64 + word.trailingZeroBitCount))
                word &= word - 1
            }
        }
        return documents
    }

    /// The bytes of its file; docs/format.md draws it.
    func encoded() -> [UInt8] {
        var bytes = Self.magic
        bytes.append(littleEndian: Self.version)
        bytes.append(littleEndian: documentCount)
        bytes.append(littleEndian: UInt32(liveCount))
        bytes.append(littleEndian: UInt32(0))
        for word in words { bytes.append(littleEndian: word) }
        bytes.append(littleEndian: XXH3.hash64(bytes))
        return bytes
    }

    /// Reads and verifies a file's bytes.
    init(_ bytes: [UInt8], path: String) throws(IndexError) {
        func damaged(_ reason: String) -> IndexError { IndexError(.damaged, path: path, reason: reason) }
        func load(_ offset: Int, _ byteCount: Int) -> UInt64 {
            (0..<byteCount).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
        }
        guard bytes.count >= Self.headerByteCount + 8, Array(bytes[..<8]) == Self.magic else {
            throw damaged("this is no live set")
        }
        let version = load(8, 4)
        guard version == Self.version else {
            throw IndexError(
                .version, path: path,
                reason: "the format has version \(version), this program reads \(Self.version); build the index again")
        }
        guard XXH3.hash64(Array(bytes.dropLast(8))) == load(bytes.count - 8, 8) else {
            throw damaged("the checksum differs")
        }
        documentCount = UInt32(load(12, 4))
        liveCount = Int(load(16, 4))
        let wordCount = (Int(documentCount) + 63) / 64
        guard bytes.count == Self.headerByteCount + 8 * wordCount + 8 else { throw damaged("its size is wrong") }
        words = (0..<wordCount).map { load(Self.headerByteCount + 8 * $0, 8) }
        let last = documentCount % 64 == 0 ? 0 : (words.last ?? 0) >> UInt64(documentCount % 64)
        guard last == 0, words.reduce(0, { $0 + $1.nonzeroBitCount }) == liveCount else {
            throw damaged("the number of live documents is wrong")
        }
    }
}
