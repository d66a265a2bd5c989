internal import Packing

extension ListState {
    /// Adds the list's documents in a window to a set of documents, and stands at the block that reaches the window's end
    /// or goes beyond it.
    ///
    /// - Parameters:
    ///   - window: Documents, from a multiple of 64 on, none of them in a block before the present one.
    ///   - words: One for each 64 documents of the window, rounded up; bit 0 is the window's first document.
    mutating func bits(_ window: Range<UInt32>, into words: UnsafeMutablePointer<UInt64>) {
        guard findBlock(window.lowerBound) else { return }
        while firstDocument < window.upperBound {
            guard open() else { return }
            if kind == .bitset {
                unsafe addWords(window, to: words)
            } else {
                loadDocuments()
                guard areDocumentsLoaded else { return }
                let isInside = firstDocument >= window.lowerBound && lastDocument < window.upperBound
                if isInside { unsafe addAll(from: window.lowerBound, to: words) } else { unsafe add(window, to: words) }
            }
            guard lastDocument < window.upperBound, nextBlock() else { return }
        }
    }

    private func addWords(_ window: Range<UInt32>, to words: UnsafeMutablePointer<UInt64>) {
        let first = Int(window.lowerBound &>> 6)
        let end = Int((window.upperBound &+ 63) &>> 6)
        let low = max(firstWord, first)
        let high = min(firstWord &+ wordCount, end)
        guard low < high else { return }
        for number in low..<high { unsafe words[number &- first] |= word(number &- firstWord) }
        // Where the window ends within a word, the rest of the word is not the window's.
        let rest = window.upperBound & 63
        if rest != 0, high == end { unsafe words[high &- 1 &- first] &= .max &>> UInt64(64 &- rest) }
    }

    private func addAll(from first: UInt32, to words: UnsafeMutablePointer<UInt64>) {
        for index in 0..<count {
            let place = unsafe documents[index] &- first
            unsafe words[Int(place &>> 6)] |= 1 &<< UInt64(place & 63)
        }
    }

    private func add(_ window: Range<UInt32>, to words: UnsafeMutablePointer<UInt64>) {
        let count32 = window.upperBound &- window.lowerBound
        for index in 0..<count {
            let place = unsafe documents[index] &- window.lowerBound
            guard place < count32 else { continue }
            unsafe words[Int(place &>> 6)] |= 1 &<< UInt64(place & 63)
        }
    }
}
