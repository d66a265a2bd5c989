internal import Packing

/// In how many bits a group of integers takes the least room when larger ones leave what is above these bits to
/// exceptions.
///
/// Where there are exceptions, a byte has the number of bits that the largest needs above the others'; then come, as
/// consecutive bits, the place of each in the group, ascending, and what each has above the others' bits.
struct ExceptionWidth {
    /// How many values need so many bits, by that number; those of value 0 are never exceptions and not counted.
    private var histogram = [Int](repeating: 0, count: 64)
    private var widest = 0

    /// Notes a value.
    ///
    /// - Parameter allowance: How many bits less than the group's width the value is given.
    @inline(__always)
    mutating func add(_ value: UInt32, allowance: Int = 0) {
        guard value > 0 else { return }
        let bits = 32 &- value.leadingZeroBitCount &+ allowance
        histogram[bits] &+= 1
        widest = max(widest, bits)
    }

    /// The width of least bytes, and begins anew.
    ///
    /// - Parameter bitCount: How many bits the values take at a width.
    mutating func take(exceptionCountMax: Int, placeWidth: Int, _ bitCount: (Int) -> Int) -> Int {
        var best = (byteCount: (bitCount(widest) + 7) / 8, width: widest)
        var exceptionCount = 0
        var width = widest - 1
        while width >= 0 {
            exceptionCount += histogram[width + 1]
            guard exceptionCount <= exceptionCountMax else { break }
            let exceptionBits = exceptionCount * (placeWidth + widest - width)
            let byteCount = (bitCount(width) + 7) / 8 + (exceptionBits + 7) / 8 + 1
            if byteCount < best.byteCount { best = (byteCount, width) }
            width -= 1
        }
        for bits in 0...widest { histogram[bits] = 0 }
        widest = 0
        return best.width
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
    mutating func end(placeWidth: Int, to bytes: inout [UInt8]) -> Int {
        guard !exceptions.isEmpty else { return 0 }
        let highWidth = 32 - exceptions.reduce(0) { $0 | $1.high }.leadingZeroBitCount
        bytes.append(UInt8(highWidth))
        var appender = BitAppender()
        for (place, _) in exceptions { appender.append(UInt64(place), width: placeWidth, to: &bytes) }
        for (_, high) in exceptions { appender.append(UInt64(high), width: highWidth, to: &bytes) }
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

    /// The place of an exception, below 2 to the power of the width of places.
    @inline(__always)
    func place(_ number: Int) -> Int { unsafe Int(Bits.read(entries, number, width: placeWidth)) }

    /// What an exception's value has above the others' bits.
    @inline(__always)
    func high(_ number: Int) -> UInt32 {
        let bit = count &* placeWidth &+ number &* highWidth
        let word = unsafe entries.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self).littleEndian
        let mask: UInt64 = 1 &<< UInt64(truncatingIfNeeded: highWidth) &- 1
        return UInt32(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: bit & 7) & mask)
    }

    /// The exception of a place where places have eight bits; nil when there is none.
    @inline(__always)
    func number(ofByte place: Int) -> Int? {
        let each: UInt64 = 0x0101_0101_0101_0101
        let wanted = UInt64(truncatingIfNeeded: place) &* each
        var number = 0
        while number < count {
            // The lowest byte that is equal is the lowest that is 0 here, and the lowest whose highest bit is set below.
            let difference =
                unsafe entries.loadUnaligned(fromByteOffset: number, as: UInt64.self).littleEndian ^ wanted
            let equal = (difference &- each) & ~difference & (each &<< 7)
            if equal != 0 {
                let found = number &+ equal.trailingZeroBitCount &>> 3
                return found < count ? found : nil
            }
            number &+= 8
        }
        return nil
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
