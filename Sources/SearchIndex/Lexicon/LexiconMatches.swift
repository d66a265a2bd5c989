/// A term that is nearly what was typed.
struct FuzzyMatch {
    var term: TermRef
    /// How many edits lie between, 0 when there are none.
    var distance: Int
}

extension Lexicon {
    /// The keys within reach of an automaton, in their order.
    func matches(_ automaton: EditAutomaton) throws(IndexError) -> [FuzzyMatch] {
        if automaton.isTooLong {
            guard let term = try find(automaton.word) else { return [] }
            return [FuzzyMatch(term: term, distance: 0)]
        }
        var walk = LexiconMatching(automaton)
        var matches: [FuzzyMatch] = []
        var block = 0
        while block < blocks.blockCount {
            guard walk.read(blocks, block) else { throw damaged(block * KeyBlockWriter.blockCount) }
            for (ordinal, distance) in walk.found {
                matches.append(FuzzyMatch(term: try entry(ordinal), distance: distance))
            }
            block = walk.nextBlock(blocks, after: block)
        }
        return matches
    }
}

/// Walks an automaton over the blocks of a dictionary.
///
/// The state after each scalar of the key is kept, so that a key is read from where it differs from the one before. Where
/// the automaton is dead after some bytes, keys that share these are skipped unread, and blocks whose first keys do, too.
@safe private struct LexiconMatching: ~Copyable {
    // All memory belongs to the value alone, which frees it.

    /// How many bytes a key has at most in a block whose counts take one byte.
    private static let keyByteCountMax = 510

    private let automaton: EditAutomaton
    /// For each ASCII scalar where it stands in the word.
    private let asciiPlaces: UnsafeMutablePointer<UInt64>
    private let key: UnsafeMutablePointer<UInt8>
    /// The states after 0, 1, … scalars of the key, and where in the key each of them ends.
    private let states: UnsafeMutablePointer<EditAutomaton.State>
    private let ends: UnsafeMutablePointer<Int>
    /// How many scalars of the key were read.
    private var depth = 0
    /// After how many bytes of the key the automaton is dead; `Int.max` when it is not.
    private var deadCount = Int.max
    /// The keys of the block that were found: their numbers and distances.
    private(set) var found: [(ordinal: Int, distance: Int)] = []

    init(_ automaton: EditAutomaton) {
        self.automaton = automaton
        unsafe asciiPlaces = .allocate(capacity: 128)
        for scalar in 0..<128 { unsafe asciiPlaces[scalar] = automaton.asciiPlaces[scalar] }
        unsafe key = .allocate(capacity: Self.keyByteCountMax)
        unsafe states = .allocate(capacity: Self.keyByteCountMax + 1)
        unsafe ends = .allocate(capacity: Self.keyByteCountMax + 1)
        unsafe states[0] = automaton.start
        unsafe ends[0] = 0
    }

    deinit {
        unsafe asciiPlaces.deallocate()
        unsafe key.deallocate()
        unsafe states.deallocate()
        unsafe ends.deallocate()
    }

    /// Reads a block; false when it contradicts itself.
    mutating func read(_ blocks: KeyBlocks, _ block: Int) -> Bool {
        found.removeAll(keepingCapacity: true)
        guard let bytes = unsafe blocks.block(block) else { return false }
        let first = block &* KeyBlockWriter.blockCount
        let laneCount = min(blocks.count &- first, KeyBlockWriter.blockCount)
        deadCount = .max
        depth = 0
        guard unsafe bytes[0] & 1 == 0 else { return readWide(blocks, block) }
        let base = unsafe bytes.baseAddress.unsafelyUnwrapped
        let suffixes = 1 &+ 2 &* KeyBlockWriter.blockCount
        var keyCount = 0
        var lane = 0
        while lane < laneCount {
            let sharedCount = unsafe Int(base.load(fromByteOffset: 1 &+ lane, as: UInt8.self))
            let suffixCount = unsafe Int(base.load(fromByteOffset: 17 &+ lane, as: UInt8.self))
            let before = unsafe LaneReader.sum(base + 17, count: UInt64(truncatingIfNeeded: lane))
            let offset = suffixes &+ Int(truncatingIfNeeded: before)
            guard sharedCount <= keyCount, suffixCount <= bytes.count &- offset else { return false }
            keyCount = sharedCount &+ suffixCount
            for index in 0..<suffixCount {
                unsafe key[sharedCount &+ index] = unsafe base.load(fromByteOffset: offset &+ index, as: UInt8.self)
            }
            if let distance = distance(sharedCount: sharedCount, keyCount: keyCount) {
                found.append((first &+ lane, distance))
            }
            lane = unsafe deadCount > 127 ? lane &+ 1 : Self.firstLane(base + 1, from: lane &+ 1, below: deadCount)
        }
        return true
    }

