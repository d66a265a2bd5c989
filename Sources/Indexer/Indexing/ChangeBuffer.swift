import SearchIndex

/// A change of the journal, decoded for the index.
struct SequencedChange: Sendable {
    var sequence: UInt64
    var change: IndexChange
    /// The memory that it takes, roughly, in bytes.
    var byteCount: Int
}

/// Changes that were acknowledged and are not indexed yet, kept decoded in memory as far as a bound allows; what goes
/// beyond is read back from the journal.
///
/// Everything acknowledged lies, in this order, in the index, in the backlog (the journal alone has it), in memory, or
/// beyond what was kept.
struct ChangeBuffer: Sendable {
    /// Where the next changes to index come from.
    enum Source: Sendable {
        case memory([SequencedChange])
        /// Changes up to a sequence have to be read from the journal.
        case journal(through: UInt64)
    }

    let byteCountMax: Int
    private var changes: [SequencedChange] = []
    private(set) var byteCount = 0
    /// Up to here the journal alone has what the index lacks.
    private(set) var backlogThrough: UInt64
    /// Whether changes after those in memory were not kept.
    private(set) var isDropping = false

    /// A buffer of a journal whose newest sequence is `backlogThrough`, none of whose changes are in memory.
    init(byteCountMax: Int, backlogThrough: UInt64) {
        self.byteCountMax = byteCountMax
        self.backlogThrough = backlogThrough
    }

    /// Takes note of changes just acknowledged, whose sequences follow the last ones.
    mutating func append(_ new: [SequencedChange]) {
        let newByteCount = new.reduce(0) { $0 + $1.byteCount }
        guard !isDropping, byteCount + newByteCount <= byteCountMax || byteCount == 0 else {
            isDropping = isDropping || !new.isEmpty
            return
        }
        changes += new
        byteCount += newByteCount
    }

    /// The next changes to index.
    ///
    /// - Parameters:
    ///   - indexed: The index holds everything up to this sequence.
    ///   - acknowledged: The newest sequence of the journal.
    mutating func next(
        indexed: UInt64, acknowledged: UInt64, documentCountMax: Int, segmentByteCountMax: Int
    ) -> Source {
        if indexed < backlogThrough { return .journal(through: backlogThrough) }
        guard !changes.isEmpty else {
            // From here on memory has room again; what was not kept becomes the backlog.
            isDropping = false
            backlogThrough = acknowledged
            return .journal(through: acknowledged)
        }
        var count = 0
        var taken = 0
        while count < min(changes.count, documentCountMax), taken < segmentByteCountMax {
            taken += changes[count].byteCount
            count += 1
        }
        byteCount -= taken
        let result = Array(changes[..<count])
        // What is left is moved, which is little: mostly everything is taken.
        changes.removeFirst(count)
        return .memory(result)
    }

    /// Forgets what is in memory: everything up to `acknowledged` has to be read from the journal.
    mutating func reset(acknowledged: UInt64) {
        self = ChangeBuffer(byteCountMax: byteCountMax, backlogThrough: acknowledged)
    }
}
