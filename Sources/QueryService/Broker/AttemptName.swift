/// How members are told the number of an attempt: in radix 32, short enough for a string without memory of its own.
enum AttemptName {
    private static let digits: StaticString = "0123456789abcdefghijklmnopqrstuv"
    /// The most digits of a number.
    private static let countMax = 13

    /// - Precondition: the number is not negative.
    static func text(_ number: Int) -> String {
        precondition(number >= 0, "attempts are counted from 0, not \(number)")
        let count = max(1, (Int.bitWidth - number.leadingZeroBitCount + 4) / 5)
        return String(unsafeUninitializedCapacity: count) { bytes in
            digits.withUTF8Buffer { digits in
                for place in 0..<count { bytes[place] = digits[(number >> (5 * (count - 1 - place))) & 31] }
            }
            return count
        }
    }

    /// The number of a name; nil for what is none.
    static func number(of text: String) -> Int? {
        guard (1...countMax).contains(text.utf8.count) else { return nil }
        var number: UInt = 0
        for byte in text.utf8 {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "v"): digit = byte - UInt8(ascii: "a") + 10
            default: return nil
            }
            guard number <= UInt(Int.max) >> 5 else { return nil }
            number = number << 5 | UInt(digit)
        }
        return Int(number)
    }
}
