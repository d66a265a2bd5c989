internal import TextAnalysis

/// Reads texts into the numbers of their terms, and remembers how pieces of text were read.
///
/// A piece is what lies between two ASCII characters that are neither letters nor digits. These separate tokens wherever
/// they stand, so that a piece is read alike in every text; running text is made of few different pieces, each of which
/// is analysed once. Longer pieces, and those that are not exactly one token, are analysed each time.
@safe struct TextReader: ~Copyable {
    // The slots belong to the value alone, which frees them. Sixteen bytes are read at once only where the text has them.

    /// What is known of a piece of up to sixteen bytes.
    private struct Slot: BitwiseCopyable {
        /// Its bytes, zeros behind them; no piece has a zero.
        var low: UInt64
        var high: UInt64
        /// The number of its term plus 1; 0 where there is no piece.
        var number: UInt32
    }

    /// The terms of what was read.
    private(set) var terms = TermTable()
    private let analyzer: Analyzer
    /// A power of two in size, at most half full.
    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    private var count = 0

    init(analyzer: Analyzer) {
        self.analyzer = analyzer
        mask = 1 << 14 - 1
        unsafe slots = Self.emptySlots(mask + 1)
    }

    deinit { unsafe slots.deallocate() }

    private static func emptySlots(_ count: Int) -> UnsafeMutablePointer<Slot> {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
        unsafe slots.initialize(repeating: Slot(low: 0, high: 0, number: 0), count: count)
        return unsafe slots
    }

    /// About how many bytes are taken.
    var byteCount: Int { terms.byteCount + (mask + 1) * MemoryLayout<Slot>.stride }

    /// Appends the numbers of a text's terms.
    ///
    /// - Returns: How many tokens the text has.
    mutating func read(_ text: String, into tokens: inout TokenChunks) -> Int {
        let start = tokens.count
        var text = text
        text.withUTF8 { bytes in
            guard let base = bytes.baseAddress else { return }
            unsafe read(UnsafeRawPointer(base), bytes.count, into: &tokens)
        }
        return tokens.count - start
    }

    @unsafe
    private mutating func read(_ text: UnsafeRawPointer, _ count: Int, into tokens: inout TokenChunks) {
        var offset = 0
        while offset &+ 16 <= count {
            let low = unsafe text.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
            let high = unsafe text.loadUnaligned(fromByteOffset: offset &+ 8, as: UInt64.self).littleEndian
            let lowEnd = Self.separators(low).trailingZeroBitCount &>> 3
            let highEnd = Self.separators(high).trailingZeroBitCount &>> 3
            let length = lowEnd < 8 ? lowEnd : 8 &+ highEnd
            guard length > 0 else {
                offset &+= 1
                continue
            }
            guard length < 16 else {
                let end = unsafe Self.pieceEnd(text, from: offset &+ 16, count)
                unsafe analyze(text + offset, end &- offset, into: &tokens)
                offset = end
                continue
            }
            // Shifts by 64 give zero.
            let lowMask: UInt64 = ~(UInt64.max << UInt64(truncatingIfNeeded: 8 &* min(length, 8)))
            let highMask: UInt64 = ~(UInt64.max &<< UInt64(truncatingIfNeeded: 8 &* max(length &- 8, 0)))
            let key = (low: low & lowMask, high: high & highMask)
            let number = find(key.low, key.high)
            if number != 0 {
                tokens.append(number &- 1)
            } else {
                unsafe analyze(text + offset, length, into: &tokens, key: key)
            }
            // The separator needs no look of its own.
            offset &+= length &+ 1
        }
        if offset < count { unsafe analyze(text + offset, count &- offset, into: &tokens) }
    }

    /// The top bit of every byte that is ASCII and neither letter nor digit.
    @inline(__always)
    private static func separators(_ bytes: UInt64) -> UInt64 {
        let tops: UInt64 = 0x8080_8080_8080_8080
        let ones: UInt64 = 0x0101_0101_0101_0101
        let ascii = bytes & ~tops
        let lowered = ascii | ones &* 0x20
        // Sums reach the top bit from a bound on, and never carry.
        let isDigit = (ascii &+ ones &* (0x80 - 0x30)) & ~(ascii &+ ones &* (0x80 - 0x3A))
        let isLetter = (lowered &+ ones &* (0x80 - 0x61)) & ~(lowered &+ ones &* (0x80 - 0x7B))
        return ~(bytes | isDigit | isLetter) & tops
    }

    /// Where a piece ends that goes on at `start`.
    @unsafe
    private static func pieceEnd(_ text: UnsafeRawPointer, from start: Int, _ count: Int) -> Int {
        var end = start
        while end < count, unsafe separators(UInt64(text.load(fromByteOffset: end, as: UInt8.self))) & 0x80 == 0 {
            end &+= 1
        }
        return end
    }

    /// The number of a piece's term plus 1; 0 when it is not known.
    @inline(__always)
    private func find(_ low: UInt64, _ high: UInt64) -> UInt32 {
        var index = Self.hash(low, high) & mask
        while true {
            let slot = unsafe slots[index]
            if slot.low == low, slot.high == high { return slot.number }
            if slot.number == 0 { return 0 }
            index = (index &+ 1) & mask
        }
    }

    @inline(__always)
    private static func hash(_ low: UInt64, _ high: UInt64) -> Int {
        let product = (low ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: high ^ 0xD6E8_FEB8_6659_FD93)
        return Int(truncatingIfNeeded: product.high ^ product.low)
    }

    /// Analyses a part of a text, and remembers it by a key if it is one token.
    @inline(never) @unsafe
    private mutating func analyze(
        _ start: UnsafeRawPointer, _ count: Int, into tokens: inout TokenChunks,
        key: (low: UInt64, high: UInt64)? = nil
    ) {
        let bytes = unsafe UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count)
        var found = 0
        var number: UInt32 = 0
        unsafe analyzer.forEachToken(in: bytes.span) { exact, folded, _, _ in
            number = terms.number(of: exact, folded: folded)
            tokens.append(number)
            found += 1
        }
        if found == 1, let key { insert(Slot(low: key.low, high: key.high, number: number + 1)) }
    }

    private mutating func insert(_ slot: Slot) {
        if count * 2 > mask { grow() }
        count += 1
        put(slot)
    }

    private func put(_ slot: Slot) {
        var index = Self.hash(slot.low, slot.high) & mask
        while unsafe slots[index].number != 0 { index = (index + 1) & mask }
        unsafe slots[index] = slot
    }

    private mutating func grow() {
        let old = unsafe slots
        let oldCount = mask + 1
        mask = 2 * oldCount - 1
        unsafe slots = Self.emptySlots(mask + 1)
        for index in 0..<oldCount {
            let slot = unsafe old[index]
            if slot.number != 0 { put(slot) }
        }
        unsafe old.deallocate()
    }
}
