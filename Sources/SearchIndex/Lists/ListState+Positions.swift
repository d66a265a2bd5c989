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
        let width = PositionsGroup.width(group.width, occurrences: UInt32(truncatingIfNeeded: end &- start))
        let mask: UInt64 = 1 &<< UInt64(truncatingIfNeeded: width) &- 1
        var number = group.exceptions?.first(from: start) ?? 0
        var place = group.exceptions.map { number < $0.count ? $0.place(number) : .max } ?? .max
        var bit = unsafe Int(positionBits[rank])
        var next: UInt32 = 0
        for index in start..<end {
            let word = unsafe values.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self).littleEndian
            var value = UInt32(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: bit & 7) & mask)
            bit &+= width
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
        guard let (valueCount, bitCount) = found else { return false }
        let byteCount = (bitCount &+ 7) &>> 3
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

    /// Makes starts of the counts that stand before the positions; nil where they make no sense.
    private func addUpCounts(
        _ next: inout UnsafeRawPointer, end: UnsafeRawPointer
    ) -> (valueCount: Int, bitCount: Int)? {
        guard unsafe next < end else { return nil }
        let width = unsafe Int(next.load(as: UInt8.self))
        unsafe next += 1
        let byteCount = Bits.byteCount(count: count, width: width)
        guard width <= PositionsGroup.valueWidthMax, unsafe byteCount <= end - next else { return nil }
        unsafe Bits.unpack(next, count: count, width: width, adding: 1, into: positionStarts)
        unsafe next += byteCount
        return addUp()
    }

    /// Makes starts of frequencies, each of which is the number of a posting's positions; nil where they make no sense.
    private mutating func addUpFrequencies() -> (valueCount: Int, bitCount: Int)? {
        loadFrequencies()
        guard areFrequenciesLoaded else { return nil }
        guard kind == .packed else {
            unsafe positionStarts.update(from: frequencies, count: count)
            return addUp()
        }
        unsafe bitCounts(into: positionStarts)
        let bitCount = unsafe Columns.starts(positionStarts, into: positionBits)
        let valueCount = unsafe Columns.starts(frequencies, into: positionStarts)
        unsafe positionBits[count] = bitCount
        unsafe positionStarts[count] = valueCount
        // Frequencies are below 2²³, and 128 of them do not wrap; where their values' bits might, there are too many.
        guard Int(valueCount) <= PositionsGroup.valueCountMax else { return nil }
        return (Int(valueCount), Int(bitCount))
    }

    /// How many bits the values of each posting of a packed block take, at the places of the frequencies.
    private func bitCounts(into target: UnsafeMutablePointer<UInt32>) {
        typealias Vector = SIMD8<UInt32>
        let one = Vector(repeating: 1)
        let widthMax = Vector(repeating: UInt32(PositionsGroup.valueWidthMax))
        let width = UInt32(group.width)
        let frequencyMax = blockFrequencyMax
        for row in 0..<16 {
            let offset = row &* MemoryLayout<Vector>.size
            let frequencies = unsafe UnsafeRawPointer(frequencies).loadUnaligned(
                fromByteOffset: offset, as: Vector.self)
            var bits = Vector(repeating: width)
            // One bit less for 3 or more, for 7 or more, and so on.
            var allowance: UInt32 = 1
            var least: UInt32 = 3
            while allowance <= width, least <= frequencyMax {
                bits &-= Vector().replacing(with: one, where: frequencies .>= Vector(repeating: least))
                allowance &+= 1
                least = 2 &* least &+ 1
            }
            bits = bits.replacing(with: widthMax, where: bits .> widthMax)
            unsafe UnsafeMutableRawPointer(target).storeBytes(
                of: bits &* frequencies, toByteOffset: offset, as: Vector.self)
        }
    }

    /// Makes starts of counts, and tells how many values and bits there are; nil when they are too many.
    private func addUp() -> (valueCount: Int, bitCount: Int)? {
        var valueCount = 0
        var bitCount = 0
        for index in 0..<count {
            let number = unsafe positionStarts[index]
            unsafe positionStarts[index] = UInt32(truncatingIfNeeded: valueCount)
            unsafe positionBits[index] = UInt32(truncatingIfNeeded: bitCount)
            valueCount &+= Int(number)
            bitCount &+= Int(number) &* PositionsGroup.width(group.width, occurrences: number)
        }
        unsafe positionStarts[count] = UInt32(truncatingIfNeeded: valueCount)
        unsafe positionBits[count] = UInt32(truncatingIfNeeded: bitCount)
        return max(valueCount, bitCount) <= UInt32.max ? (valueCount, bitCount) : nil
    }
}
