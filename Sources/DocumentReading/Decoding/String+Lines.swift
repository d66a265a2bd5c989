extension StringProtocol {
    /// The text without white space at its ends; what is inside stays as it is.
    var trimmingSpace: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isSpace }),
            let last = scalars.lastIndex(where: { !$0.isSpace })
        else { return "" }
        return String(self[first...last])
    }
}

extension String {
    /// The lines of a text, empty ones included: cut at LF, CR LF, CR, the vertical tab, the form feed, and Unicode's
    /// next line, line separator and paragraph separator, which are what `Character.isNewline` takes for line ends.
    ///
    /// Goes by bytes: that is ten times as fast as by characters, and none of these bytes stands inside another scalar.
    var splitAtLineEnds: [Substring] {
        var lines: [Substring] = []
        let bytes = utf8.span
        var start = startIndex
        var startOffset = 0
        var offset = 0
        while offset < bytes.count {
            let length = Self.lineEndLength(in: bytes, at: offset)
            guard length > 0 else {
                offset += 1
                continue
            }
            let end = utf8.index(start, offsetBy: offset - startOffset)
            lines.append(self[start..<end])
            start = utf8.index(end, offsetBy: length)
            offset += length
            startOffset = offset
        }
        lines.append(self[start...])
        return lines
    }

    /// The length of the line end at an offset; 0 when there is none.
    private static func lineEndLength(in bytes: borrowing Span<UInt8>, at offset: Int) -> Int {
        func follows(_ more: UInt8, _ distance: Int) -> Bool {
            offset + distance < bytes.count && bytes[offset + distance] == more
        }
        switch bytes[offset] {
        case 0x0A, 0x0B, 0x0C: return 1
        case 0x0D: return follows(0x0A, 1) ? 2 : 1
        case 0xC2: return follows(0x85, 1) ? 2 : 0
        case 0xE2: return follows(0x80, 1) && (follows(0xA8, 2) || follows(0xA9, 2)) ? 3 : 0
        default: return 0
        }
    }
}

extension Unicode.Scalar {
    /// White space; most text is decided without a look into Unicode's tables.
    var isSpace: Bool { value < 0x80 ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace }
}
