internal import Packing

extension ListState {
    /// The bytes before the content of a whole block.
    private static let blockHeaderByteCount = 3
    /// Sums of 128 wider gaps may wrap, and are verified one by one.
    private static let quickWidthMax = 24
    private static let frequencyWidthMax = 23
    /// No bitset is larger: packed gaps would be smaller.
    static let bitsetWordCountMax = 63

    /// Reads and verifies where the parts of the block lie; false when they make no sense.
    @inline(__always)
    mutating func open() -> Bool {
        if isOpen { return true }
        return openBlock()
    }

    private mutating func openBlock() -> Bool {
        guard blockIndex < blockCount else { return false }
        guard sparseStart < 0 else {
            kind = .sparse
            isOpen = true
            return true
        }
        var (start, end) = (0, byteCount)
        if table.byteCount > 0 { (start, end) = table.data(blockIndex) }
        guard start >= table.byteCount, start <= end, end <= byteCount else {
            damage()
            return false
        }
        unsafe dataEnd = list + end
        // Bytes follow every section, so that the first ones can be read unseen.
        let isRight = unsafe count == BlockEncoder.blockCount ? openWhole(list + start) : openTail(list + start)
        guard isRight else {
            damage()
            return false
        }
        isOpen = true
        return true
    }

    private mutating func openWhole(_ block: UnsafeRawPointer) -> Bool {
        let first = unsafe block.load(as: UInt8.self)
        frequencyWidth = unsafe Int(block.load(fromByteOffset: 1, as: UInt8.self))
        let exceptionCount = unsafe Int(block.load(fromByteOffset: 2, as: UInt8.self))
        unsafe data = block + Self.blockHeaderByteCount
        var byteCount = 0
        if first & BlockEncoder.bitset != 0 {
            kind = .bitset
            gapWidth = 0
            guard wordCount <= Self.bitsetWordCountMax else { return false }
            byteCount = 8 &* wordCount
        } else {
            kind = .packed
            gapWidth = Int(first & BlockEncoder.widthMask)
            byteCount = 16 &* gapWidth
        }
        unsafe frequencyData = data + byteCount
        unsafe exceptions = ExceptionsView(none: data)
        guard frequencyWidth <= Self.frequencyWidthMax else { return false }
        var rest = unsafe dataEnd - frequencyData &- 16 &* frequencyWidth
        if exceptionCount > 0, rest > 0 {
            unsafe exceptions = ExceptionsView(
                frequencyData + 16 &* frequencyWidth, count: exceptionCount, placeWidth: BlockEncoder.placeWidth)
        }
        rest &-= exceptions.byteCount
        return rest >= 0
    }

    private mutating func openTail(_ block: UnsafeRawPointer) -> Bool {
        let first = unsafe block.load(as: UInt8.self)
        kind = .tail
        gapWidth = Int(first & BlockEncoder.widthMask)
        frequencyWidth = Int(first &>> 5)
        unsafe data = block + 1
        if frequencyWidth == BlockEncoder.tailFrequencyWidthMark {
            frequencyWidth = unsafe Int(block.load(fromByteOffset: 1, as: UInt8.self))
            unsafe data += 1
        }
        unsafe frequencyData = data + Bits.byteCount(count: count, width: gapWidth)
        guard frequencyWidth <= Self.frequencyWidthMax else { return false }
        return unsafe Bits.byteCount(count: count, width: frequencyWidth) <= dataEnd - frequencyData
    }

    /// The first word of a bitset, as a number of 64 documents.
    @inline(__always)
    var firstWord: Int { Int(firstDocument &>> 6) }

    /// How many words a bitset has.
    @inline(__always)
    var wordCount: Int { Int(lastDocument &>> 6) &- firstWord &+ 1 }

