internal import Packing

extension ListState {
    /// From so many candidates a block on all of its frequencies are read at once.
    private static let frequencyReadMin = 6
    /// From so many candidates a packed block on they are looked up by document, not among its documents.
    private static let placeReadMin = 12

    /// Keeps, in their order, those of ascending documents that the list has.
    ///
    /// - Parameters:
    ///   - documents: None of them lies in a block before the present one.
    ///   - values: What stands beside the documents is kept with them.
    ///   - count: How many there are.
    ///   - frequencies: How often each kept document has the term; nil when that is not asked for.
    /// - Returns: How many are kept.
    mutating func intersect(
        _ documents: UnsafeMutablePointer<UInt32>, _ values: UnsafeMutablePointer<UInt32>, count: Int,
        frequencies: UnsafeMutablePointer<UInt32>?, _ scratch: QueryScratch
    ) -> Int {
        var kept = 0
        var next = 0
        while next < count, unsafe findBlock(documents[next]) {
            let (first, last) = (firstDocument, lastDocument)
            while next < count, unsafe documents[next] < first { next &+= 1 }
            var end = next
            while end < count, unsafe documents[end] <= last { end &+= 1 }
            guard end > next else { continue }
            guard open() else { break }
            let before = kept
            switch kind {
            case .bitset: kept = unsafe keepInBitset(documents, values, next..<end, kept, frequencies)
            case .packed: kept = unsafe keepInPacked(documents, values, next..<end, kept, frequencies, scratch.places)
            case .tail, .sparse, .single: kept = unsafe keepInTail(documents, values, next..<end, kept, frequencies)
            }
            if isDamaged { return before }
            next = end
        }
        return kept
    }

    /// Keeps, in their order, those of ascending documents that the list has not; the rest is as for `intersect`.
    mutating func subtract(
        _ documents: UnsafeMutablePointer<UInt32>, _ values: UnsafeMutablePointer<UInt32>, count: Int,
        copies: UnsafeMutablePointer<UInt32>, numbers: UnsafeMutablePointer<UInt32>, _ scratch: QueryScratch
    ) -> Int {
        for index in 0..<count {
            unsafe copies[index] = documents[index]
            unsafe numbers[index] = UInt32(truncatingIfNeeded: index)
        }
        let found = unsafe intersect(copies, numbers, count: count, frequencies: nil, scratch)
        guard found > 0 else { return count }
        var kept = 0
        var other = 0
        for index in 0..<count {
            let isFound = unsafe other < found && Int(numbers[other]) == index
            unsafe documents[kept] = documents[index]
            unsafe values[kept] = values[index]
            kept &+= isFound ? 0 : 1
            other &+= isFound ? 1 : 0
        }
        return kept
    }

    private mutating func keepInBitset(
        _ documents: UnsafeMutablePointer<UInt32>, _ values: UnsafeMutablePointer<UInt32>, _ range: Range<Int>,
        _ first: Int, _ frequencies: UnsafeMutablePointer<UInt32>?
    ) -> Int {
        var kept = first
        let words = unsafe data
        let firstWord = firstWord
        for index in range {
            let document = unsafe documents[index]
            let word = unsafe words.loadUnaligned(
                fromByteOffset: (Int(document &>> 6) &- firstWord) &* 8, as: UInt64.self
            ).littleEndian
            unsafe documents[kept] = document
            unsafe values[kept] = values[index]
            kept &+= Int(truncatingIfNeeded: word &>> UInt64(document & 63) & 1)
        }
        guard kept > first, let frequencies = unsafe frequencies else { return kept }
        let readsAll = areFrequenciesLoaded || kept &- first >= Self.frequencyReadMin
        if readsAll {
            loadFrequencies()
            guard areFrequenciesLoaded else { return first }
        }
        // How many documents the words before have.
        var before = 0
        var number = 0
        for index in first..<kept {
            let document = unsafe documents[index]
            let wanted = Int(document &>> 6) &- firstWord
            while number < wanted {
                before &+= word(number).nonzeroBitCount
                number &+= 1
            }
            let below: UInt64 = 1 &<< UInt64(document & 63) &- 1
            // A whole block has no more; a damaged one might.
            let rank = min(before &+ (word(wanted) & below).nonzeroBitCount, BlockEncoder.blockCount &- 1)
            unsafe frequencies[index] = readsAll ? self.frequencies[rank] : frequency(ofRank: rank)
        }
        return kept
    }

