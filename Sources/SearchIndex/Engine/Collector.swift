/// The best hits so far, over the segments of a search, and how many hits there are.
///
/// Hits come segment by segment. Within one they are kept as keys, score above, the complement of the id's rank below, so
/// that one comparison orders them by score, then by id. Where a segment ends its hits are merged into those of the ones
/// before, there by the bytes of ids.
@safe struct Collector: ~Copyable {
    /// A hit with its place.
    struct Hit: BitwiseCopyable {
        var score: UInt32
        var segment: UInt32
        var document: UInt32
    }

    /// What is known of the number of hits before a search.
    enum KnownTotal {
        case nothing
        case exactly(Int)
        case atLeast(Int)
    }

    /// Up to how many keys are kept as a heap; more are gathered twice as many at a time, and the worse half dropped.
    static let heapMax = 64

    /// How many hits are kept.
    let capacity: Int
    /// How many hits there are, or, when not `isTotalExact`, a number that is not larger.
    private(set) var total: Int
    /// How many were found.
    private var foundCount = 0
    /// Whether engines have to find every hit, to count them.
    private(set) var isCounting: Bool
    /// A hit of a smaller score is not kept; at least 1.
    private(set) var scoreMin: UInt32
    private let totalUpTo: Int
    private let isTotalKnown: Bool
    /// Keys that are not larger are not kept.
    private var floor: UInt64 = 0
    /// In the heap the first key is the smallest, and 0 stands for none.
    private let keys: UnsafeMutablePointer<UInt64>
    private var keyCount = 0
    private let spareKeys: UnsafeMutablePointer<UInt64>
    /// The hits of the segments before, best first.
    private var hits: UnsafeMutablePointer<Hit>
    private var hitCount = 0
    private var spareHits: UnsafeMutablePointer<Hit>

    /// - Parameters:
    ///   - capacity: How many hits are kept; not negative.
    ///   - totalUpTo: Up to which number hits are counted.
    ///   - scratch: Lends the memory of the hits, until it is reset.
    init(capacity: Int, totalUpTo: Int, known: KnownTotal = .nothing, scratch: QueryScratch) {
        self.capacity = capacity
        self.totalUpTo = totalUpTo
        switch known {
        case .nothing: (total, isTotalKnown, isCounting) = (0, false, true)
        case .exactly(let count): (total, isTotalKnown, isCounting) = (count, true, false)
        case .atLeast(let count): (total, isTotalKnown, isCounting) = (count, false, count <= totalUpTo)
        }
        scoreMin = capacity > 0 ? 1 : .max
        let isHeap = capacity <= Self.heapMax
        unsafe keys = scratch.take(UInt64.self, count: isHeap ? max(1, capacity) : 2 * capacity)
        unsafe spareKeys = scratch.take(UInt64.self, count: isHeap ? 0 : capacity + HitKeys.radixCount)
        unsafe hits = scratch.take(Hit.self, count: capacity)
        unsafe spareHits = scratch.take(Hit.self, count: capacity)
        beginSegment()
    }

    /// Whether `total` is the number of hits.
    var isTotalExact: Bool { isTotalKnown || isCounting }

    /// A document that scores less need not be found; 0 while all have to be.
    @inline(__always)
    var threshold: UInt32 { isCounting ? 0 : scoreMin }

    /// Says that so many documents as are kept score as much or more, where engines need not find every hit.
    mutating func raise(scoreMin: UInt32) {
        if !isCounting { self.scoreMin = max(self.scoreMin, scoreMin) }
    }

    /// Takes a hit of the present segment.
    ///
    /// - Parameters:
    ///   - score: At least 1.
    ///   - rank: The place of its document in the order of ids.
    @inline(__always)
    mutating func push(score: UInt32, rank: UInt32) {
        let key = UInt64(score) << 32 | UInt64(~rank)
        if key > floor { insert(key) }
    }

    /// Counts hits that were found, after they were pushed.
    mutating func count(_ count: Int) {
        guard !isTotalKnown else { return }
        foundCount += count
        // Once not all are found, what was known before may be more.
        total = max(total, foundCount)
        if isCounting, total > totalUpTo, isFull { isCounting = false }
    }

