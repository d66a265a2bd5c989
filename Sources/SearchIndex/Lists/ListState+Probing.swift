internal import Packing

extension ListState {
    /// The rank of a document in the block that would have it, where the list then stands; -1 when the list has it not.
    ///
    /// Documents are asked for in an order in which none lies in a block before the present one.
    mutating func rank(of document: UInt32) -> Int {
        guard findBlock(document), document >= firstDocument, open() else { return -1 }
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

    private func rankInBitset(_ document: UInt32) -> Int {
        let number = Int(document &>> 6) &- firstWord
        let word = word(number)
        let bit: UInt64 = 1 &<< UInt64(document & 63)
        guard word & bit != 0 else { return -1 }
        var rank = (word & (bit &- 1)).nonzeroBitCount
        for index in 0..<number { rank &+= self.word(index).nonzeroBitCount }
        // A whole block has no more; a damaged one might.
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
