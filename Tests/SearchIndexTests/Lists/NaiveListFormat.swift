@testable import SearchIndex

/// Reads lists value by value and bit by bit, as docs/format.md says; lists of one posting, which have no bytes, apart.
struct NaiveListFormat {
    let postings: [UInt8]
    let positions: [UInt8]
    let hasPositions: Bool

    /// What has been found of a list, beside its postings.
    struct Tables {
        var points: [(documentCount: Int, frequencyCode: UInt8, norm: UInt8)] = []
        var lastDocuments: [Int] = []
        var frequencyMaxCodes: [UInt8] = []
        var groupMaxCodes: [UInt8] = []
    }

    /// The number of bits `range` of a row, lowest first.
    private func bits(_ bytes: [UInt8], _ start: Int, _ count: Int) -> UInt32 {
        (0..<count).reduce(0) { $0 | UInt32(bytes[(start + $1) / 8] >> UInt8((start + $1) % 8) & 1) << UInt32($1) }
    }

    private func number(_ offset: inout Int, isWide: Bool) -> Int {
        defer { offset += isWide ? 4 : 2 }
        return Int(bits(postings, 8 * offset, isWide ? 32 : 16))
    }

    /// Value `index` of a block in column order.
    private func column(_ start: Int, _ width: Int, _ index: Int) -> UInt32 {
        let (lane, row) = (index / 16, index % 16)
        return (0..<width).reduce(0) { value, bit in
            let place = row * width + bit
            let isHalf = place / 32 == width / 2
            let byte = 32 * (place / 32) + (isHalf ? 4 * (lane % 4) + 2 * (lane / 4) : 4 * lane) + place % 32 / 8
            return value | UInt32(postings[start + byte] >> UInt8(place % 8) & 1) << UInt32(bit)
        }
    }

    /// Adds the exceptions of a group to its values, of so many bits each.
    private func addExceptions(
        _ bytes: [UInt8], _ offset: inout Int, count: Int, placeWidth: Int, widths: [Int], to values: inout [UInt32]
    ) {
        guard count > 0 else { return }
        let high = Int(bytes[offset])
        let places = 8 * (offset + 1)
        for index in 0..<count {
            let place = Int(bits(bytes, places + index * placeWidth, placeWidth))
            values[place] |= bits(bytes, places + count * placeWidth + index * high, high) << UInt32(widths[place])
        }
        offset += 1 + (count * (placeWidth + high) + 7) / 8
    }

    func read(_ ref: ListRef) -> (postings: [NaivePosting], tables: Tables) {
        var tables = Tables()
        let count = Int(ref.documentCount)
        var offset = ref.start
        let end = ref.start + ref.byteCount
        var positionsOffset = ref.positionsStart
        guard count >= 128 else {
            var next: UInt32 = 0
            return (tail(&offset, end: end, count: count, next: &next, positions: &positionsOffset), tables)
        }
        let blockCount = (count + 127) / 128
        let flags = postings[offset]
        offset += 1
        if flags & 8 != 0 {
            let number = Int(postings[offset])
            for index in 0..<number {
                let place = offset + 1 + 3 * index
                tables.points.append((1 << Int(postings[place]), postings[place + 1], postings[place + 2]))
            }
            offset += 1 + 3 * number
        }
        tables.lastDocuments = (0..<blockCount).map { _ in number(&offset, isWide: flags & 1 != 0) }
        let ends = (0..<blockCount).map { _ in ref.start + number(&offset, isWide: flags & 2 != 0) }
        let positionEnds = (0..<(hasPositions ? blockCount : 0)).map { _ in
            ref.positionsStart + number(&offset, isWide: flags & 4 != 0)
        }
        tables.frequencyMaxCodes = Array(postings[offset..<offset + blockCount])
        offset += blockCount
        tables.groupMaxCodes = Array(postings[offset..<offset + (blockCount + 15) / 16])
        offset += tables.groupMaxCodes.count
        var next: UInt32 = 0
        var read: [NaivePosting] = []
        for block in 0..<blockCount {
            let rest = min(128, count - 128 * block)
            read +=
                rest == 128
                ? whole(&offset, last: UInt32(tables.lastDocuments[block]), next: &next, positions: &positionsOffset)
                : tail(&offset, end: ends[block], count: rest, next: &next, positions: &positionsOffset)
            precondition(offset == ends[block] && (!hasPositions || positionsOffset == positionEnds[block]))
        }
        return (read, tables)
    }