    /// Whether there are as many hits as are kept.
    var isFull: Bool {
        if capacity <= Self.heapMax { return unsafe capacity == 0 || keys[0] != 0 }
        return keyCount >= capacity
    }

    @inline(never)
    private mutating func insert(_ key: UInt64) {
        if capacity <= Self.heapMax {
            guard capacity > 0 else { return }
            unsafe HitKeys.replaceFirst(keys, count: capacity, by: key)
            unsafe floor = keys[0]
        } else {
            unsafe keys[keyCount] = key
            keyCount += 1
            guard keyCount == 2 * capacity else { return }
            unsafe HitKeys.select(keys, count: keyCount, best: capacity)
            keyCount = capacity
            unsafe floor = HitKeys.smallest(keys, count: capacity)
        }
        scoreMin = max(scoreMin, UInt32(truncatingIfNeeded: floor >> 32))
    }

    /// Ends a segment: what follows is of the next.
    ///
    /// - Parameters:
    ///   - number: Which segment of the search it was.
    ///   - idOrder: Its documents in the order of ids.
    ///   - documentCount: How many documents it has.
    ///   - isBefore: Whether the id of the first hit, which is of a segment before, is smaller than that of the second.
    mutating func endSegment(
        _ number: Int, idOrder: IdRank, documentCount: UInt32, isBefore: (Hit, Hit) throws(IndexError) -> Bool
    ) throws(IndexError) {
        // Keys of earlier segments' hits have 0 below, which no rank gives; they and the heap's empty places go.
        let found = capacity <= Self.heapMax ? capacity : keyCount
        var count = 0
        for index in 0..<found where unsafe UInt32(truncatingIfNeeded: keys[index]) != 0 {
            unsafe keys[count] = keys[index]
            count += 1
        }
        if count > capacity { unsafe HitKeys.select(keys, count: count, best: capacity) }
        count = min(count, capacity)
        unsafe HitKeys.sort(keys, count: count, spare: spareKeys)
        var (index, earlier, merged) = (0, 0, 0)
        while merged < capacity, index < count || earlier < hitCount {
            var isEarlier = index == count
            var hit = Hit(score: 0, segment: UInt32(number), document: 0)
            if index < count {
                let key = unsafe keys[index]
                hit.score = UInt32(truncatingIfNeeded: key >> 32)
                // Ranks come unverified from the file.
                hit.document = unsafe idOrder[min(~UInt32(truncatingIfNeeded: key), documentCount &- 1)]
                if earlier < hitCount {
                    let other = unsafe hits[earlier]
                    isEarlier = other.score == hit.score ? try isBefore(other, hit) : other.score > hit.score
                }
            }
            if isEarlier {
                unsafe spareHits[merged] = hits[earlier]
                earlier += 1
            } else {
                unsafe spareHits[merged] = hit
                index += 1
            }
            merged += 1
        }
        unsafe swap(&hits, &spareHits)
        hitCount = merged
        beginSegment()
    }

    /// The hits of the segments that ended, best first.
    var found: UnsafeBufferPointer<Hit> { unsafe UnsafeBufferPointer(start: hits, count: hitCount) }

    /// Lets the hits of the segments before stand among the keys. A hit of the present one that scores the same goes before
    /// them, for their ids are not compared here: those it displaces stay in `hits` and are compared where it ends.
    private mutating func beginSegment() {
        keyCount = 0
        floor = 0
        if capacity <= Self.heapMax {
            // In ascending order, which is a heap.
            for index in 0..<capacity {
                let hit = capacity - 1 - index
                unsafe keys[index] = unsafe hit < hitCount ? UInt64(hits[hit].score) << 32 : 0
            }
            if capacity > 0 { unsafe floor = keys[0] }
        } else {
            for index in 0..<hitCount { unsafe keys[index] = UInt64(hits[index].score) << 32 }
            keyCount = hitCount
            if keyCount == capacity { unsafe floor = keys[capacity - 1] }
        }
    }
}
