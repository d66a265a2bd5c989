internal import Packing

/// One list made of those of several segments, whose documents are renumbered: gathered from one after the other, then
/// written in order.
///
/// No document comes from two segments, and each segment's come in ascending order.
@safe struct ListGathering: ~Copyable {
    // All memory belongs to the value alone, which frees it. A list's state stays inside of its section and its segment,
    // whatever the bytes say.

    private struct Posting: BitwiseCopyable {
        var frequency: UInt32
        var positionCount: UInt32
        var positionStart: Int
    }

    private let hasPositions: Bool
    /// The document, shifted by 32 bits, and the number of the posting.
    private var keys: GrowingBuffer<UInt64>
    private var spareKeys: GrowingBuffer<UInt64>
    private var postings: GrowingBuffer<Posting>
    private var positions: GrowingBuffer<UInt32>
    /// Where the keys of each source begin.
    private var runs: [Int] = []
    private let stateBuffers: UnsafeMutablePointer<UInt32>

    init(hasPositions: Bool) {
        self.hasPositions = hasPositions
        keys = GrowingBuffer()
        spareKeys = GrowingBuffer()
        postings = GrowingBuffer()
        positions = GrowingBuffer()
        unsafe stateBuffers = .allocate(capacity: ListState.bufferCount)
    }

    deinit { unsafe stateBuffers.deallocate() }

    /// Adds the postings of a list whose documents are live.
    ///
    /// - Parameter numbers: The new number of each document of the segment, or ``DocumentNumbering/deleted``.
    /// - Returns: False when the list's bytes make no sense.
    @unsafe
    mutating func add(_ list: ListRef, in view: SegmentView, numbers: [UInt32]) -> Bool {
        runs.append(keys.count)
        var state = unsafe ListState(list, in: view, buffers: stateBuffers)
        while !state.isExhausted {
            unsafe addBlock(&state, numbers)
            _ = state.nextBlock()
        }
        return !state.isDamaged
    }

    @unsafe
    private mutating func addBlock(_ state: inout ListState, _ numbers: [UInt32]) {
        state.loadDocuments()
        state.loadFrequencies()
        let count = state.count
        keys.reserve(count)
        postings.reserve(count)
        let isPacked = state.kind == .packed
        for rank in 0..<count {
            let place = isPacked ? Columns.place(of: rank) : rank
            let number = unsafe numbers[Int(state.documents[place])]
            guard number != DocumentNumbering.deleted else { continue }
            var posting = unsafe Posting(
                frequency: state.frequencies[place], positionCount: 0, positionStart: positions.count)
            if hasPositions {
                let positionCount = state.positionCount(at: rank)
                positions.reserve(positionCount)
                _ = unsafe state.positions(at: rank, into: positions.end)
                positions.count += positionCount
                posting.positionCount = UInt32(truncatingIfNeeded: positionCount)
            }
            keys.append(UInt64(number) &<< 32 | UInt64(truncatingIfNeeded: postings.count))
            postings.append(posting)
        }
    }

    /// Writes the list, which the caller then ends, and begins anew.
    mutating func write(to lists: inout ListWriter) throws(IndexError) {
        mergeRuns()
        for index in 0..<keys.count {
            let key = keys[index]
            let posting = postings[Int(truncatingIfNeeded: key & 0xFFFF_FFFF)]
            if hasPositions {
                unsafe lists.addPositions(
                    UnsafePointer(positions.start + posting.positionStart), count: Int(posting.positionCount))
            }
            try lists.add(document: UInt32(truncatingIfNeeded: key &>> 32), frequency: posting.frequency)
        }
        removeAll()
    }

    /// Calls `body` with each posting in order, and begins anew.
    @inline(__always)
    mutating func write(_ body: (_ document: UInt32, _ frequency: UInt32) -> Void) {
        mergeRuns()
        for index in 0..<keys.count {
            let key = keys[index]
            body(UInt32(truncatingIfNeeded: key &>> 32), postings[Int(truncatingIfNeeded: key & 0xFFFF_FFFF)].frequency)
        }
        removeAll()
    }

    private mutating func removeAll() {
        keys.count = 0
        postings.count = 0
        positions.count = 0
        runs.removeAll(keepingCapacity: true)
    }

    /// Brings the keys into order: neighbouring runs are merged until there is one.
    private mutating func mergeRuns() {
        while runs.count > 1 {
            spareKeys.count = 0
            spareKeys.reserve(keys.count)
            var merged: [Int] = []
            var index = 0
            while index < runs.count {
                merged.append(spareKeys.count)
                let start = runs[index]
                let middle = index + 1 < runs.count ? runs[index + 1] : keys.count
                let end = index + 2 < runs.count ? runs[index + 2] : keys.count
                merge(start..<middle, middle..<end)
                index += 2
            }
            swap(&keys, &spareKeys)
            runs = merged
        }
    }

    private mutating func merge(_ left: Range<Int>, _ right: Range<Int>) {
        var low = left.lowerBound
        var high = right.lowerBound
        let keys = unsafe keys.start
        let target = unsafe spareKeys.end
        var count = 0
        while low < left.upperBound, high < right.upperBound {
            let first = unsafe keys[low]
            let second = unsafe keys[high]
            let isFirst = first < second
            unsafe target[count] = isFirst ? first : second
            low &+= isFirst ? 1 : 0
            high &+= isFirst ? 0 : 1
            count &+= 1
        }
        while low < left.upperBound {
            unsafe target[count] = keys[low]
            low &+= 1
            count &+= 1
        }
        while high < right.upperBound {
            unsafe target[count] = keys[high]
            high &+= 1
            count &+= 1
        }
        spareKeys.count += count
    }
}
