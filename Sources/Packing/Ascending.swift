/// Searching among ascending integers as they stand in a file: little-endian, at any alignment.
///
/// Where the integers do not ascend, the answer is some index within the bounds.
public enum Ascending {
    /// The first index from `start` on, below `count`, whose value is not below `target`; `count` when there is none.
    ///
    /// Quick for an answer near `start`: distances double, then halve.
    ///
    /// - Parameters:
    ///   - values: `count` values of 32 bits.
    ///   - start: Where to begin, 0 to `count`.
    @inlinable
    public static func first32(_ values: UnsafeRawPointer, from start: Int, count: Int, notBelow target: UInt32) -> Int
    {
        first(from: start, count: count) { index in
            unsafe values.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self) >= target
        }
    }

    /// The same for values of 16 bits.
    @inlinable
    public static func first16(_ values: UnsafeRawPointer, from start: Int, count: Int, notBelow target: UInt32) -> Int
    {
        first(from: start, count: count) { index in
            UInt32(unsafe values.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self)) >= target
        }
    }

    /// The first index from `start` on that is reached.
    @inlinable @inline(__always)
    static func first(from start: Int, count: Int, _ isReached: (Int) -> Bool) -> Int {
        var low = start
        var step = 1
        // Everything before `low` is below; `low + step - 1` is looked at.
        while low &+ step <= count, !isReached(low &+ step &- 1) {
            low &+= step
            step &+= step
        }
        var high = min(low &+ step &- 1, count)
        while low < high {
            let middle = (low &+ high) &>> 1
            if isReached(middle) { high = middle } else { low = middle &+ 1 }
        }
        return low
    }
}
