/// What a list of 128 postings or more begins with.
///
///     u8   bit 0, 1, 2: last documents, ends of data, ends of positions have 32 bits instead of 16; bit 3: there are
///          threshold points
///     [u8  their number; each: u8 binary logarithm of the documents, u8 frequency code, u8 norm]
///     last document of each block
///     end of each block, from the list's beginning
///     end of each block's positions, from the beginning of those of the list; in lists with positions
///     u8   each block's largest frequency, as a code rounded up
///     u8   the largest of each 16 blocks
struct ListTable {
    static let lastDocumentsAreWide: UInt8 = 1
    static let dataEndsAreWide: UInt8 = 2
    static let positionEndsAreWide: UInt8 = 4
    static let hasPoints: UInt8 = 8
    /// How many blocks one maximum of the second level is for.
    static let groupCount = 16

    private var lastDocuments: [UInt32] = []
    private var dataEnds: [Int] = []
    private var positionEnds: [Int] = []
    private var frequencyMaxCodes: [UInt8] = []

    /// Notes the next block.
    ///
    /// - Parameters:
    ///   - dataEnd: Where the block ends, from the beginning of the first.
    ///   - positionEnd: Where its positions end, from the beginning of the list's; nil when it has none.
    mutating func add(lastDocument: UInt32, dataEnd: Int, positionEnd: Int?, frequencyMaxCode: UInt8) {
        lastDocuments.append(lastDocument)
        dataEnds.append(dataEnd)
        if let positionEnd { positionEnds.append(positionEnd) }
        frequencyMaxCodes.append(frequencyMaxCode)
    }

    /// Begins anew.
    mutating func clear() {
        lastDocuments.removeAll(keepingCapacity: true)
        dataEnds.removeAll(keepingCapacity: true)
        positionEnds.removeAll(keepingCapacity: true)
        frequencyMaxCodes.removeAll(keepingCapacity: true)
    }

    /// Appends the tables to a section.
    mutating func append(to bytes: inout [UInt8], blocksByteCount: Int, points: [ThresholdPoint]) throws(IndexError) {
        let count = dataEnds.count
        let lastIsWide = (lastDocuments.last ?? 0) > UInt16.max
        let positionIsWide = (positionEnds.last ?? 0) > UInt16.max
        var fixed = 1 + (points.isEmpty ? 0 : 1 + ThresholdPoint.byteCount * points.count)
        fixed += count * (lastIsWide ? 4 : 2) + positionEnds.count * (positionIsWide ? 4 : 2)
        fixed += count + (count + Self.groupCount - 1) / Self.groupCount
        let dataIsWide = fixed + 2 * count + blocksByteCount > UInt16.max
        let tableByteCount = fixed + count * (dataIsWide ? 4 : 2)
        guard tableByteCount + blocksByteCount <= UInt32.max, positionEnds.last ?? 0 <= UInt32.max else {
            throw IndexError(
                .tooLarge, path: "",
                reason: "a term has more than 4 GiB of postings in one segment; merge less into one")
        }
        bytes.append(
            (lastIsWide ? Self.lastDocumentsAreWide : 0) | (dataIsWide ? Self.dataEndsAreWide : 0)
                | (positionIsWide ? Self.positionEndsAreWide : 0) | (points.isEmpty ? 0 : Self.hasPoints))
        if !points.isEmpty {
            bytes.append(UInt8(points.count))
            for point in points {
                bytes.append(UInt8(point.documentCount.trailingZeroBitCount))
                bytes.append(FrequencyCode.roundingDown(point.frequency))
                bytes.append(point.norm)
            }
        }
        for last in lastDocuments { bytes.append(Int(last), isWide: lastIsWide) }
        for end in dataEnds { bytes.append(tableByteCount + end, isWide: dataIsWide) }
        for end in positionEnds { bytes.append(end, isWide: positionIsWide) }
        bytes += frequencyMaxCodes
        var start = 0
        while start < count {
            let end = min(start + Self.groupCount, count)
            bytes.append(frequencyMaxCodes[start..<end].max() ?? 0)
            start = end
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ value: Int, isWide: Bool) {
        if isWide {
            append(littleEndian: UInt32(truncatingIfNeeded: value))
        } else {
            append(littleEndian: UInt16(truncatingIfNeeded: value))
        }
    }
}
