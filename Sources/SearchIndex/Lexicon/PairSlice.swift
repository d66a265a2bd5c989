/// The pairs that begin with one term, as ``PairWriter`` wrote them.
@safe struct PairSlice: BitwiseCopyable {
    // Whoever has one keeps the section mapped, behind which 64 bytes are readable.

    private let section: UnsafeRawPointer
    private let start: Int
    private let end: Int
    private let documentCount: UInt32
    /// How many pairs there are.
    let count: Int
    let blockCount: Int
    private let seconds: Int
    private let secondByteCount: Int
    private let starts: Int
    private let startByteCount: Int
    /// Where the only block begins.
    private let firstBlock: Int

    /// - Parameters:
    ///   - section: The beginning of the section.
    ///   - range: The slice, inside of the section.
    /// - Returns: Nil when the slice contradicts itself.
    @inline(__always) @unsafe
    init?(_ section: UnsafeRawPointer, _ range: Range<Int>, documentCount: UInt32) {
        unsafe self.section = unsafe section
        start = range.lowerBound
        end = range.upperBound
        self.documentCount = documentCount
        var offset = range.lowerBound
        var count = 0
        var shift = 0
        while true {
            guard offset < range.upperBound, shift < 35 else { return nil }
            let byte = unsafe section.load(fromByteOffset: offset, as: UInt8.self)
            offset &+= 1
            count |= Int(byte & 0x7F) &<< shift
            if byte < 0x80 { break }
            shift &+= 7
        }
        self.count = count
        blockCount = (count &+ PairWriter.blockCount &- 1) / PairWriter.blockCount
        if blockCount > 1 {
            let flags = unsafe section.load(fromByteOffset: offset, as: UInt8.self)
            secondByteCount = flags & PairWriter.secondsAreWide != 0 ? 4 : 2
            startByteCount = flags & PairWriter.startsAreWide != 0 ? 4 : 2
            seconds = offset &+ 1
            starts = seconds &+ blockCount &* secondByteCount
            firstBlock = starts &+ blockCount &* startByteCount
        } else {
            secondByteCount = 0
            startByteCount = 0
            seconds = offset
            starts = offset
            firstBlock = offset
        }
        guard count > 0, firstBlock <= end else { return nil }
    }

    @inline(__always)
    private func value(_ offset: Int, _ byteCount: Int) -> UInt32 {
        unsafe byteCount == 4
            ? section.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian
            : UInt32(section.loadUnaligned(fromByteOffset: offset, as: UInt16.self).littleEndian)
    }

    /// The place of the first second term of a block, as the tables have it.
    @inline(__always)
    private func second(_ block: Int) -> UInt32 { value(seconds &+ block &* secondByteCount, secondByteCount) }

    /// The block that has the second term of a place if there is one; nil when it is before all.
    @inline(__always)
    func block(of second: UInt32) -> Int? {
        guard blockCount > 1 else { return 0 }
        guard self.second(0) <= second else { return nil }
        var low = 0
        var width = UInt(bitPattern: blockCount)
        while width > 1 {
            let half = width &>> 1
            let middle = low &+ Int(bitPattern: half)
            low = self.second(middle) <= second ? middle : low
            width &-= half
        }
        return low
    }

    /// The pairs of a block, before the first; nil when it lies outside of the slice.
    @inline(__always)
    func walk(_ block: Int) -> PairWalk? {
        var blockStart = firstBlock
        var blockEnd = end
        if blockCount > 1 {
            blockStart = start &+ Int(value(starts &+ block &* startByteCount, startByteCount))
            if block &+ 1 < blockCount {
                blockEnd = start &+ Int(value(starts &+ (block &+ 1) &* startByteCount, startByteCount))
            }
        }
        guard blockStart >= firstBlock, blockStart < blockEnd, blockEnd <= end else { return nil }
        return unsafe PairWalk(
            section, blockStart..<blockEnd, count: min(PairWriter.blockCount, count &- block &* PairWriter.blockCount),
            first: blockCount > 1 ? second(block) : nil, documentCount: documentCount)
    }
}

/// Walks over the pairs of one block.
@safe struct PairWalk: BitwiseCopyable {
    // Whoever has one keeps the section mapped, behind which 64 bytes are readable.

