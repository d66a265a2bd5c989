/// A number below the number of documents for each of them: 16 bits where that is enough, else 32.
struct DocumentNumbersWriter {
    /// Appends the numbers to a section.
    static func append(_ numbers: [UInt32], to section: inout SectionBuffer) throws(IndexError) {
        let isWide = numbers.count > DocumentNumbers.narrowCountMax
        for number in numbers {
            if isWide {
                section.bytes.append(littleEndian: number)
            } else {
                section.bytes.append(littleEndian: UInt16(truncatingIfNeeded: number))
            }
            try section.settle()
        }
    }
}

/// Reads a number for each document.
struct DocumentNumbers {
    /// Up to so many documents numbers have 16 bits.
    static let narrowCountMax = 1 << 16

    let bytes: ByteView
    let documentCount: UInt32

    init(_ bytes: ByteView, documentCount: UInt32) throws(IndexError) {
        guard bytes.count == Int(documentCount) * Self.byteCount(documentCount) else {
            throw bytes.damaged("its size is wrong")
        }
        self.bytes = bytes
        self.documentCount = documentCount
    }

    private static func byteCount(_ documentCount: UInt32) -> Int { documentCount > narrowCountMax ? 4 : 2 }

    /// Whether numbers have 32 bits.
    var isWide: Bool { Int(documentCount) > Self.narrowCountMax }

    /// The number of a document.
    @inline(__always)
    func number(_ index: UInt32) throws(IndexError) -> UInt32 {
        let number =
            isWide
            ? try bytes.load(Int(index) * 4, as: UInt32.self)
            : UInt32(try bytes.load(Int(index) * 2, as: UInt16.self))
        guard number < documentCount else { throw bytes.damaged("it has document \(number), of \(documentCount)") }
        return number
    }

    /// The numbers for loops that keep no owner; not verified.
    @unsafe func pointer() throws(IndexError) -> IdRank {
        let start = unsafe try bytes.pointer(0, bytes.count)
        return isWide
            ? unsafe .wide(start.assumingMemoryBound(to: UInt32.self))
            : unsafe .narrow(start.assumingMemoryBound(to: UInt16.self))
    }
}
