extension Columns {
    /// Adds up 128 counts: for each value the sum of those before it.
    ///
    /// - Parameters:
    ///   - counts: 128 counts in column order; their sum is below 2³².
    ///   - target: Room for 128 sums, which come in natural order.
    /// - Returns: The sum of all.
    @inlinable
    public static func starts(
        _ counts: UnsafePointer<UInt32>, into target: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        var sums = Vector()
        for row in 0..<16 { unsafe sums &+= load(UnsafeRawPointer(counts), row) }
        var starts = laneStarts(sums, 0)
        for row in 0..<16 {
            unsafe target[row] = starts[0]
            unsafe target[row &+ 16] = starts[1]
            unsafe target[row &+ 32] = starts[2]
            unsafe target[row &+ 48] = starts[3]
            unsafe target[row &+ 64] = starts[4]
            unsafe target[row &+ 80] = starts[5]
            unsafe target[row &+ 96] = starts[6]
            unsafe target[row &+ 112] = starts[7]
            unsafe starts &+= load(UnsafeRawPointer(counts), row)
        }
        return starts[7]
    }
}
