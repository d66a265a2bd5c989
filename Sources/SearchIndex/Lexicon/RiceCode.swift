/// Rice's code of integers with a parameter k: as many zeros as the number >> k says, a one, and the lowest k bits. A number
/// with `highLimit` zeros or more has so many and then 32 bits.
enum RiceCode {
    static let highLimit = 24

    /// The parameter with which numbers take the fewest bits.
    static func parameter(_ values: [UInt32]) -> Int {
        var best = (parameter: 0, bitCount: Int.max)
        let mean = values.isEmpty ? 0 : values.reduce(UInt64(0)) { $0 + UInt64($1) } / UInt64(values.count)
        let near = 64 - mean.leadingZeroBitCount
        for parameter in max(0, near - 3)...min(31, near) {
            let bitCount = values.reduce(0) { sum, value in
                let high = Int(value >> UInt32(parameter))
                return sum + (high < highLimit ? high + 1 + parameter : highLimit + 32)
            }
            if bitCount < best.bitCount { best = (parameter, bitCount) }
        }
        return best.parameter
    }
}

extension BitRow {
    /// Appends an integer in Rice's code.
    mutating func append(rice value: UInt32, _ parameter: Int) {
        let high = Int(value >> UInt32(parameter))
        if high < RiceCode.highLimit {
            append(1 << UInt64(high), high + 1)
            append(UInt64(value) & (1 << UInt64(parameter) - 1), parameter)
        } else {
            append(0, RiceCode.highLimit)
            append(UInt64(value), 32)
        }
    }
}
