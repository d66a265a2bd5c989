internal import Packing

extension [UInt8] {
    /// Appends integers of some bits each, one after the other, least significant bits first; unused bits of the last byte
    /// are 0.
    mutating func append(bits values: ArraySlice<UInt32>, width: Int) {
        guard width > 0 else { return }
        var word: UInt64 = 0
        var filled: UInt64 = 0
        for value in values {
            word |= UInt64(value) &<< filled
            filled &+= UInt64(width)
            while filled >= 8 {
                append(UInt8(truncatingIfNeeded: word))
                word &>>= 8
                filled &-= 8
            }
        }
        if filled > 0 { append(UInt8(truncatingIfNeeded: word)) }
    }
}

/// In how many bits a group of integers takes the least room when larger ones leave their high parts to exceptions.
struct ExceptionWidth {
    /// How many values have a number of significant bits, by that number.
    private var histogram = [Int](repeating: 0, count: 33)
    private var count = 0

    @inline(__always)
    mutating func add(_ value: UInt32) {
        histogram[32 &- value.leadingZeroBitCount] &+= 1
        count &+= 1
    }

    /// The width of least bytes, and begins anew.
    ///
    /// - Parameters:
    ///   - exceptionCountMax: How many exceptions there may be.
    ///   - placeByteCount: Bytes of an exception's place.
    ///   - isWhole: Whether a block of 128 values is packed, where a bit takes 16 bytes.
    mutating func take(exceptionCountMax: Int, placeByteCount: Int) -> Int {
        var widest = 32
        while widest > 0, histogram[widest] == 0 { widest -= 1 }
        var best = (byteCount: (widest * count + 7) / 8, width: widest)
        var width = widest - 1
        while width >= 0 {
            var exceptionCount = 0
            var byteCount = (width * count + 7) / 8
            for bits in width + 1..<max(widest, width + 1) + 1 where histogram[bits] > 0 {
                exceptionCount += histogram[bits]
                byteCount += histogram[bits] * (placeByteCount + (bits - width + 6) / 7)
            }
            guard exceptionCount <= exceptionCountMax else { break }
            if byteCount < best.byteCount { best = (byteCount, width) }
            width -= 1
        }
        for bits in 0...widest { histogram[bits] = 0 }
        count = 0
        return best.width
    }
}
