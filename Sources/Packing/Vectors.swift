/// Eight values side by side: one register of AVX2, two of SSE2 or NEON.
@usableFromInline typealias Vector = SIMD8<UInt32>
@usableFromInline typealias Floats = SIMD8<Float>

/// Eight values from row `row` of rows of 32 bytes, at any alignment.
@inlinable @inline(__always)
func load(_ source: UnsafeRawPointer, _ row: Int) -> Vector {
    unsafe source.loadUnaligned(fromByteOffset: row &* 32, as: Vector.self)
}

/// Eight values from `index` on.
@inlinable @inline(__always)
func load(_ source: UnsafePointer<UInt32>, at index: Int) -> Vector {
    unsafe UnsafeRawPointer(source).loadUnaligned(fromByteOffset: index &* 4, as: Vector.self)
}

/// Eight values whose low halves are the low halves of four words, and whose next four are their high halves.
///
/// The first four keep the high halves above their own 16 bits.
@inlinable @inline(__always)
func loadHalf(_ source: UnsafeRawPointer, _ offset: Int) -> Vector {
    let words = unsafe source.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt32>.self)
    return Vector(lowHalf: words, highHalf: words &>> 16)
}

/// Writes row `row`.
@inlinable @inline(__always)
func store(_ vector: Vector, _ target: UnsafeMutablePointer<UInt32>, _ row: Int) {
    unsafe UnsafeMutableRawPointer(target).storeBytes(of: vector, toByteOffset: row &* 32, as: Vector.self)
}

/// Writes eight values from `index` on.
@inlinable @inline(__always)
func store(_ vector: Vector, _ target: UnsafeMutablePointer<UInt32>, at index: Int) {
    unsafe UnsafeMutableRawPointer(target).storeBytes(of: vector, toByteOffset: index &* 4, as: Vector.self)
}

/// The sum of eight values that is below 2³².
///
/// The vector's own sum takes lanes out one by one; halves are added here.
@inlinable @inline(__always)
func laneSum(_ values: Vector) -> Int {
    let pairs = unsafe unsafeBitCast(values, to: SIMD4<UInt64>.self)
    let two = pairs.lowHalf &+ pairs.highHalf
    let pair = two[0] &+ two[1]
    return Int(truncatingIfNeeded: (pair &+ pair &>> 32) & 0xFFFF_FFFF)
}

/// For each lane, `base` and the sum of the lanes before it.
@inlinable @inline(__always)
func laneStarts(_ sums: Vector, _ base: UInt32) -> Vector {
    let s1 = base &+ sums[0]
    let s2 = s1 &+ sums[1]
    let s3 = s2 &+ sums[2]
    let s4 = s3 &+ sums[3]
    let s5 = s4 &+ sums[4]
    let s6 = s5 &+ sums[5]
    let s7 = s6 &+ sums[6]
    return Vector(base, s1, s2, s3, s4, s5, s6, s7)
}