    /// A word of the bitset, without bits of documents that other blocks have.
    @inline(__always)
    func word(_ index: Int) -> UInt64 {
        var word = unsafe data.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self).littleEndian
        if index == 0 { word &= .max &<< UInt64(firstDocument & 63) }
        if index == wordCount &- 1 { word &= .max &>> UInt64(63 &- lastDocument & 63) }
        return word
    }

    /// Loads the documents of the block, unless they are. Where the block turns out to be damaged the list has ended.
    @inline(__always)
    mutating func loadDocuments() {
        if areDocumentsLoaded { return }
        readDocuments()
    }

    private mutating func readDocuments() {
        guard open() else { return }
        let isRight: Bool
        switch kind {
        case .single: isRight = true
        case .bitset: isRight = readBitset()
        case .packed:
            isRight =
                unsafe gapWidth <= Self.quickWidthMax
                ? Columns.documents(data, width: gapWidth, base: firstDocument, into: documents) == lastDocument
                : readWide()
        case .tail: isRight = readTail()
        case .sparse:
            isRight = unsafe SparseList.readDocuments(
                list, start: sparseStart, count: count, documentCount: segmentDocumentCount, into: documents)
        }
        guard isRight else { return damage() }
        areDocumentsLoaded = true
    }

    private func readBitset() -> Bool {
        unsafe Bits.block(data, count: wordCount, base: firstDocument & ~63, into: documents)
    }

    private func readWide() -> Bool {
        var next = UInt64(firstDocument)
        for index in 0..<BlockEncoder.blockCount {
            unsafe next &+= UInt64(Columns.value(data, width: gapWidth, at: index))
            guard next <= UInt64(lastDocument) else { return false }
            unsafe documents[Columns.place(of: index)] = UInt32(truncatingIfNeeded: next)
            next &+= 1
        }
        return next &- 1 == UInt64(lastDocument)
    }

    /// The last document of a list without a table is known from here alone.
    private func readTail() -> Bool {
        var next = UInt64(firstDocument)
        var bit = 0
        let width = gapWidth
        let mask: UInt64 = 1 &<< UInt64(truncatingIfNeeded: width) &- 1
        for index in 0..<count {
            let word = unsafe data.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self).littleEndian
            next &+= word &>> UInt64(truncatingIfNeeded: bit & 7) & mask
            unsafe documents[index] = UInt32(truncatingIfNeeded: next)
            next &+= 1
            bit &+= width
        }
        // Documents ascend, in 64 bits, so that the last is the largest.
        guard table.byteCount > 0 else { return next <= UInt64(segmentDocumentCount) }
        return next &- 1 == UInt64(lastDocument)
    }

    /// Loads the frequencies of the block, unless they are, to the places of its documents. Where the block turns out to be
    /// damaged the list has ended.
    @inline(__always)
    mutating func loadFrequencies() {
        if areFrequenciesLoaded { return }
        readFrequencies()
    }

    private mutating func readFrequencies() {
        guard open() else { return }
        if kind == .sparse {
            let isRight = unsafe SparseList.readFrequencies(
                list, start: sparseStart, count: count, width: frequencyWidth, into: frequencies)
            guard isRight else { return damage() }
        } else if kind == .tail {
            unsafe Bits.unpack(frequencyData, count: count, width: frequencyWidth, adding: 1, into: frequencies)
        } else {
            unsafe Columns.unpack(frequencyData, width: frequencyWidth, adding: 1, into: frequencies)
            if exceptions.count > 0 { addExceptions() }
        }
        areFrequenciesLoaded = true
    }

    private func addExceptions() {
        for number in 0..<exceptions.count {
            let place = exceptions.place(number) & (BlockEncoder.blockCount &- 1)
            let frequency = unsafe frequencies[place] &+ exceptions.high(number) &<< UInt32(frequencyWidth)
            unsafe frequencies[place] = min(frequency, FrequencyCode.frequencyMax)
        }
    }

    /// The frequency of a posting of the block, by its rank; read alone unless all of them are loaded.
    @inline(__always)
    mutating func frequency(ofRank rank: Int) -> UInt32 {
        let isPacked = kind == .packed
        let place = isPacked ? Columns.place(of: rank) : rank
        if areFrequenciesLoaded { return unsafe frequencies[place] }
        return readFrequency(rank, at: place, isPacked: isPacked)
    }

    private mutating func readFrequency(_ rank: Int, at place: Int, isPacked: Bool) -> UInt32 {
        guard open() else { return 0 }
        if kind == .sparse {
            loadFrequencies()
            return areFrequenciesLoaded ? unsafe frequencies[rank] : 0
        }
        if kind == .tail { return unsafe Bits.read(frequencyData, rank, width: frequencyWidth) &+ 1 }
        let posting = isPacked ? rank : BlockEncoder.posting(at: rank)
        let low = unsafe Columns.value(frequencyData, width: frequencyWidth, at: posting) &+ 1
        guard exceptions.count > 0, let number = exceptions.number(ofByte: place) else { return low }
        return min(low &+ exceptions.high(number) &<< UInt32(frequencyWidth), FrequencyCode.frequencyMax)
    }
}
