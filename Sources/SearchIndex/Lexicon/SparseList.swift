/// A list of 2 to 127 postings in bits in a row, whose size follows from numbers known beforehand, so that such lists need
/// no table: those of pairs, which are many and short.
///
/// The documents of a list of n in a segment of N are in Elias' and Fano's code: of each the lowest l bits, l the binary
/// logarithm of N / n rounded down; then n + ((N − 1) >> l) bits, of which the one at i plus the rest of document i, from 0,
/// is set, and no other. The list begins there.
///
/// Before it lie the frequencies, so that a list is read from its end to its beginning as lists follow one another. In
/// lists with frequency width 0 all are 1. Else n bits before the documents tell which are more; and before these bits
/// lie, of each that is more, the frequency − 2 in the width less one bits.
///
/// Of a list of one, the document is counted from the last, since longer documents, which are behind, have more terms that are
/// in no other. With b bits in N − 1, the first 2^b − N numbers take b − 1 bits; to each other that many is added, and it takes
/// b, the lowest of them before the others. The frequency − 1 lies before the document, in the width.
enum SparseList {
    /// How many bits a document's low part has.
    @inline(__always)
    static func lowBitCount(_ count: Int, documentCount: UInt32) -> Int {
        let bits = UInt32(truncatingIfNeeded: count).leadingZeroBitCount &- documentCount.leadingZeroBitCount
        guard bits > 0 else { return 0 }
        return documentCount &>> UInt32(truncatingIfNeeded: bits) >= count ? bits : bits &- 1
    }

    /// How many bits the documents of a list of two or more take.
    @inline(__always)
    static func documentsBitCount(_ count: Int, documentCount: UInt32) -> Int {
        let low = lowBitCount(count, documentCount: documentCount)
        return count &* (low &+ 1) &+ Int((documentCount &- 1) &>> UInt32(truncatingIfNeeded: low))
    }

    /// The width for frequencies of which this is the largest.
    static func frequencyWidth(count: Int, max frequencyMax: UInt32) -> Int {
        if count == 1 { return 32 - (frequencyMax - 1).leadingZeroBitCount }
        return frequencyMax == 1 ? 0 : 33 - (frequencyMax - 2).leadingZeroBitCount
    }

    /// No frequency of a list of this width is larger.
    @inline(__always)
    static func frequencyMax(width: Int) -> UInt32 {
        width == 0 ? 1 : min(1 &+ 1 &<< UInt32(truncatingIfNeeded: width &- 1), FrequencyCode.frequencyMax)
    }

    /// A posting of a list that is written.
    struct Posting: BitwiseCopyable {
        var document: UInt32
        var frequency: UInt32
    }

    /// Appends a list.
    static func append(_ postings: ArraySlice<Posting>, width: Int, documentCount: UInt32, to row: inout BitRow) {
        unsafe postings.withUnsafeBufferPointer {
            unsafe append($0, width: width, documentCount: documentCount, to: &row)
        }
    }

    @unsafe
    private static func append(
        _ postings: UnsafeBufferPointer<Posting>, width: Int, documentCount: UInt32, to row: inout BitRow
    ) {
        let count = postings.count
        if count == 1 {
            unsafe row.append(UInt64(postings[0].frequency &- 1), width)
            return unsafe append(postings[0].document, documentCount: documentCount, to: &row)
        }
        if width > 0 {
            for index in 0..<count where unsafe postings[index].frequency > 1 {
                unsafe row.append(UInt64(postings[index].frequency &- 2), width &- 1)
            }
            for index in 0..<count { unsafe row.append(postings[index].frequency > 1 ? 1 : 0, 1) }
        }
        let low = lowBitCount(count, documentCount: documentCount)
        let mask: UInt32 = 1 &<< UInt32(truncatingIfNeeded: low) &- 1
        for index in 0..<count { unsafe row.append(UInt64(postings[index].document & mask), low) }
        var high: UInt32 = 0
        for index in 0..<count {
            let next = unsafe postings[index].document &>> UInt32(truncatingIfNeeded: low)
            let zeros = Int(next &- high)
            high = next
            if zeros < 63 {
                row.append(1 &<< UInt64(truncatingIfNeeded: zeros), zeros &+ 1)
            } else {
                row.appendZeros(zeros)
                row.append(1, 1)
            }
        }
        row.appendZeros(Int((documentCount &- 1) &>> UInt32(truncatingIfNeeded: low) &- high))
    }

    /// How many bits the number of a document has, and how many numbers take one less.
    @inline(__always)
    private static func singleCode(_ documentCount: UInt32) -> (bitCount: Int, shortCount: UInt64) {
        let bitCount = 32 &- (documentCount &- 1).leadingZeroBitCount
        return (bitCount, 1 &<< UInt64(truncatingIfNeeded: bitCount) &- UInt64(documentCount))
    }

    private static func append(_ document: UInt32, documentCount: UInt32, to row: inout BitRow) {
        let (bitCount, shortCount) = singleCode(documentCount)
        let number = UInt64(documentCount - 1 - document)
        if number < shortCount {
            row.append(number, bitCount - 1)
        } else {
            row.append(number + shortCount, bitCount)
        }
    }

