/// Sorts the occurrences of one term by the term that follows, those of one following term in the order of documents.
///
/// A radix sort over the bytes of the following term's number, which stays in the nearest caches for all but the
/// commonest terms; few occurrences are sorted by insertion.
@safe struct PairSorter: ~Copyable {
    // The buffers belong to the value alone, which frees them; none is written beyond `capacity`.

    /// A following term above a document above a field: `next << 32 | document << 3 | field`.
    typealias Key = UInt64

    private var keys: UnsafeMutablePointer<Key>
    private var spare: UnsafeMutablePointer<Key>
    private var capacity = 1024
    /// How many bits the numbers of terms have.
    private let termBitCount: Int
    private static let digitBitCount = 8
    private static let insertionCountMax = 40

    /// - Parameter termCount: All terms have smaller numbers.
    init(termCount: Int) {
        termBitCount = Int.bitWidth - termCount.leadingZeroBitCount
        unsafe keys = .allocate(capacity: capacity)
        unsafe spare = .allocate(capacity: capacity)
    }

    deinit {
        unsafe keys.deallocate()
        unsafe spare.deallocate()
    }

    /// The keys of all occurrences that another term follows, in ascending order; valid until the next call.
    @unsafe
    mutating func sorted(_ occurrences: UnsafeBufferPointer<Occurrences.Occurrence>) -> UnsafeBufferPointer<Key> {
        if occurrences.count > capacity { grow(to: occurrences.count) }
        var count = 0
        for index in 0..<occurrences.count {
            let occurrence = unsafe occurrences[index]
            unsafe keys[count] =
                UInt64(occurrence.next) &<< 32 | UInt64(occurrence.document) &<< 3 | UInt64(occurrence.place & 7)
            count &+= occurrence.next == Occurrences.noTerm ? 0 : 1
        }
        if count <= Self.insertionCountMax { insertionSort(count) } else { radixSort(count) }
        return unsafe UnsafeBufferPointer(start: keys, count: count)
    }

    private mutating func grow(to count: Int) {
        unsafe keys.deallocate()
        unsafe spare.deallocate()
        capacity = max(2 * capacity, count)
        unsafe keys = .allocate(capacity: capacity)
        unsafe spare = .allocate(capacity: capacity)
    }

    private func insertionSort(_ count: Int) {
        let keys = unsafe keys
        var index = 1
        while index < count {
            let key = unsafe keys[index]
            var place = index
            while place > 0, unsafe keys[place &- 1] > key {
                unsafe keys[place] = keys[place &- 1]
                place &-= 1
            }
            unsafe keys[place] = key
            index &+= 1
        }
    }

    private mutating func radixSort(_ count: Int) {
        var shift = 32
        unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 1 << Self.digitBitCount) { starts in
            let starts = unsafe starts.baseAddress.unsafelyUnwrapped
            while shift < 32 &+ termBitCount {
                let source = unsafe keys
                let target = unsafe spare
                unsafe starts.initialize(repeating: 0, count: 1 << Self.digitBitCount)
                for index in 0..<count { unsafe starts[Self.digit(source[index], shift)] &+= 1 }
                var start: UInt32 = 0
                for digit in 0..<1 << Self.digitBitCount {
                    let digitCount = unsafe starts[digit]
                    unsafe starts[digit] = start
                    start &+= digitCount
                }
                for index in 0..<count {
                    let key = unsafe source[index]
                    let digit = Self.digit(key, shift)
                    unsafe target[Int(starts[digit])] = key
                    unsafe starts[digit] &+= 1
                }
                unsafe swap(&keys, &spare)
                shift &+= Self.digitBitCount
            }
        }
    }

    @inline(__always)
    private static func digit(_ key: Key, _ shift: Int) -> Int {
        Int(truncatingIfNeeded: key &>> UInt64(truncatingIfNeeded: shift)) & (1 &<< digitBitCount &- 1)
    }
}
