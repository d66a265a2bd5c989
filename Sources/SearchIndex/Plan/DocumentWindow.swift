/// A run of documents of a segment that is looked at as a whole; a document is a bit.
struct DocumentWindow: BitwiseCopyable {
    /// How many documents there are at most.
    static let documentCountMax: UInt32 = 4096
    static let wordCountMax = Int(documentCountMax) / 64

    /// The first document, a multiple of 64.
    var start: UInt32
    /// The document behind the last.
    var end: UInt32

    var wordCount: Int { Int(end &- start &+ 63) >> 6 }
}

/// Sets of documents of a window: bit `i % 64` of word `i / 64` stands for document `i` of the window.
@unsafe enum WindowBits {
    static func clear(_ bits: UnsafeMutablePointer<UInt64>, _ window: DocumentWindow) {
        unsafe bits.update(repeating: 0, count: window.wordCount)
    }

    static func copy(_ source: UnsafePointer<UInt64>, to bits: UnsafeMutablePointer<UInt64>, _ window: DocumentWindow) {
        unsafe bits.update(from: source, count: window.wordCount)
    }

    /// All documents of a window, but for those that are not live.
    static func fill(
        _ bits: UnsafeMutablePointer<UInt64>, live: UnsafePointer<UInt64>?, _ window: DocumentWindow
    ) {
        let count = window.wordCount
        if let live = unsafe live {
            unsafe bits.update(from: live + Int(window.start >> 6), count: count)
        } else {
            unsafe bits.update(repeating: .max, count: count)
        }
        let last = (window.end &- window.start) & 63
        if count > 0, last != 0 { unsafe bits[count - 1] &= 1 << UInt64(last) - 1 }
    }

    /// Keeps what is in another set, too; false when nothing is left.
    static func formIntersection(
        _ bits: UnsafeMutablePointer<UInt64>, _ other: UnsafePointer<UInt64>, _ window: DocumentWindow
    ) -> Bool {
        var all: UInt64 = 0
        for index in 0..<window.wordCount {
            unsafe bits[index] &= other[index]
            all |= unsafe bits[index]
        }
        return all != 0
    }

    static func formUnion(
        _ bits: UnsafeMutablePointer<UInt64>, _ other: UnsafePointer<UInt64>, _ window: DocumentWindow
    ) {
        for index in 0..<window.wordCount { unsafe bits[index] |= other[index] }
    }

    /// Takes out what is in another set; false when nothing is left.
    static func subtract(
        _ bits: UnsafeMutablePointer<UInt64>, _ other: UnsafePointer<UInt64>, _ window: DocumentWindow
    ) -> Bool {
        var all: UInt64 = 0
        for index in 0..<window.wordCount {
            unsafe bits[index] &= ~other[index]
            all |= unsafe bits[index]
        }
        return all != 0
    }

    static func isEmpty(_ bits: UnsafePointer<UInt64>, _ window: DocumentWindow) -> Bool {
        var all: UInt64 = 0
        for index in 0..<window.wordCount { all |= unsafe bits[index] }
        return all == 0
    }

    static func count(_ bits: UnsafePointer<UInt64>, _ window: DocumentWindow) -> Int {
        var count = 0
        for index in 0..<window.wordCount { count &+= unsafe bits[index].nonzeroBitCount }
        return count
    }

    /// Calls `body` with each member's place in the window, in ascending order.
    @inline(__always)
    static func forEach(_ bits: UnsafePointer<UInt64>, _ window: DocumentWindow, _ body: (Int) -> Void) {
        for index in 0..<window.wordCount {
            var word = unsafe bits[index]
            while word != 0 {
                body(index &* 64 &+ word.trailingZeroBitCount)
                word &= word &- 1
            }
        }
    }
}

/// Counts, for each document of a window, in how many sets it is: bit by bit, the counts of 64 documents side by side.
@unsafe struct WindowCounters {
    /// The counters' bits, the lowest first, `DocumentWindow.wordCountMax` words each.
    let planes: UnsafeMutablePointer<UInt64>
    let planeCount: Int

    /// How many planes counters up to a number need.
    static func planeCount(for count: Int) -> Int { Int.bitWidth - count.leadingZeroBitCount }

    func clear() {
        unsafe planes.update(repeating: 0, count: planeCount &* DocumentWindow.wordCountMax)
    }

    /// Counts the members of a set.
    func add(_ bits: UnsafePointer<UInt64>, _ window: DocumentWindow) {
        for index in 0..<window.wordCount {
            var carry = unsafe bits[index]
            var place = index
            var plane = 0
            while carry != 0, unsafe plane < planeCount {
                let before = unsafe planes[place]
                unsafe planes[place] = before ^ carry
                carry &= before
                place &+= DocumentWindow.wordCountMax
                plane &+= 1
            }
        }
    }

    /// The documents that are in so many sets or more.
    func reached(_ minimum: Int, into bits: UnsafeMutablePointer<UInt64>, _ window: DocumentWindow) {
        for index in 0..<window.wordCount {
            var larger: UInt64 = 0
            var equal = UInt64.max
            for plane in unsafe (0..<planeCount).reversed() {
                let word = unsafe planes[plane &* DocumentWindow.wordCountMax &+ index]
                if minimum >> plane & 1 == 1 {
                    equal &= word
                } else {
                    larger |= equal & word
                    equal &= ~word
                }
            }
            unsafe bits[index] = larger | equal
        }
    }
}