    /// The first lane from `start` on whose byte is less than `limit`, which is at most 127; 16 or more when there is none.
    @inline(__always)
    private static func firstLane(_ bytes: UnsafeRawPointer, from start: Int, below limit: Int) -> Int {
        let low = unsafe less(UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)), limit)
        let high = unsafe less(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)), limit)
        // Smart shifts: all lanes of a word may lie before the start.
        let lowLanes = low & ~0 << UInt64(8 &* start)
        if lowLanes != 0 { return lowLanes.trailingZeroBitCount &>> 3 }
        let highLanes = high & ~0 << UInt64(8 &* max(0, start &- 8))
        return 8 &+ highLanes.trailingZeroBitCount &>> 3
    }

    /// The high bits of the bytes that are less than `limit`, which is at most 127.
    @inline(__always)
    private static func less(_ bytes: UInt64, _ limit: Int) -> UInt64 {
        let highBits: UInt64 = 0x8080_8080_8080_8080
        // No byte borrows from the next: each is at least 128, of which at most 127 is taken.
        let differences = (bytes | highBits) &- UInt64(limit) &* 0x0101_0101_0101_0101
        return ~differences & ~bytes & highBits
    }

    /// The distance of the key, of which the states after the shared bytes are known.
    @inline(__always)
    private mutating func distance(sharedCount: Int, keyCount: Int) -> Int? {
        var depth = depth
        while unsafe ends[depth] > sharedCount { depth &-= 1 }
        var state = unsafe states[depth]
        var index = unsafe ends[depth]
        deadCount = .max
        while index < keyCount {
            let byte = unsafe key[index]
            let places: UInt64
            if byte < 0x80 {
                index &+= 1
                places = unsafe asciiPlaces[Int(byte)]
            } else {
                let scalar = EditAutomaton.scalar(at: &index, before: keyCount) { unsafe key[$0] }
                places = automaton.places(ofOther: scalar)
            }
            state = automaton.next(state, places: places)
            guard !automaton.isDead(state) else {
                deadCount = index
                self.depth = depth
                return nil
            }
            depth &+= 1
            unsafe states[depth] = state
            unsafe ends[depth] = index
        }
        self.depth = depth
        return automaton.distance(state)
    }

    /// The next block that may have a key within reach.
    func nextBlock(_ blocks: KeyBlocks, after block: Int) -> Int {
        guard deadCount <= 8 else { return block + 1 }
        // The last key read begins with as many bytes that lead nowhere.
        var dead: UInt64 = 0
        for index in 0..<deadCount { dead |= unsafe UInt64(key[index]) << UInt64(56 - 8 * index) }
        var next = block + 1
        // All of a block is dead when the first key of the one behind it is.
        while next + 1 < blocks.blockCount, (blocks.head(next + 1) ^ dead) >> UInt64(64 - 8 * deadCount) == 0 {
            next += 1
        }
        return next
    }

    /// Reads a block of which some keys are long.
    private mutating func readWide(_ blocks: KeyBlocks, _ block: Int) -> Bool {
        var walk = KeyWalk(blocks, block: block)
        var ordinal = block * KeyBlockWriter.blockCount
        while walk.next() {
            if let distance = automaton.distance(to: walk.key.span) { found.append((ordinal, distance)) }
            ordinal += 1
        }
        return !walk.isDamaged
    }
}
