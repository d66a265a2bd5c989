/// Where a string of JSON lies, its quotes apart. Its grammar has been checked.
struct JSONText {
    let range: Range<Int>
    let hasEscapes: Bool

    /// The string.
    func value(_ text: Span<UInt8>) -> String {
        guard hasEscapes else {
            return text.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        }
        return String(decoding: bytes(text), as: UTF8.self)
    }

    /// Whether the string is `name`, which is ASCII.
    func equals(_ name: StaticString, _ text: Span<UInt8>) -> Bool {
        if hasEscapes { return value(text) == name.description }
        guard range.count == name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { letters in
            for index in letters.indices where letters[index] != text[range.lowerBound + index] { return false }
            return true
        }
    }

    private func bytes(_ text: Span<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            guard text[position] == UInt8(ascii: "\\") else {
                bytes.append(text[position])
                position += 1
                continue
            }
            position += Self.unescape(at: position, in: text, into: &bytes)
        }
        return bytes
    }

    /// Appends what the escape at `position` stands for, and returns its length.
    private static func unescape(at position: Int, in text: Span<UInt8>, into bytes: inout [UInt8]) -> Int {
        switch text[position + 1] {
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            let first = unit(at: position, in: text) ?? 0xFFFD
            guard UTF16.isLeadSurrogate(first), let second = unit(at: position + 6, in: text) else {
                bytes.append(contentsOf: String(decoding: [first], as: UTF16.self).utf8)
                return 6
            }
            bytes.append(contentsOf: String(decoding: [first, second], as: UTF16.self).utf8)
            return 12
        case let character: bytes.append(character)
        }
        return 2
    }

    /// The code unit of a `\uXXXX` at `position`; nil where none stands there.
    static func unit(at position: Int, in text: Span<UInt8>) -> UInt16? {
        guard position >= 0, text.count - position >= 6, text[position] == UInt8(ascii: "\\"),
            text[position + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt16 = 0
        for offset in 2..<6 {
            guard let digit = Character(UnicodeScalar(text[position + offset])).hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
