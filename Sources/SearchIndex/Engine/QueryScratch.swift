internal import Synchronization

/// The memory that a query works in: kept from query to query, so that after the first of its shape none is allocated.
///
/// Used by one thread at a time. What engines keep per leaf or per query is taken from the arena, which only grows; the
/// buffers of a window have fixed places.
@safe final class QueryScratch: @unchecked Sendable {
    // Safe to hand from thread to thread: `ScratchPool` lends it to one at a time.

    /// The most documents that a window has.
    static let windowMax = 4096
    /// Entries behind the last of each buffer, written by vectors that reach over the end.
    static let slack = 64

    /// How many documents a window has where nothing speaks for fewer.
    let windowSize: Int
    /// A sum of scores for each document of a window. All 0 whenever no engine runs.
    let sums: UnsafeMutablePointer<UInt32>
    /// The best score of a group for each document of a window. All 0 whenever no engine runs.
    let maxima: UnsafeMutablePointer<UInt32>
    /// How often a phrase is in each document of a window, for each of three ranks `windowMax` entries. All 0 whenever no
    /// phrase is looked for.
    let rankFrequencies: UnsafeMutablePointer<UInt32>
    /// For each document that a block reaches over, where in the block it stands, and 1 more; `windowMax` entries, all 0
    /// whenever no block is searched.
    let places: UnsafeMutablePointer<UInt8>
    /// Documents of a window that may be hits.
    let candidates: UnsafeMutablePointer<UInt32>
    /// Their scores so far.
    let candidateScores: UnsafeMutablePointer<UInt32>
    /// Whether a list of the query ended because its bytes make no sense.
    private(set) var isDamaged = false
    private let arena: UnsafeMutablePointer<Arena>

    /// - Parameter windowSize: A multiple of 64, at most `windowMax`; tests make it small.
    init(windowSize: Int = windowMax) {
        precondition(windowSize > 0 && windowSize % 64 == 0 && windowSize <= Self.windowMax)
        self.windowSize = windowSize
        let buffer = { unsafe Arena.allocate(UInt32.self, count: Self.windowMax + Self.slack) }
        unsafe sums = buffer()
        unsafe maxima = buffer()
        unsafe rankFrequencies = Arena.allocate(UInt32.self, count: 3 * Self.windowMax)
        unsafe places = Arena.allocate(UInt8.self, count: Self.windowMax)
        unsafe candidates = buffer()
        unsafe candidateScores = buffer()
        unsafe arena = .allocate(capacity: 1)
        unsafe arena.initialize(to: Arena())
    }

    deinit {
        unsafe sums.deallocate()
        unsafe maxima.deallocate()
        unsafe rankFrequencies.deallocate()
        unsafe places.deallocate()
        unsafe candidates.deallocate()
        unsafe candidateScores.deallocate()
        unsafe arena.pointee.free()
        unsafe arena.deallocate()
    }

    /// Memory until `release` or `reset`, at a multiple of 64, of whatever content.
    func take<Element: BitwiseCopyable>(_: Element.Type, count: Int) -> UnsafeMutablePointer<Element> {
        unsafe arena.pointee.take(byteCount: count * MemoryLayout<Element>.stride)
            .bindMemory(to: Element.self, capacity: count)
    }

    /// How much of the arena is in use, for `release`.
    var mark: Int { unsafe arena.pointee.used }

    /// Gives back all that was taken since a mark.
    func release(to mark: Int) { unsafe arena.pointee.used = mark }

    /// Gives back all that was taken, and forgets damage.
    func reset() {
        unsafe arena.pointee.reset()
        isDamaged = false
    }

    /// Notes whether a list that was read turned out damaged.
    @inline(__always)
    func note(_ state: ListState) { if state.isDamaged { isDamaged = true } }

    /// Notes that something else that was read turned out damaged.
    func noteDamage() { isDamaged = true }
}

/// Memory that is taken piece by piece and given back at once.
@safe private struct Arena {
    private var block: UnsafeMutableRawPointer
    private var byteCount = 1 << 16
    /// What did not fit into the block; after the query the block grows to the most that was in use.
    private var overflow: [UnsafeMutableRawPointer] = unsafe []
    private var usedMax = 0
    /// May be larger than the block.
    var used = 0

    init() { unsafe block = .allocate(byteCount: byteCount, alignment: 64) }

    /// Zeroed memory of its own.
    static func allocate<Element: BitwiseCopyable>(_: Element.Type, count: Int) -> UnsafeMutablePointer<Element> {
        let byteCount = count * MemoryLayout<Element>.stride
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
        unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        return unsafe bytes.bindMemory(to: Element.self, capacity: count)
    }

    mutating func take(byteCount wanted: Int) -> UnsafeMutableRawPointer {
        let start = used
        used = start + (wanted + 63) & ~63
        if used <= byteCount { return unsafe block + start }
        usedMax = max(usedMax, used)
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: max(64, wanted), alignment: 64)
        unsafe overflow.append(bytes)
        return unsafe bytes
    }

    mutating func reset() {
        if unsafe !overflow.isEmpty {
            free()
            unsafe overflow.removeAll()
            byteCount = usedMax
            unsafe block = .allocate(byteCount: byteCount, alignment: 64)
        }
        used = 0
    }

    func free() {
        unsafe block.deallocate()
        unsafe overflow.forEach { unsafe $0.deallocate() }
    }
}

/// Lends scratch memory to queries.
final class ScratchPool: Sendable {
    private let idle = Mutex<[QueryScratch]>([])

    /// Runs a query with scratch memory that no other has at the time.
    func withScratch<Result, Failure: Error>(
        _ body: (QueryScratch) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let scratch = idle.withLock { $0.popLast() } ?? QueryScratch()
        defer {
            scratch.reset()
            idle.withLock { $0.append(scratch) }
        }
        return try body(scratch)
    }
}
