/// How bytes stand for text.
enum TextEncoding: Hashable {
    case utf8
    case utf16LittleEndian
    case utf16BigEndian

    /// Bytes of a code unit.
    var unitByteCount: Int { self == .utf8 ? 1 : 2 }

    /// The encoding of a text from its first bytes, and how many of them are the byte order mark.
    ///
    /// Without a mark, UTF-16 shows by its zero bytes: Vietnamese is ASCII for two letters of three, and each of these
    /// has a zero in its high byte, while UTF-8 has none.
    static func detect(_ head: [UInt8]) -> (encoding: TextEncoding, markByteCount: Int) {
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if head.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if head.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        let sample = head.prefix(4096)
        var zeros = [0, 0]
        for (index, byte) in sample.enumerated() where byte == 0 { zeros[index & 1] += 1 }
        let units = sample.count / 2
        if units > 0, zeros[1] * 4 > units, zeros[0] * 20 <= units { return (.utf16LittleEndian, 0) }
        if units > 0, zeros[0] * 4 > units, zeros[1] * 20 <= units { return (.utf16BigEndian, 0) }
        return (.utf8, 0)
    }

    /// The first line end at or behind an index of code units: LF, CR LF or CR.
    ///
    /// - Parameter isComplete: whether `bytes` reach to the end of the text; if not, a CR at the end is no answer yet, as
    ///   an LF may follow.
    func firstLineEnd(in bytes: [UInt8], from start: Int, isComplete: Bool) -> Range<Int>? {
        let width = unitByteCount
        var index = start
        while index + width <= bytes.count {
            let unit = unit(in: bytes, at: index)
            if unit == 0x0A { return index..<(index + width) }
            if unit == 0x0D {
                guard index + 2 * width <= bytes.count else { return isComplete ? index..<(index + width) : nil }
                let isPair = self.unit(in: bytes, at: index + width) == 0x0A
                return index..<(index + (isPair ? 2 : 1) * width)
            }
            index += width
        }
        return nil
    }

    private func unit(in bytes: [UInt8], at index: Int) -> UInt16 {
        switch self {
        case .utf8: UInt16(bytes[index])
        case .utf16LittleEndian: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8
        case .utf16BigEndian: UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
        }
    }
}
