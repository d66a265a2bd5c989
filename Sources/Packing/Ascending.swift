/// Searching among ascending integers as they stand in a file: little-endian, at any alignment.
///
/// Where the integers do not ascend, the answer is some index from `start` to `count`.
public enum Ascending {
    /// The first index from `start` on, below `count`, whose value is not below `target`; `count` when there is none.
    ///
    /// Quick for an answer near `start`: distances double, then halve, and the last eight are compared at once.
    ///
    /// - Parameters:
    ///   - values: `count` values of 32 bits.
    ///   - start: Where to begin, 0 to `count`.
    @inlinable
    public static func first32(
        _ values: UnsafeRawPointer, from start: Int, count: Int, notBelow target: UInt32
    ) -> Int {
        var low = start
        var step = 8
        // Everything from `start` to `low` is below the target.
        while low &+ step <= count, unsafe value32(values, low &+ step &- 1) < target {
            low &+= step
            step &+= step
        }
        var length = min(step, count &- low)
        while length > 8 {
            let half = length &>> 1
            let isBelow = unsafe value32(values, low &+ half &- 1) < target
            low = isBelow ? low &+ half : low
            length = isBelow ? length &- half : half
        }
        // Eight that are all within the values, and of which those before `low` are below the target.
        let first = min(low, count &- 8)
        if first >= 0 {
            let eight = unsafe load(values + first &* 4, 0)
            let one = Vector(repeating: 1)
            let below = Vector().replacing(with: one, where: eight .< Vector(repeating: target))
            return max(low, first &+ laneSum(below))
        }
        while low < count, unsafe value32(values, low) < target { low &+= 1 }
        return low
    }

    /// The same for values of 16 bits.
    @inlinable
    public static func first16(
        _ values: UnsafeRawPointer, from start: Int, count: Int, notBelow target: UInt32
    ) -> Int {
        guard let narrow = UInt16(exactly: target) else { return count }
        var low = start
        var step = 8
        while low &+ step <= count, unsafe value16(values, low &+ step &- 1) < narrow {
            low &+= step
            step &+= step
        }
        var length = min(step, count &- low)
        while length > 8 {
            let half = length &>> 1
            let isBelow = unsafe value16(values, low &+ half &- 1) < narrow
            low = isBelow ? low &+ half : low
            length = isBelow ? length &- half : half
        }
        let first = min(low, count &- 8)
        if first >= 0 {
            let pairs = unsafe values.loadUnaligned(fromByteOffset: first &* 2, as: SIMD4<UInt32>.self)
            let eight = Vector(lowHalf: pairs & 0xFFFF, highHalf: pairs &>> 16)
            let one = Vector(repeating: 1)
            let below = Vector().replacing(with: one, where: eight .< Vector(repeating: target))
            return max(low, first &+ laneSum(below))
        }
        while low < count, unsafe value16(values, low) < narrow { low &+= 1 }
        return low
    }

    @inlinable @inline(__always)
    static func value32(_ values: UnsafeRawPointer, _ index: Int) -> UInt32 {
        unsafe values.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self)
    }

    @inlinable @inline(__always)
    static func value16(_ values: UnsafeRawPointer, _ index: Int) -> UInt16 {
        unsafe values.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self)
    }
}
