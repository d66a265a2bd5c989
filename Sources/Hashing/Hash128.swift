/// A 128-bit hash value, ordered and printed as one big number.
public struct Hash128: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The upper 64 bits.
    public var high: UInt64
    /// The lower 64 bits.
    public var low: UInt64

    /// A value from its two halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The value that `hex` spells: exactly 32 digits in lower case, as `hex` gives them; nil for anything else, so
    /// that a value has one spelling.
    public init?(hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count == 32, let high = parseHex64(digits[..<16]), let low = parseHex64(digits[16...]) else {
            return nil
        }
        self.init(high: high, low: low)
    }

    /// 32 hexadecimal digits in lower case: fit for a file name.
    public var hex: String { hexDigits(high) + hexDigits(low) }

    /// The same as `hex`.
    public var description: String { hex }

    /// Numeric order.
    public static func < (left: Hash128, right: Hash128) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

/// 16 hexadecimal digits of `value` in lower case, leading zeros kept.
public func hexDigits(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}

private func parseHex64(_ digits: ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for digit in digits {
        switch digit {
        case 0x30...0x39: value = value << 4 | UInt64(digit - 0x30)
        case 0x61...0x66: value = value << 4 | UInt64(digit - 0x61 + 10)
        default: return nil
        }
    }
    return value
}
