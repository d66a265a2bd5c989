/// In how many bits a group of integers takes the least room when larger ones leave what is above these bits to
/// exceptions.
///
/// Where there are exceptions, a byte has the number of bits that the largest needs above the others'; then come, as
/// consecutive bits, each exception's place in the group and above it what its value has above the others' bits, in the
/// order of places.
struct ExceptionWidth {
    /// How many values have a number of significant bits, by that number.
    private var histogram = [Int](repeating: 0, count: 33)
    private var count = 0
    private var widest = 0

    @inline(__always)
    mutating func add(_ value: UInt32) {
        let bits = 32 &- value.leadingZeroBitCount
        histogram[bits] &+= 1
        widest = max(widest, bits)
        count &+= 1
    }

    /// The width of least bytes and what exceptions have above it, and begins anew.
    mutating func take(exceptionCountMax: Int, placeWidth: Int) -> (width: Int, highWidth: Int) {
        var best = (byteCount: (widest * count + 7) / 8, width: widest)
        var exceptionCount = 0
        var width = widest - 1
        while width >= 0 {
            exceptionCount += histogram[width + 1]
            guard exceptionCount <= exceptionCountMax else { break }
            let exceptionBits = exceptionCount * (placeWidth + widest - width)
            let byteCount = (width * count + 7) / 8 + (exceptionBits + 7) / 8 + 1
            if byteCount < best.byteCount { best = (byteCount, width) }
            width -= 1
        }
        let highWidth = widest - best.width
        for bits in 0...widest { histogram[bits] = 0 }
        count = 0
        widest = 0
        return (best.width, highWidth)
    }
}

/// Writes the exceptions of a group.
struct ExceptionWriter {
    private var exceptions: [(place: Int, high: UInt32)] = []

    /// Cuts a value to its lower bits; what it has above them is noted as an exception.
    @inline(__always)
    mutating func cut(_ value: UInt32, at place: Int, width: Int) -> UInt32 {
        guard width < 32 else { return value }
        let high = value &>> UInt32(truncatingIfNeeded: width)
        guard high > 0 else { return value }
        exceptions.append((place, high))
        return value & (1 &<< UInt32(truncatingIfNeeded: width) &- 1)
    }

    /// Appends the exceptions, begins anew, and returns how many there are.
    mutating func end(placeWidth: Int, highWidth: Int, to bytes: inout [UInt8]) -> Int {
        guard !exceptions.isEmpty else { return 0 }
        bytes.append(UInt8(highWidth))
        var appender = BitAppender()
        for (place, high) in exceptions {
            appender.append(
                UInt64(place) | UInt64(high) << UInt64(placeWidth), width: placeWidth + highWidth, to: &bytes)
        }
        appender.finish(to: &bytes)
        let count = exceptions.count
        exceptions.removeAll(keepingCapacity: true)
        return count
    }
}

/// The exceptions of a group.
@safe struct ExceptionsView: BitwiseCopyable {
    /// How many there are.
    let count: Int
    /// The bytes that they take.
    let byteCount: Int
    private let entries: UnsafeRawPointer
    private let placeWidth: Int
    private let highWidth: Int

    /// No exceptions.
    @unsafe init(none start: UnsafeRawPointer) {
        count = 0
        byteCount = 0
        unsafe entries = start
        placeWidth = 0
        highWidth = 0
    }

    /// - Parameters:
    ///   - start: Where they begin, with eight readable bytes behind the end of the group.
    ///   - count: At least 1.
    ///   - placeWidth: At most 16.
    @unsafe init(_ start: UnsafeRawPointer, count: Int, placeWidth: Int) {
        self.count = count
        self.placeWidth = placeWidth
        highWidth = unsafe Int(start.load(as: UInt8.self) & 31)
        unsafe entries = start + 1
        byteCount = (count &* (placeWidth &+ highWidth) &+ 7) &>> 3 &+ 1
    }

    @inline(__always)
    private func entry(_ number: Int) -> UInt64 {
        let bit = number &* (placeWidth &+ highWidth)
        return unsafe entries.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self).littleEndian
            &>> UInt64(truncatingIfNeeded: bit & 7)
    }

    /// The place of an exception, below 2 to the power of the width of places.
    @inline(__always)
    func place(_ number: Int) -> Int {
        Int(truncatingIfNeeded: entry(number) & (1 &<< UInt64(truncatingIfNeeded: placeWidth) &- 1))
    }

    /// What an exception's value has above the others' bits.
    @inline(__always)
    func high(_ number: Int) -> UInt32 {
        let mask: UInt64 = 1 &<< UInt64(truncatingIfNeeded: highWidth) &- 1
        return UInt32(truncatingIfNeeded: entry(number) &>> UInt64(truncatingIfNeeded: placeWidth) & mask)
    }

    /// The first exception whose place is not before `place`; `count` when there is none.
    @inline(__always)
    func first(from place: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low &+ high) &>> 1
            if self.place(middle) < place { low = middle &+ 1 } else { high = middle }
        }
        return low
    }
}