    private func whole(
        _ offset: inout Int, last: UInt32, next: inout UInt32, positions: inout Int
    ) -> [NaivePosting] {
        let (first, width, exceptionCount) = (postings[offset], Int(postings[offset + 1]), Int(postings[offset + 2]))
        offset += 3
        var documents: [UInt32] = []
        let isBitset = first & 0x80 != 0
        if isBitset {
            let firstDocument = next / 64 * 64
            let wordCount = Int(last / 64 - next / 64) + 1
            documents = (0..<UInt32(64 * wordCount)).filter { bits(postings, 8 * offset + Int($0), 1) == 1 }
                .map { firstDocument + $0 }
            offset += 8 * wordCount
        } else {
            for index in 0..<128 {
                let document = (documents.last.map { $0 + 1 } ?? next) + column(offset, Int(first), index)
                documents.append(document)
            }
            offset += 16 * Int(first)
        }
        next = documents[127] + 1
        // Values by place: those of the unpacked block.
        let start = offset
        var values = (0..<128).map { (place: Int) -> UInt32 in column(start, width, place / 8 + 16 * (place % 8)) }
        offset += 16 * width
        addExceptions(
            postings, &offset, count: exceptionCount, placeWidth: 8, widths: [Int](repeating: width, count: 128),
            to: &values)
        let frequencies = (0..<128).map { (index: Int) -> UInt32 in
            let place = isBitset ? index : 8 * (index % 16) + index / 16
            return values[place] + 1
        }
        return group(documents, frequencies, &positions)
    }

    private func tail(
        _ offset: inout Int, end: Int, count: Int, next: inout UInt32, positions: inout Int
    ) -> [NaivePosting] {
        let gapWidth = Int(postings[offset] & 31)
        var width = Int(postings[offset] >> 5)
        offset += 1
        if width == 7 {
            width = Int(postings[offset])
            offset += 1
        }
        var documents: [UInt32] = []
        for index in 0..<count {
            documents.append(next + bits(postings, 8 * offset + index * gapWidth, gapWidth))
            next = documents[index] + 1
        }
        offset += (count * gapWidth + 7) / 8
        let start = offset
        let frequencies = (0..<count).map { bits(postings, 8 * start + $0 * width, width) + 1 }
        offset += (count * width + 7) / 8
        return group(documents, frequencies, &positions)
    }

    /// Positions of a block, a tail or a single posting.
    func group(_ documents: [UInt32], _ frequencies: [UInt32], _ offset: inout Int) -> [NaivePosting] {
        var read = zip(documents, frequencies).map { NaivePosting(document: $0, frequency: $1) }
        guard hasPositions else { return read }
        let (first, exceptionCount) = (positions[offset], Int(positions[offset + 1]))
        let width = Int(first & 127)
        offset += 2
        var counts = frequencies.map(Int.init)
        if first & 128 != 0 {
            let countWidth = Int(positions[offset])
            for index in counts.indices {
                counts[index] = Int(bits(positions, 8 * (offset + 1) + index * countWidth, countWidth)) + 1
            }
            offset += 1 + (counts.count * countWidth + 7) / 8
        }
        let valueCount = counts.reduce(0, +)
        let widths = counts.flatMap { count in
            // The binary logarithm of (count + 1) / 2.
            let allowance = (0..<32).last { 2 << $0 <= count + 1 } ?? 0
            return [Int](repeating: min(max(0, width - allowance), 29), count: count)
        }
        var bit = 8 * offset
        var values = widths.map { width in
            defer { bit += width }
            return bits(positions, bit, width)
        }
        offset = (bit + 7) / 8
        let placeWidth = (0..<64).first { 1 << $0 > valueCount - 1 } ?? 0
        addExceptions(
            positions, &offset, count: exceptionCount, placeWidth: placeWidth, widths: widths, to: &values)
        var place = 0
        for index in read.indices {
            var next: UInt32 = 0
            for _ in 0..<counts[index] {
                read[index].positions.append(next + values[place])
                next += values[place] + 1
                place += 1
            }
        }
        return read
    }
}
