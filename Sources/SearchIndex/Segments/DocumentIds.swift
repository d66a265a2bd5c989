/// Writes the ids of documents, and their bytewise order.
///
/// `idOffsets` begins with the size that all ids have (32 bits); where they differ with 2³² − 1, and then where each id
/// begins and the last ends, 32 bits each. `idOrder` has the documents in the order of their ids, those of equal ids
/// ascending; `idRank` has for each document its place there (``DocumentNumbers``).
struct IdsWriter {
    static let sizesDiffer = UInt32.max

    var offsets: SectionBuffer
    var bytes: SectionBuffer
    var order: SectionBuffer
    var rank: SectionBuffer

    /// Writes the ids of all documents, in the order of these.
    mutating func write(_ ids: [[UInt8]]) throws(IndexError) {
        let size = ids.first?.count ?? 0
        if ids.allSatisfy({ $0.count == size }) {
            offsets.bytes.append(littleEndian: UInt32(size))
        } else {
            offsets.bytes.append(littleEndian: Self.sizesDiffer)
            var end = 0
            for id in ids {
                offsets.bytes.append(littleEndian: UInt32(truncatingIfNeeded: end))
                end += id.count
                try offsets.settle()
            }
            offsets.bytes.append(littleEndian: UInt32(truncatingIfNeeded: end))
            guard end <= UInt32.max else {
                throw IndexError(
                    .tooLarge, path: "", reason: "the ids of a segment have more than 4 GiB; merge less into one")
            }
        }
        for id in ids {
            bytes.bytes += id
            try bytes.settle()
        }
        let sorted = Self.sorted(ids)
        try DocumentNumbersWriter.append(sorted, to: &order)
        var ranks = [UInt32](repeating: 0, count: sorted.count)
        for (place, document) in sorted.enumerated() { ranks[Int(document)] = UInt32(place) }
        try DocumentNumbersWriter.append(ranks, to: &rank)
    }

    /// Documents by their ids. Ids mostly begin alike, and eight bytes from where they differ decide.
    private static func sorted(_ ids: [[UInt8]]) -> [UInt32] {
        var common = ids.first?.count ?? 0
        for id in ids {
            var length = 0
            while length < min(common, id.count), id[length] == ids[0][length] { length += 1 }
            common = length
        }
        let keys = ids.indices.map { index in
            let tail = ids[index].dropFirst(common).prefix(8)
            let head = tail.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } << UInt64(8 * (8 - tail.count))
            return (head: tail.isEmpty ? 0 : head, document: UInt32(index))
        }
        return keys.sorted { left, right in
            if left.head != right.head { return left.head < right.head }
            let order = compareBytes(ids[Int(left.document)], ids[Int(right.document)])
            return order != 0 ? order < 0 : left.document < right.document
        }.map(\.document)
    }
}

/// Reads the ids of documents.
///
/// A class, so that reading the id of a hit counts one reference and not one for each of its views.
final class IdsReader: Sendable {
    let offsets: ByteView
    let bytes: ByteView
    let order: DocumentNumbers
    let rank: DocumentNumbers
    let documentCount: UInt32
    /// The size of every id; nil when they differ.
    private let size: Int?

    init(offsets: ByteView, bytes: ByteView, order: ByteView, rank: ByteView, documentCount: UInt32)
        throws(IndexError)
    {
        self.offsets = offsets
        self.bytes = bytes
        self.order = try DocumentNumbers(order, documentCount: documentCount)
        self.rank = try DocumentNumbers(rank, documentCount: documentCount)
        self.documentCount = documentCount
        let first = try offsets.load(0, as: UInt32.self)
        size = first == IdsWriter.sizesDiffer ? nil : Int(first)
        let count = Int(documentCount)
        guard offsets.count == (size == nil ? 4 * (count + 2) : 4) else { throw offsets.damaged("its size is wrong") }
        if let size, bytes.count != size * count { throw bytes.damaged("its size is wrong") }
    }

    /// Where the id of a document lies.
    private func range(_ document: UInt32) throws(IndexError) -> (start: Int, count: Int) {
        if let size { return (Int(document) * size, size) }
        let start = try offsets.load(Int(document) * 4 + 4, as: UInt32.self)
        let end = try offsets.load(Int(document) * 4 + 8, as: UInt32.self)
        guard start <= end, Int(end) <= bytes.count else {
            throw offsets.damaged("the id of document \(document) lies outside")
        }
        return (Int(start), Int(end - start))
    }

    /// The id of a document.
    func id(_ document: UInt32) throws(IndexError) -> [UInt8] {
        let (start, count) = try range(document)
        return try bytes.array(start, count)
    }

    /// The documents of an id in ascending order: one at most that is live, and any number of deleted ones.
    func documents(of id: [UInt8]) throws(IndexError) -> [UInt32] {
        var low: UInt32 = 0
        var high = documentCount
        while low < high {
            let middle = low + (high - low) / 2
            if try compare(middle, with: id) < 0 { low = middle + 1 } else { high = middle }
        }
        var documents: [UInt32] = []
        while low < documentCount, try compare(low, with: id) == 0 {
            documents.append(try order.number(low))
            low += 1
        }
        return documents
    }

    private func compare(_ place: UInt32, with id: [UInt8]) throws(IndexError) -> Int {
        let (start, count) = try range(try order.number(place))
        return try bytes.compare(start, count, with: id)
    }
}
