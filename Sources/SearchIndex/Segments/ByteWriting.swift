extension [UInt8] {
    /// Appends an integer, little-endian.
    @inline(__always)
    mutating func append<Value: FixedWidthInteger & BitwiseCopyable>(littleEndian value: Value) {
        unsafe Swift.withUnsafeBytes(of: value.littleEndian) { unsafe append(contentsOf: $0) }
    }

    /// Appends a variable-length integer, as ``ByteView/varint(_:)`` reads it.
    @inline(__always)
    mutating func append(varint value: some UnsignedInteger & FixedWidthInteger) {
        var value = value
        while value >= 0x80 {
            append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        append(UInt8(truncatingIfNeeded: value))
    }
}
