/// What a scalar does to the token it meets.
enum ScalarClass {
    /// A letter or number: opens a token or joins it.
    case letter
    /// A combining mark: joins a token, opens none.
    case mark
    /// Invisible (zero-width characters, soft hyphen, variation selectors): inside a token it is passed over.
    case ignorable
    /// Ends a token.
    case separator

    /// The class of a scalar outside ASCII.
    static func of(_ scalar: UInt32) -> ScalarClass {
        switch scalar {
        case 0xAD, 0x34F, 0x200B...0x200F, 0x2060, 0xFE00...0xFE0F, 0xFEFF: return .ignorable
        // The punctuation that news text is full of, ahead of the look-up in Unicode's tables.
        case 0x80...0xA9, 0x2010...0x205F, 0xFFFD: return .separator
        default: break
        }
        guard let scalar = Unicode.Scalar(scalar) else { return .separator }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            return .letter
        case .nonspacingMark, .spacingMark, .enclosingMark: return .mark
        default: return .separator
        }
    }
}

/// The scalar that begins at a byte, and its length in bytes.
///
/// Bytes that are not UTF-8 read as U+FFFD, one for each longest beginning of a sequence, as `String(decoding:as:)`
/// reads them, so that offsets in the bytes and in the string agree.
///
/// - Precondition: `index` lies inside `utf8`.
@inline(__always)
func readScalar(_ utf8: Span<UInt8>, at index: Int) -> (value: UInt32, byteCount: Int) {
    let first = utf8[index]
    if first < 0x80 { return (UInt32(first), 1) }
    // Two bytes, and three as Vietnamese letters and most punctuation have them; whatever is amiss goes the long way.
    if first >= 0xC2, first < 0xE0, index &+ 1 < utf8.count, case let second = utf8[index &+ 1], second & 0xC0 == 0x80 {
        return (UInt32(first & 0x1F) &<< 6 | UInt32(second & 0x3F), 2)
    }
    if first == 0xE1 || first == 0xE2, index &+ 2 < utf8.count, case let second = utf8[index &+ 1],
        case let third = utf8[index &+ 2], second & 0xC0 == 0x80, third & 0xC0 == 0x80
    {
        return (UInt32(first & 0x0F) &<< 12 | UInt32(second & 0x3F) &<< 6 | UInt32(third & 0x3F), 3)
    }
    return readLongScalar(utf8, at: index, first: first)
}

private func readLongScalar(_ utf8: Span<UInt8>, at index: Int, first: UInt8) -> (value: UInt32, byteCount: Int) {
    let following: Int
    var value: UInt32
    // The range of the second byte excludes overlong forms, surrogates and what lies beyond U+10FFFF.
    var low: UInt8 = 0x80
    var high: UInt8 = 0xBF
    switch first {
    case 0xC2...0xDF: (following, value) = (1, UInt32(first & 0x1F))
    case 0xE0...0xEF:
        (following, value) = (2, UInt32(first & 0x0F))
        if first == 0xE0 { low = 0xA0 }
        if first == 0xED { high = 0x9F }
    case 0xF0...0xF4:
        (following, value) = (3, UInt32(first & 0x07))
        if first == 0xF0 { low = 0x90 }
        if first == 0xF4 { high = 0x8F }
    default: return (0xFFFD, 1)
    }
    for offset in 1...following {
        guard index + offset < utf8.count, case let byte = utf8[index + offset], byte >= low, byte <= high else {
            return (0xFFFD, offset)
        }
        value = value << 6 | UInt32(byte & 0x3F)
        (low, high) = (0x80, 0xBF)
    }
    return (value, following + 1)
}
