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
private struct LexiconMatching {
    private let automaton: EditAutomaton
    /// Room for what a block whose counts take one byte can put together.
    private var key = [UInt8](repeating: 0, count: 512)
    /// The states after 0, 1, … scalars of the key, and where in the key each of them ends.
    private var states: [EditAutomaton.State]
    private var ends: [Int]
    /// After how many bytes of the key the automaton is dead; `Int.max` when it is not.
    private var deadCount = Int.max
    /// The keys of the block that were found: their numbers and distances.
    private(set) var found: [(ordinal: Int, distance: Int)] = []

    init(_ automaton: EditAutomaton) {
        self.automaton = automaton
        states = [automaton.start]
        ends = [0]
    }

    /// Reads a block; false when it contradicts itself.
    mutating func read(_ blocks: KeyBlocks, _ block: Int) -> Bool {
        found.removeAll(keepingCapacity: true)
        guard let bytes = unsafe blocks.block(block) else { return false }
        let first = block * KeyBlockWriter.blockCount
        let laneCount = min(blocks.count - first, KeyBlockWriter.blockCount)
        deadCount = .max
        states.removeLast(states.count - 1)
        ends.removeLast(ends.count - 1)
        guard unsafe bytes[0] & 1 == 0 else { return readWide(blocks, block) }
        var offset = 1 + 2 * KeyBlockWriter.blockCount
        var keyCount = 0
        for lane in 0..<laneCount {
            let sharedCount = unsafe Int(bytes[1 + lane])
            let suffixCount = unsafe Int(bytes[17 + lane])
            defer { offset += suffixCount }
            guard sharedCount < deadCount else { continue }
            guard sharedCount <= keyCount, suffixCount <= bytes.count - offset else { return false }
            keyCount = min(sharedCount + suffixCount, key.count)
            for index in sharedCount..<keyCount { unsafe key[index] = bytes[offset + index - sharedCount] }
            if let distance = distance(sharedCount: sharedCount, keyCount: keyCount) {
                found.append((first + lane, distance))
            }
        }
        return true
    }

    /// The distance of the key, of which the states after the shared bytes are known.
    private mutating func distance(sharedCount: Int, keyCount: Int) -> Int? {
        while let end = ends.last, end > sharedCount {
            ends.removeLast()
            states.removeLast()
        }
        deadCount = .max
        var index = ends[ends.count - 1]
        while index < keyCount {
            let scalar = EditAutomaton.scalar(at: &index, before: keyCount) { key[$0] }
            let state = automaton.next(states[states.count - 1], scalar)
            guard !automaton.isDead(state) else {
                deadCount = index
                return nil
            }
            states.append(state)
            ends.append(index)
        }
        return automaton.distance(states[states.count - 1])
    }

    /// The next block that may have a key within reach.
    func nextBlock(_ blocks: KeyBlocks, after block: Int) -> Int {
        guard deadCount <= 8 else { return block + 1 }
        // The last key read begins with as many bytes that lead nowhere.
        var dead: UInt64 = 0
        for index in 0..<deadCount { dead |= UInt64(key[index]) << UInt64(56 - 8 * index) }
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
