internal import Glibc

/// Bytewise order: negative when left comes first, 0 when both are the same.
@unsafe @inline(__always)
func compareBytes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    let common = min(left.count, right.count)
    if common > 0 {
        let order = unsafe memcmp(left.baseAddress.unsafelyUnwrapped, right.baseAddress.unsafelyUnwrapped, common)
        if order != 0 { return Int(order) }
    }
    return left.count - right.count
}

/// Bytewise order: negative when left comes first, 0 when both are the same.
func compareBytes(_ left: [UInt8], _ right: [UInt8]) -> Int {
    unsafe left.withUnsafeBytes { left in unsafe right.withUnsafeBytes { unsafe compareBytes(left, $0) } }
}
