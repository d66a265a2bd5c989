internal import Packing

/// A set of documents of a segment, one bit each, that does not change any more once others see it.
@safe final class DocumentBits: @unchecked Sendable {
    // Only whoever makes a set writes to it, before it is handed on.

    /// Bit `d % 64` of word `d / 64` is set when document `d` is in the set; one word of zeros follows the last.
    let words: UnsafeMutablePointer<UInt64>
    let wordCount: Int

    /// An empty set.
    init(documentCount: UInt32) {
        wordCount = (Int(documentCount) + 63) / 64
        unsafe words = .allocate(capacity: wordCount + 1)
        unsafe words.initialize(repeating: 0, count: wordCount + 1)
    }

    /// The documents that are live.
    convenience init(_ live: LiveSet) {
        self.init(documentCount: live.documentCount)
        for (index, word) in live.words.enumerated() { unsafe words[index] = word }
    }

    deinit { unsafe words.deallocate() }

    var byteCount: Int { wordCount * 8 }

    @inline(__always)
    func contains(_ document: UInt32) -> Bool {
        unsafe words[Int(document >> 6)] >> UInt64(document & 63) & 1 == 1
    }

    func insert(_ document: UInt32) { unsafe words[Int(document >> 6)] |= 1 << UInt64(document & 63) }

    func formUnion(_ other: DocumentBits) {
        for index in 0..<wordCount { unsafe words[index] |= other.words[index] }
    }

    func subtract(_ other: DocumentBits) {
        for index in 0..<wordCount { unsafe words[index] &= ~other.words[index] }
    }

    /// Calls `body` with each member, in ascending order.
    func forEach(_ body: (UInt32) -> Void) {
        for index in 0..<wordCount {
            var word = unsafe words[index]
            while word != 0 {
                body(UInt32(index * 64 + word.trailingZeroBitCount))
                word &= word - 1
            }
        }
    }

    /// How many members there are, or how many that are in another set, too.
    func count(in other: DocumentBits? = nil) -> Int {
        var count = 0
        if let other {
            for index in 0..<wordCount { count += unsafe (words[index] & other.words[index]).nonzeroBitCount }
        } else {
            for index in 0..<wordCount { count += unsafe words[index].nonzeroBitCount }
        }
        return count
    }
}