    private let section: UnsafeRawPointer
    private var reader: BitReader
    private let parameter: Int
    private let documentCount: UInt32
    private var rest: Int
    private var isSecondKnown: Bool
    /// The least that the next place may be.
    private var least: UInt32
    /// Where the data of the pair ends, which begins where that of the one before ends: a bit of the section.
    private var dataEnd: Int
    private var dataStart: Int
    /// Where its documents begin, or what stands in place of a list.
    private var documentsStart: Int
    private var width = 0
    /// The document of a pair that is in one.
    private var document: UInt32 = 0
    /// The place of the second term.
    private(set) var second: UInt32 = 0
    /// In how many documents the pair is.
    private(set) var count: UInt32 = 0
    /// Whether the block contradicts itself; it has ended then.
    private(set) var isDamaged = false

    @inline(__always) @unsafe
    fileprivate init(
        _ section: UnsafeRawPointer, _ bytes: Range<Int>, count: Int, first: UInt32?, documentCount: UInt32
    ) {
        unsafe self.section = unsafe section
        unsafe reader = BitReader(section, 8 &* bytes.lowerBound..<8 &* bytes.upperBound)
        parameter = Int(reader.take(PairWriter.parameterBitCount))
        self.documentCount = documentCount
        rest = count
        isSecondKnown = first != nil
        least = first ?? 0
        dataEnd = 8 &* bytes.upperBound
        dataStart = dataEnd
        documentsStart = dataEnd
    }

    /// Moves to the next pair; false when there is none.
    @inline(__always)
    mutating func next() -> Bool {
        guard rest > 0 else { return false }
        rest &-= 1
        second = least
        if !isSecondKnown { second &+= reader.takeRice(parameter) }
        isSecondKnown = false
        least = second &+ 1
        count = reader.takeGamma()
        dataEnd = dataStart
        if count < BlockEncoder.blockCount {
            width = Int(reader.takeGamma()) &- 1
            if count == 1 {
                let single = unsafe SparseList.readDocument(section, end: dataEnd, documentCount: documentCount)
                document = single.document
                documentsStart = dataEnd &- single.bitCount
            } else {
                documentsStart =
                    dataEnd &- SparseList.documentsBitCount(Int(count), documentCount: documentCount)
            }
            dataStart = documentsStart
            if width > 0 { subtractFrequencies() }
        } else {
            dataStart = dataEnd &- PairWriter.referenceBitCount
            documentsStart = dataStart
        }
        guard !reader.isDamaged, dataStart >= reader.position, width <= 24, count <= documentCount else {
            isDamaged = true
            rest = 0
            return false
        }
        return true
    }

    private mutating func subtractFrequencies() {
        guard documentsStart >= reader.position else { return }
        let bitCount =
            count == 1
            ? width
            : unsafe SparseList.frequenciesBitCount(
                section, start: documentsStart, count: Int(count), width: width) ?? .max / 2
        dataStart = documentsStart &- bitCount
    }

    /// The documents that have the pair.
    @inline(__always)
    var list: ListRef {
        if count == 1 { return single }
        if count >= BlockEncoder.blockCount { return reference }
        var list = ListRef(
            section: .pairs, documentCount: count,
            frequencyMaxCode: FrequencyCode.roundingUp(SparseList.frequencyMax(width: width)))
        list.start = documentsStart
        list.frequencyWidth = UInt8(truncatingIfNeeded: width)
        return list
    }

    private var single: ListRef {
        var frequencies = unsafe BitReader(section, dataStart..<documentsStart)
        let frequency = UInt32(truncatingIfNeeded: frequencies.take(width)) &+ 1
        return ListRef(
            section: .pairs, documentCount: 1, document: document, frequency: frequency,
            frequencyMaxCode: FrequencyCode.roundingUp(min(frequency, FrequencyCode.frequencyMax)))
    }

    private var reference: ListRef {
        var bits = unsafe BitReader(section, documentsStart..<dataEnd)
        let start = Int(bits.take(40))
        let byteCount = Int(bits.take(32))
        return ListRef(
            section: .pairPostings, documentCount: count, frequencyMaxCode: UInt8(truncatingIfNeeded: bits.take(8)),
            start: start, byteCount: byteCount)
    }
}
