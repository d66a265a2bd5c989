internal import Packing

/// The positions of a block.
@safe struct PositionsGroupView: BitwiseCopyable {
    var width = 0
    var values: UnsafeRawPointer?
    /// Nil where there are none.
    var exceptions: ExceptionsView?
}

extension ListState {
    /// How many positions a posting of the block has, by its rank; 0 where the bytes make no sense.
    mutating func positionCount(at rank: Int) -> Int {
        loadPositions()
        return unsafe Int(positionStarts[rank &+ 1] &- positionStarts[rank])
    }

    /// Writes the positions of a posting of the block, ascending.
    ///
    /// - Parameters:
    ///   - rank: The number of the posting in the block.
    ///   - target: Room for `positionCount(at:)` positions.
    /// - Returns: How many there are.
    mutating func positions(at rank: Int, into target: UnsafeMutablePointer<UInt32>) -> Int {
        loadPositions()
        let (start, end) = unsafe (Int(positionStarts[rank]), Int(positionStarts[rank &+ 1]))
        guard let values = unsafe group.values, start < end else { return 0 }
        let width = group.width
        var number = group.exceptions?.first(from: start) ?? 0
        var place = group.exceptions.map { number < $0.count ? $0.place(number) : .max } ?? .max
        var next: UInt32 = 0
        for index in start..<end {
            var value = unsafe Bits.read(values, index, width: width)
            if place == index, let exceptions = group.exceptions {
                value |= exceptions.high(number) &<< UInt32(width)
                number &+= 1
                place = number < exceptions.count ? exceptions.place(number) : .max
            }
            next &+= value
            unsafe target[index &- start] = next
            next &+= 1
        }
        return end &- start
    }

    private mutating func loadPositions() {
        if arePositionsLoaded { return }
        group = PositionsGroupView()
        if !readPositions() {
            unsafe positionStarts.update(repeating: 0, count: BlockEncoder.blockCount + 1)
            unsafe group.values = nil
            isDamaged = true
        }
        arePositionsLoaded = true
    }

    private mutating func readPositions() -> Bool {
        guard !isExhausted, positionsByteCount > 0 else { return false }
        var (start, end) = (0, positionsByteCount)
        if table.byteCount > 0 { (start, end) = table.positions(blockIndex) }
        guard start + 2 <= end, end <= positionsByteCount else { return false }
        var next = unsafe positions + start
        let bytesEnd = unsafe positions + end
        let first = unsafe next.load(as: UInt8.self)
        group.width = Int(first & ~PositionsGroup.countsDiffer)
        let exceptionCount = unsafe Int(next.load(fromByteOffset: 1, as: UInt8.self))
        unsafe next += 2
        guard group.width <= PositionsGroup.widthMax, exceptionCount <= PositionsGroup.exceptionCountMax else {
            return false
        }
        let found =
            unsafe first & PositionsGroup.countsDiffer != 0
            ? addUpCounts(&next, end: bytesEnd) : addUpFrequencies()
        guard let valueCount = found else { return false }
        let byteCount = Bits.byteCount(count: valueCount, width: group.width)
        guard unsafe byteCount <= bytesEnd - next else { return false }
        unsafe group.values = next
        guard exceptionCount > 0 else { return true }
        unsafe next += byteCount
        guard unsafe next < bytesEnd, (1...PositionsGroup.exceptionValueCountMax).contains(valueCount) else {
            return false
        }
        let exceptions = unsafe ExceptionsView(
            next, count: exceptionCount, placeWidth: PositionsGroup.placeWidth(valueCount))
        group.exceptions = exceptions
        return unsafe exceptions.byteCount <= bytesEnd - next
    }

    /// Makes starts of the counts that stand before the positions, and returns their sum; nil where they make no sense.
    private func addUpCounts(_ next: inout UnsafeRawPointer, end: UnsafeRawPointer) -> Int? {
        guard unsafe next < end else { return nil }
        let width = unsafe Int(next.load(as: UInt8.self))
        unsafe next += 1
        let byteCount = Bits.byteCount(count: count, width: width)
        guard width <= PositionsGroup.widthMax, unsafe byteCount <= end - next else { return nil }
        unsafe Bits.unpack(next, count: count, width: width, adding: 1, into: positionStarts)
        unsafe next += byteCount
        // 128 counts of at most 2²⁹ might wrap; starts then are wrong, but none is larger than the sum.
        var sum: UInt64 = 0
        for index in 0..<count {
            let number = unsafe positionStarts[index]
            unsafe positionStarts[index] = UInt32(truncatingIfNeeded: min(sum, UInt64(UInt32.max)))
            sum &+= UInt64(number)
        }
        unsafe positionStarts[count] = UInt32(truncatingIfNeeded: min(sum, UInt64(UInt32.max)))
        return Int(sum)
    }

    /// Makes starts of frequencies, each of which is the number of a posting's positions, and returns their sum; nil where
    /// they make no sense.
    private mutating func addUpFrequencies() -> Int? {
        loadFrequencies()
        guard areFrequenciesLoaded else { return nil }
        // 128 frequencies are below 2³⁰.
        var sum: UInt32 = 0
        if kind == .packed {
            unsafe sum = Columns.starts(frequencies, into: positionStarts)
        } else {
            for index in 0..<count {
                unsafe positionStarts[index] = sum
                unsafe sum &+= frequencies[index]
            }
        }
        unsafe positionStarts[count] = sum
        return Int(sum)
    }
}