    private mutating func keepInPacked(
        _ documents: UnsafeMutablePointer<UInt32>, _ values: UnsafeMutablePointer<UInt32>, _ range: Range<Int>,
        _ first: Int, _ frequencies: UnsafeMutablePointer<UInt32>?, _ places: UnsafeMutablePointer<UInt8>
    ) -> Int {
        loadDocuments()
        guard areDocumentsLoaded else { return first }
        var kept = first
        let own = unsafe self.documents
        let firstDocument = firstDocument
        if range.count >= Self.placeReadMin, Int(lastDocument &- firstDocument) < QueryScratch.windowMax {
            for place in 0..<BlockEncoder.blockCount {
                unsafe places[Int(own[place] &- firstDocument)] = UInt8(truncatingIfNeeded: place &+ 1)
            }
            if let frequencies = unsafe frequencies {
                loadFrequencies()
                if areFrequenciesLoaded {
                    let all = unsafe self.frequencies
                    for index in range {
                        let document = unsafe documents[index]
                        let place = unsafe Int(places[Int(document &- firstDocument)])
                        unsafe documents[kept] = document
                        unsafe values[kept] = values[index]
                        unsafe frequencies[kept] = all[(place &- 1) & 127]
                        kept &+= place == 0 ? 0 : 1
                    }
                }
            } else {
                for index in range {
                    let document = unsafe documents[index]
                    let place = unsafe places[Int(document &- firstDocument)]
                    unsafe documents[kept] = document
                    unsafe values[kept] = values[index]
                    kept &+= place == 0 ? 0 : 1
                }
            }
            for place in 0..<BlockEncoder.blockCount { unsafe places[Int(own[place] &- firstDocument)] = 0 }
            return kept
        }
        for index in range {
            let document = unsafe documents[index]
            let rank = unsafe Columns.rank(own, below: document)
            // The last document of the block is not below any candidate.
            guard unsafe own[Columns.place(of: rank & 127)] == document else { continue }
            unsafe documents[kept] = document
            unsafe values[kept] = values[index]
            if let frequencies = unsafe frequencies { unsafe frequencies[kept] = frequency(ofRank: rank) }
            kept &+= 1
        }
        return kept
    }

    private mutating func keepInTail(
        _ documents: UnsafeMutablePointer<UInt32>, _ values: UnsafeMutablePointer<UInt32>, _ range: Range<Int>,
        _ first: Int, _ frequencies: UnsafeMutablePointer<UInt32>?
    ) -> Int {
        loadDocuments()
        guard areDocumentsLoaded else { return first }
        var kept = first
        let own = unsafe self.documents
        let last = unsafe documents[range.upperBound &- 1]
        var rank = unsafe rankInTail(documents[range.lowerBound])
        var next = range.lowerBound
        while rank < count, unsafe own[rank] <= last {
            let document = unsafe own[rank]
            next = unsafe Self.search(documents, next, range.upperBound, document)
            if unsafe documents[next] == document {
                unsafe documents[kept] = document
                unsafe values[kept] = values[next]
                if let frequencies = unsafe frequencies { unsafe frequencies[kept] = frequency(ofRank: rank) }
                kept &+= 1
                next &+= 1
                guard next < range.upperBound else { break }
            }
            rank &+= 1
        }
        return kept
    }

    /// The first of ascending documents that is not below one; the last is not.
    @inline(__always)
    private static func search(
        _ documents: UnsafePointer<UInt32>, _ start: Int, _ end: Int, _ document: UInt32
    ) -> Int {
        var low = start
        var step = 1
        while low &+ step < end, unsafe documents[low &+ step &- 1] < document {
            low &+= step
            step &+= step
        }
        var high = min(low &+ step &- 1, end &- 1)
        while low < high {
            let middle = (low &+ high) &>> 1
            if unsafe documents[middle] < document { low = middle &+ 1 } else { high = middle }
        }
        return low
    }

    /// No document from this one on that the list has comes before the one returned; nil when there is none.
    mutating func firstDocument(from start: UInt32) -> UInt32? {
        guard findBlock(start) else { return nil }
        // Short lists say nowhere what their first document is.
        guard table.byteCount == 0, areDocumentsLoaded else { return max(start, firstDocument) }
        return unsafe documents[min(rankInTail(start), count &- 1)]
    }
}
