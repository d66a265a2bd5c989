extension ListState {
    /// No posting of the block has a larger frequency.
    @inline(__always)
    var blockFrequencyMax: UInt32 {
        FrequencyCode.frequency(table.byteCount > 0 ? table.frequencyMaxCode(blockIndex) : frequencyMaxCode)
    }

    /// No document of the block has a smaller norm; the list has not ended.
    @inline(__always)
    var blockNormMin: UInt8 { unsafe norms[Int(firstDocument)] }

    /// What bounds the scores of the documents of a window: no posting there has a larger frequency or a smaller norm.
    ///
    /// - Parameter window: Documents of the segment, none of them in a block before the present one.
    /// - Returns: Nil when no block has documents of the window.
    func impact(in window: Range<UInt32>) -> (frequencyMax: UInt32, normMin: UInt8)? {
        guard !isExhausted, !window.isEmpty else { return nil }
        var block = blockIndex
        if window.lowerBound > lastDocument {
            guard table.byteCount > 0 else { return nil }
            block = table.firstBlock(from: block &+ 1, endingAtOrBehind: window.lowerBound, count: blockCount)
            guard block < blockCount else { return nil }
        }
        let first = max(firstDocument(ofBlock: block), window.lowerBound)
        guard first < window.upperBound, first < segmentDocumentCount else { return nil }
        let norm = unsafe norms[Int(first)]
        guard table.byteCount > 0 else { return (FrequencyCode.frequency(frequencyMaxCode), norm) }
        var code = table.frequencyMaxCode(block)
        while block &+ 1 < blockCount, table.lastDocument(block) &+ 1 < window.upperBound {
            block &+= 1
            code = max(code, table.frequencyMaxCode(block))
        }
        return (FrequencyCode.frequency(code), norm)
    }

    /// The first document that a block may have.
    @inline(__always)
    func firstDocument(ofBlock block: Int) -> UInt32 {
        if block == blockIndex { return firstDocument }
        return block == 0 ? 0 : table.lastDocument(block &- 1) &+ 1
    }

    /// How many threshold points the list has.
    @inline(__always)
    var pointCount: Int { table.pointCount }

    /// A threshold point: so many of the list's documents have this frequency or more and this norm or less.
    func point(_ index: Int) -> ThresholdPoint { table.point(index) }
}
