/// Text from bytes, with what was wrong with them.
struct DecodedText: Hashable {
    /// The text, with U+FFFD for each sequence that is none.
    var text: String
    /// Sequences that are no text.
    var invalidCount = 0
    /// Where the first of them begins, in bytes from the beginning of what was decoded.
    var firstInvalidOffset: Int?
}

/// Turns bytes into text. Damage is counted, never fatal; whether it matters is the caller's to decide.
enum TextDecoder {
    static func decode(_ bytes: ArraySlice<UInt8>, as encoding: TextEncoding) -> DecodedText {
        switch encoding {
        case .utf8: decodeUTF8(bytes)
        case .utf16LittleEndian: decodeUTF16(bytes, isLittleEndian: true)
        case .utf16BigEndian: decodeUTF16(bytes, isLittleEndian: false)
        }
    }

    private static func decodeUTF8(_ bytes: ArraySlice<UInt8>) -> DecodedText {
        if let text = String(validating: bytes, as: UTF8.self) { return DecodedText(text: text) }
        var result = DecodedText(text: String(decoding: bytes, as: UTF8.self))
        var start = bytes.startIndex
        while start < bytes.endIndex, let invalid = firstInvalid(in: bytes[start...]) {
            result.invalidCount += 1
            if result.firstInvalidOffset == nil {
                result.firstInvalidOffset = start - bytes.startIndex + invalid.lowerBound
            }
            start += invalid.upperBound
        }
        return result
    }

    /// The first ill-formed sequence, relative to the beginning of the slice.
    private static func firstInvalid(in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets
        }
    }

    private static func decodeUTF16(_ bytes: ArraySlice<UInt8>, isLittleEndian: Bool) -> DecodedText {
        var result = DecodedText(text: "")
        var scalars = String.UnicodeScalarView()
        var index = bytes.startIndex
        func unit(at index: Int) -> UInt16? {
            guard index + 1 < bytes.endIndex else { return nil }
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isLittleEndian ? first | second << 8 : first << 8 | second
        }
        while index < bytes.endIndex {
            let high = unit(at: index)
            if let high, let scalar = Unicode.Scalar(high) {
                scalars.append(scalar)
                index += 2
            } else if let high, UTF16.isLeadSurrogate(high), let low = unit(at: index + 2), UTF16.isTrailSurrogate(low),
                let scalar = Unicode.Scalar(0x10000 + ((UInt32(high) - 0xD800) << 10 | (UInt32(low) - 0xDC00)))
            {
                scalars.append(scalar)
                index += 4
            } else {
                scalars.append("\u{FFFD}")
                result.invalidCount += 1
                if result.firstInvalidOffset == nil { result.firstInvalidOffset = index - bytes.startIndex }
                index += 2
            }
        }
        result.text = String(scalars)
        return result
    }
}
