internal import Packing

extension ListState {
    /// The rank of a document in the block that would have it, where the list then stands; -1 when the list has it not.
    ///
    /// Documents are asked for in an order in which none lies in a block before the present one.
    @inline(__always)
    mutating func rank(of document: UInt32) -> Int {
        guard findBlock(document), document >= firstDocument, open() else { return -1 }
        return kind == .bitset ? rankInBitset(document) : rankElsewhere(document)
    }

    private mutating func rankElsewhere(_ document: UInt32) -> Int {
        switch kind {
        case .single: return unsafe documents[0] == document ? 0 : -1
        case .bitset: return rankInBitset(document)
        case .packed:
            loadDocuments()
            guard areDocumentsLoaded else { return -1 }
            let rank = unsafe Columns.rank(documents, below: document)
            return unsafe rank < 128 && documents[Columns.place(of: rank)] == document ? rank : -1
        case .tail, .sparse:
            loadDocuments()
            guard areDocumentsLoaded else { return -1 }
            let rank = rankInTail(document)
            return unsafe rank < count && documents[rank] == document ? rank : -1
        }
    }

    /// How often a document has the term, 0 when the list has it not; the order of calls is that of `rank(of:)`.
    mutating func probe(_ document: UInt32) -> UInt32 {
        let rank = rank(of: document)
        return rank < 0 ? 0 : frequency(ofRank: rank)
    }

    /// Whether the list has a document; the order of calls is that of `rank(of:)`.
    mutating func contains(_ document: UInt32) -> Bool { rank(of: document) >= 0 }

    /// Bits of other blocks' documents are 0; where a damaged block has some, the rank is another one of the block.
    @inline(__always)
    private func rankInBitset(_ document: UInt32) -> Int {
        let number = Int(document &>> 6) &- firstWord
        let word = unsafe data.loadUnaligned(fromByteOffset: number &* 8, as: UInt64.self).littleEndian
        let bit: UInt64 = 1 &<< UInt64(document & 63)
        guard word & bit != 0 else { return -1 }
        var rank = (word & (bit &- 1)).nonzeroBitCount
        for index in 0..<number {
            rank &+= unsafe data.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self).nonzeroBitCount
        }
        return min(rank, BlockEncoder.blockCount &- 1)
    }

    /// How many documents of a loaded tail are below a document.
    func rankInTail(_ document: UInt32) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low &+ high) &>> 1
            if unsafe documents[middle] < document { low = middle &+ 1 } else { high = middle }
        }
        return low
    }
}
