/// Sixteen numbers in as few whole bytes as each needs, of which one, and the sum of those before it, are read without
/// reading the others one by one.
///
/// A column is cut into levels: the lowest byte of each number that is not 0, then the second byte of each that is 256 or
/// more, and so on; up to five. A level has a mask of sixteen bits that tells which numbers have a byte there, the first
/// in the lowest bit, and these bytes. Of several columns, first come how many levels each has (four bits each, the first
/// in the low half of a byte), then all masks, then all bytes, column by column and in a column level by level.
enum LaneColumns {
    static let levelCountMax = 5
    /// No number of a column is larger.
    static let valueMax = 1 << 40 - 1

    /// Appends columns of sixteen numbers each; numbers that are left out are 0.
    static func append(_ columns: [[Int]], to target: inout [UInt8]) {
        var levels: [UInt8] = []
        var masks: [UInt16] = []
        var bytes: [UInt8] = []
        for column in columns {
            var count: UInt8 = 0
            for level in 0..<levelCountMax {
                var mask: UInt16 = 0
                for (lane, value) in column.enumerated() where value >> (8 * level) != 0 {
                    precondition(value >= 0 && value <= valueMax, "a number of a dictionary is 40 bits long at most")
                    mask |= 1 << UInt16(lane)
                    bytes.append(UInt8(truncatingIfNeeded: value >> (8 * level)))
                }
                guard mask != 0 else { break }
                masks.append(mask)
                count += 1
            }
            levels.append(count)
        }
        if levels.count % 2 == 1 { levels.append(0) }
        for pair in stride(from: 0, to: levels.count, by: 2) { target.append(levels[pair] | levels[pair + 1] << 4) }
        for mask in masks { target.append(littleEndian: mask) }
        target += bytes
    }
}

/// Reads one lane of the columns that ``LaneColumns`` wrote, column after column.
@safe struct LaneReader {
    private var levels: UInt32
    private var masks: UnsafeRawPointer
    private var bytes: UnsafeRawPointer
    private let end: UnsafeRawPointer
    private let lane: UInt16
    /// Whether the columns reach beyond their end; what was read then is of no use.
    private(set) var isDamaged = false

    /// - Parameters:
    ///   - source: Where the columns begin.
    ///   - end: Where they have to have ended; 64 bytes more are readable.
    ///   - columnCount: How many columns there are, at most eight.
    @inline(__always)
    init(_ source: UnsafeRawPointer, end: UnsafeRawPointer, columnCount: Int, lane: Int) {
        let headCount = (columnCount &+ 1) / 2
        unsafe self.end = end
        self.lane = UInt16(truncatingIfNeeded: lane)
        unsafe masks = source + headCount
        guard unsafe source <= end else {
            levels = 0
            unsafe bytes = source
            isDamaged = true
            return
        }
        let word = unsafe UInt32(littleEndian: source.loadUnaligned(as: UInt32.self))
        levels = word & (UInt32.max &>> UInt32(32 &- 8 &* headCount))
        // The sum of up to eight counts of four bits.
        let pairs = (levels & 0x0F0F_0F0F) &+ (levels &>> 4 & 0x0F0F_0F0F)
        let levelCount = Int((pairs &* 0x0101_0101) &>> 24)
        unsafe bytes = masks + 2 &* levelCount
        if unsafe bytes > end { isDamaged = true }
    }

    /// The number in the lane of the next column.
    @inline(__always)
    mutating func value() -> Int { read(sums: false).value }

    /// The number in the lane of the next column, and the sum of those in lower lanes.
    @inline(__always)
    mutating func valueAndSum() -> (value: Int, sum: Int) { read(sums: true) }

    @inline(__always)
    private mutating func read(sums: Bool) -> (value: Int, sum: Int) {
        var value: UInt64 = 0
        var sum: UInt64 = 0
        var shift: UInt64 = 0
        let below = (1 as UInt16 &<< lane) &- 1
        var count = levels & 15
        levels &>>= 4
        while count > 0 {
            // Sixteen bytes are read below, and two of the masks, which end where the bytes begin.
            guard unsafe !isDamaged && bytes <= end else {
                isDamaged = true
                return (0, 0)
            }
            let mask = unsafe UInt16(littleEndian: masks.loadUnaligned(as: UInt16.self))
            let before = UInt64((mask & below).nonzeroBitCount)
            let present = UInt64(mask &>> lane & 1)
            let byte = unsafe UInt64(bytes.load(fromByteOffset: Int(before), as: UInt8.self))
            value |= (byte & (0 &- present)) &<< shift
            if sums { unsafe sum &+= Self.sum(bytes, count: before) &<< shift }
            unsafe masks += 2
            unsafe bytes += mask.nonzeroBitCount
            shift &+= 8
            count &-= 1
        }
        return (Int(truncatingIfNeeded: value), Int(truncatingIfNeeded: sum))
    }

    /// The sum of up to sixteen bytes; sixteen are read.
    @inline(__always)
    static func sum(_ bytes: UnsafeRawPointer, count: UInt64) -> UInt64 {
        let low = unsafe UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        let high = unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        let lowCount = min(count, 8)
        // A smart shift by 64 gives 0, so that no bytes are counted of a word that has none.
        let kept = low & ~(UInt64.max << (8 &* lowCount))
        let keptHigh = high & ~(UInt64.max << (8 &* (count &- lowCount)))
        let every: UInt64 = 0x00FF_00FF_00FF_00FF
        let pairs = (kept & every) &+ (kept &>> 8 & every) &+ (keptHigh & every) &+ (keptHigh &>> 8 & every)
        return (pairs &* 0x0001_0001_0001_0001) &>> 48
    }
}