    /// Reads the document of a list of one.
    ///
    /// - Parameters:
    ///   - bytes: Readable up to the bit `end`, and 64 bytes more.
    ///   - end: The bit at which the list ends.
    /// - Returns: The document, which is one of the segment, and how many bits it takes: more than there are before `end`
    ///   where it begins before `bytes`.
    @inline(__always) @unsafe
    static func readDocument(
        _ bytes: UnsafeRawPointer, end: Int, documentCount: UInt32
    ) -> (document: UInt32, bitCount: Int) {
        let (bitCount, shortCount) = singleCode(documentCount)
        let start = end &- bitCount
        guard start >= 0 else { return (0, bitCount) }
        let word = unsafe bytes.loadUnaligned(fromByteOffset: start &>> 3, as: UInt64.self).littleEndian
        let bits =
            word &>> UInt64(truncatingIfNeeded: start & 7) & (1 &<< UInt64(truncatingIfNeeded: bitCount) &- 1)
        let isShort = bits &>> 1 < shortCount
        let number = min(isShort ? bits &>> 1 : bits &- shortCount, UInt64(documentCount &- 1))
        return (documentCount &- 1 &- UInt32(truncatingIfNeeded: number), isShort ? bitCount &- 1 : bitCount)
    }

    /// Reads the documents; false when they make no sense: then they do not ascend, or are not of the segment.
    ///
    /// - Parameters:
    ///   - bytes: Readable up to the list's end, and 64 bytes more.
    ///   - start: The bit at which the list begins.
    ///   - target: Room for `count` documents.
    @unsafe
    static func readDocuments(
        _ bytes: UnsafeRawPointer, start: Int, count: Int, documentCount: UInt32,
        into target: UnsafeMutablePointer<UInt32>
    ) -> Bool {
        let low = lowBitCount(count, documentCount: documentCount)
        let mask: UInt64 = 1 &<< UInt64(truncatingIfNeeded: low) &- 1
        var lowBit = start
        var highBit = start &+ count &* low
        let highEnd = highBit &+ count &+ Int((documentCount &- 1) &>> UInt32(truncatingIfNeeded: low))
        // The number of the first bit of a group less the number of ones before it is what its zeros stand for.
        var base = 0
        var index = 0
        var next: UInt64 = 0
        while highBit < highEnd {
            let bitCount = min(56, highEnd &- highBit)
            let word = unsafe bytes.loadUnaligned(fromByteOffset: highBit &>> 3, as: UInt64.self).littleEndian
            var ones =
                word &>> UInt64(truncatingIfNeeded: highBit & 7) & (1 &<< UInt64(truncatingIfNeeded: bitCount) &- 1)
            guard ones.nonzeroBitCount <= count &- index else { return false }
            while ones != 0 {
                let high = UInt64(truncatingIfNeeded: base &+ ones.trailingZeroBitCount &- index)
                let lowWord = unsafe bytes.loadUnaligned(fromByteOffset: lowBit &>> 3, as: UInt64.self).littleEndian
                let document =
                    high &<< UInt64(truncatingIfNeeded: low)
                    | lowWord &>> UInt64(truncatingIfNeeded: lowBit & 7) & mask
                guard document >= next else { return false }
                next = document &+ 1
                unsafe target[index] = UInt32(truncatingIfNeeded: document)
                index &+= 1
                lowBit &+= low
                ones &= ones &- 1
            }
            base &+= bitCount
            highBit &+= bitCount
        }
        return index == count && next <= UInt64(documentCount)
    }

    /// How many bits before the list its frequencies take; nil when these begin before `bytes`.
    @unsafe
    static func frequenciesBitCount(_ bytes: UnsafeRawPointer, start: Int, count: Int, width: Int) -> Int? {
        guard width > 0 else { return 0 }
        guard start >= count else { return nil }
        guard width > 1 else { return count }
        var reader = unsafe BitReader(bytes, start &- count..<start)
        let bitCount = count &+ reader.takeOnes(count) &* (width &- 1)
        return bitCount <= start ? bitCount : nil
    }

    /// Reads the frequencies; false when they begin before `bytes`.
    @unsafe
    static func readFrequencies(
        _ bytes: UnsafeRawPointer, start: Int, count: Int, width: Int, into target: UnsafeMutablePointer<UInt32>
    ) -> Bool {
        guard let bitCount = unsafe frequenciesBitCount(bytes, start: start, count: count, width: width) else {
            return false
        }
        guard width > 0 else {
            unsafe target.update(repeating: 1, count: count)
            return true
        }
        var marks = unsafe BitReader(bytes, start &- count..<start)
        var values = unsafe BitReader(bytes, start &- bitCount..<start)
        for index in 0..<count {
            let isMore = marks.take(1) != 0
            unsafe target[index] = isMore ? UInt32(truncatingIfNeeded: values.take(width &- 1)) &+ 2 : 1
        }
        return true
    }
}
