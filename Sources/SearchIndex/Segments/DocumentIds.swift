internal import Hashing

/// Writes the ids of documents, and the table that leads from an id to its document.
///
/// The table has eight bytes a document, the upper half of the id's XXH3-64 and the document, in the order of both.
struct IdsWriter {
    var offsets: SectionBuffer
    var bytes: SectionBuffer
    var table: SectionBuffer
    private var keys: [UInt64] = []

    init(offsets: SectionBuffer, bytes: SectionBuffer, table: SectionBuffer) {
        self.offsets = offsets
        self.bytes = bytes
        self.table = table
    }

    /// Adds the id of the next document.
    mutating func add(_ id: [UInt8]) throws(IndexError) {
        offsets.bytes.append(littleEndian: UInt64(bytes.count))
        bytes.bytes += id
        keys.append(XXH3.hash64(id) & 0xFFFF_FFFF_0000_0000 | UInt64(keys.count))
        try offsets.settle()
        try bytes.settle()
    }

    /// Ends the offsets and writes the table.
    mutating func finish() throws(IndexError) {
        offsets.bytes.append(littleEndian: UInt64(bytes.count))
        keys.sort()
        for key in keys {
            table.bytes.append(littleEndian: UInt32(key >> 32))
            table.bytes.append(littleEndian: UInt32(truncatingIfNeeded: key))
            try table.settle()
        }
        keys = []
    }
}

/// Reads the ids of documents.
struct IdsReader {
    let offsets: ByteView
    let bytes: ByteView
    let table: ByteView
    let documentCount: UInt32

    init(offsets: ByteView, bytes: ByteView, table: ByteView, documentCount: UInt32) throws(IndexError) {
        guard offsets.count == (Int(documentCount) + 1) * 8 else { throw offsets.damaged("its size is wrong") }
        guard table.count == Int(documentCount) * 8 else { throw table.damaged("its size is wrong") }
        self.offsets = offsets
        self.bytes = bytes
        self.table = table
        self.documentCount = documentCount
    }

    /// Where the id of a document lies.
    private func range(_ document: UInt32) throws(IndexError) -> (start: Int, count: Int) {
        let start = try offsets.load(Int(document) * 8, as: UInt64.self)
        let end = try offsets.load(Int(document) * 8 + 8, as: UInt64.self)
        guard start <= end, end <= UInt64(bytes.count) else {
            throw offsets.damaged("the id of document \(document) lies outside")
        }
        return (Int(start), Int(end - start))
    }

    /// The id of a document.
    func id(_ document: UInt32) throws(IndexError) -> [UInt8] {
        let (start, count) = try range(document)
        return try bytes.array(start, count)
    }

    /// The documents of an id in ascending order: one at most that is live, after any number of deleted ones.
    func documents(of id: [UInt8]) throws(IndexError) -> [UInt32] {
        let hash = UInt32(XXH3.hash64(id) >> 32)
        var low = 0
        var high = Int(documentCount)
        while low < high {
            let middle = (low + high) / 2
            if try table.load(middle * 8, as: UInt32.self) < hash { low = middle + 1 } else { high = middle }
        }
        var documents: [UInt32] = []
        while low < Int(documentCount), try table.load(low * 8, as: UInt32.self) == hash {
            let document = try table.load(low * 8 + 4, as: UInt32.self)
            guard document < documentCount else { throw table.damaged("it names document \(document)") }
            let (start, count) = try range(document)
            if try bytes.compare(start, count, with: id) == 0 { documents.append(document) }
            low += 1
        }
        return documents
    }
}
