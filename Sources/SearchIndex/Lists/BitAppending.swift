/// Appends integers of some bits each, one after the other, least significant bits first.
struct BitAppender {
    private var word: UInt64 = 0
    private var filled: UInt64 = 0

    /// Appends an integer of at most 56 bits.
    @inline(__always)
    mutating func append(_ value: UInt64, width: Int, to bytes: inout [UInt8]) {
        word |= value &<< filled
        filled &+= UInt64(width)
        while filled >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: word))
            word &>>= 8
            filled &-= 8
        }
    }

    /// Ends the last byte; its unused bits are 0.
    mutating func finish(to bytes: inout [UInt8]) {
        if filled > 0 { bytes.append(UInt8(truncatingIfNeeded: word)) }
        self = BitAppender()
    }
}

extension [UInt8] {
    /// Appends integers as consecutive bits.
    mutating func append(bits values: ArraySlice<UInt32>, width: Int) {
        guard width > 0 else { return }
        var appender = BitAppender()
        for value in values { appender.append(UInt64(value), width: width, to: &self) }
        appender.finish(to: &self)
    }
}
