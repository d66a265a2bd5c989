/// The tables that a list of 128 postings or more begins with, as ``ListTable`` writes them.
@safe struct ListTableView: BitwiseCopyable {
    /// Bytes of the tables; 0 when the list has none, or they do not fit.
    let byteCount: Int
    let pointCount: Int
    private let points: UnsafeRawPointer
    private let lastDocuments: UnsafeRawPointer
    private let dataEnds: UnsafeRawPointer
    private let positionEnds: UnsafeRawPointer
    private let frequencyMaxCodes: UnsafeRawPointer
    private let groupFrequencyMaxCodes: UnsafeRawPointer
    private let widths: UInt8

    /// No tables.
    @unsafe init(_ list: UnsafeRawPointer) {
        byteCount = 0
        pointCount = 0
        unsafe points = list
        unsafe lastDocuments = list
        unsafe dataEnds = list
        unsafe positionEnds = list
        unsafe frequencyMaxCodes = list
        unsafe groupFrequencyMaxCodes = list
        widths = 0
    }

    /// - Parameters:
    ///   - list: The beginning of the list, with `byteCount` readable bytes and 64 behind them.
    ///   - blockCount: The number of blocks that goes with the number of postings.
    @unsafe init(_ list: UnsafeRawPointer, byteCount listByteCount: Int, blockCount: Int, hasPositions: Bool) {
        let first = unsafe list.loadUnaligned(as: UInt16.self).littleEndian
        let flags = UInt8(truncatingIfNeeded: first)
        let hasPoints = flags & ListTable.hasPoints != 0
        let number = hasPoints ? Int(first &>> 8) : 0
        var offset = 1 &+ (hasPoints ? 1 &+ number &* ThresholdPoint.byteCount : 0)
        unsafe points = list + 2
        unsafe lastDocuments = list + offset
        offset &+= blockCount &* (flags & ListTable.lastDocumentsAreWide != 0 ? 4 : 2)
        unsafe dataEnds = list + offset
        offset &+= blockCount &* (flags & ListTable.dataEndsAreWide != 0 ? 4 : 2)
        unsafe positionEnds = list + offset
        if hasPositions { offset &+= blockCount &* (flags & ListTable.positionEndsAreWide != 0 ? 4 : 2) }
        unsafe frequencyMaxCodes = list + offset
        offset &+= blockCount
        unsafe groupFrequencyMaxCodes = list + offset
        offset &+= (blockCount &+ ListTable.groupCount &- 1) / ListTable.groupCount
        let isInside = offset <= listByteCount
        pointCount = isInside ? number : 0
        byteCount = isInside ? offset : 0
        widths = flags
    }

    @inline(__always)
    private func value(_ array: UnsafeRawPointer, _ index: Int, isWide: Bool) -> UInt32 {
        unsafe isWide
            ? array.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self).littleEndian
            : UInt32(array.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self).littleEndian)
    }

    /// The last document of a block.
    @inline(__always)
    func lastDocument(_ block: Int) -> UInt32 {
        unsafe value(lastDocuments, block, isWide: widths & ListTable.lastDocumentsAreWide != 0)
    }

    /// Where a block lies in the list; possibly not inside.
    @inline(__always)
    func data(_ block: Int) -> (start: Int, end: Int) {
        let isWide = widths & ListTable.dataEndsAreWide != 0
        let start = unsafe block == 0 ? byteCount : Int(value(dataEnds, block &- 1, isWide: isWide))
        return unsafe (start, Int(value(dataEnds, block, isWide: isWide)))
    }

    /// Where the positions of a block lie in those of the list, which has some; possibly not inside.
    @inline(__always)
    func positions(_ block: Int) -> (start: Int, end: Int) {
        let isWide = widths & ListTable.positionEndsAreWide != 0
        let start = unsafe block == 0 ? 0 : Int(value(positionEnds, block &- 1, isWide: isWide))
        return unsafe (start, Int(value(positionEnds, block, isWide: isWide)))
    }

    /// No frequency of a block is larger than what this code stands for.
    @inline(__always)
    func frequencyMaxCode(_ block: Int) -> UInt8 {
        unsafe frequencyMaxCodes.load(fromByteOffset: block, as: UInt8.self)
    }

    /// No frequency of the blocks from 16 times `group` on, 16 of them, is larger than what this code stands for.
    @inline(__always)
    func groupFrequencyMaxCode(_ group: Int) -> UInt8 {
        unsafe groupFrequencyMaxCodes.load(fromByteOffset: group, as: UInt8.self)
    }

    /// A threshold point, by its number.
    func point(_ index: Int) -> ThresholdPoint {
        let place = index &* ThresholdPoint.byteCount
        let logarithm = unsafe points.load(fromByteOffset: place, as: UInt8.self)
        let code = unsafe points.load(fromByteOffset: place &+ 1, as: UInt8.self)
        let norm = unsafe points.load(fromByteOffset: place &+ 2, as: UInt8.self)
        return ThresholdPoint(
            documentCount: 1 &<< UInt32(logarithm & 31), frequency: FrequencyCode.frequency(code), norm: norm)
    }

    /// The first block from `start` on whose last document is `target` or behind it; `count` when there is none.
    func firstBlock(from start: Int, endingAtOrBehind target: UInt32, count: Int) -> Int {
        // The block is mostly near: steps that double, then halves.
        var low = start
        var high = start
        var step = 1
        while high < count && lastDocument(high) < target {
            low = high &+ 1
            high &+= step
            step &*= 2
        }
        high = min(high, count)
        while low < high {
            let middle = (low &+ high) / 2
            if lastDocument(middle) < target { low = middle &+ 1 } else { high = middle }
        }
        return low
    }
}
