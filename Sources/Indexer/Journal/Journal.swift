import Hashing

/// Where a shard's documents are kept for good: the system of record, from which an index can always be rebuilt.
///
/// Every change has a sequence that is greater than that of the change before. What ``write(_:)`` returned survives the
/// end of the process and of the machine. Calls block for as long as the disk takes and may come from any thread; every
/// error is an `RPCError`: `readOnly` while nothing can be written, `corrupted` for damage, `staleEpoch` for a journal
/// that another process took over.
protocol Journal: Sendable {
    /// The shard that this is, as it was first established; nil before.
    func identity() throws -> ShardIdentity?

    /// Makes a new journal that of a shard.
    ///
    /// - Throws: `shardMismatch` for a journal of another shard or another number of shards.
    func establish(_ identity: ShardIdentity) throws

    /// Raises the epoch, durably, above its own last one and above `epoch`; every earlier owner is stale from then on.
    ///
    /// - Returns: The new epoch, which this object writes in from now on.
    func takeOver(above epoch: UInt64) throws -> UInt64

    /// How far the journal and its index are.
    func position() throws -> JournalPosition

    /// Writes batches in one transaction, which also checks the epoch; all of it is durable, or nothing was done.
    ///
    /// A batch whose name is remembered is not written again: its result is that of the first time.
    ///
    /// - Returns: A result for each batch.
    func write(_ batches: [JournalBatch]) throws -> [BatchResult]

    /// Changes with greater sequences than `sequence`, ascending: of each document the newest only, since older contents
    /// are not kept.
    ///
    /// - Parameters:
    ///   - limit: The greatest number of changes.
    ///   - byteLimit: No further change follows once the compressed documents reach this size.
    func changes(after sequence: UInt64, limit: Int, byteLimit: Int) throws -> [JournalChange]

    /// The documents of ids, in their order; nil for those that are not there.
    func records(ids: [[UInt8]]) throws -> [JournalRecord?]

    /// Notes that the index holds all changes up to `sequence` and is on the disk. Deletions up to there need not be
    /// remembered any more.
    func markIndexed(through sequence: UInt64) throws
}

/// Which shard of how many.
struct ShardIdentity: Hashable, Sendable {
    /// From 0.
    var shard: Int
    /// At least 1.
    var shards: Int
}

/// How far a journal and its index are.
struct JournalPosition: Hashable, Sendable {
    /// The epoch of the last owner; 0 before the first.
    var epoch: UInt64
    /// The newest sequence; all up to it is durable. 0 in an empty journal.
    var acknowledged: UInt64
    /// Up to here the index is on the disk.
    var indexedThrough: UInt64
    /// When the oldest change beyond ``indexedThrough`` was acknowledged, in milliseconds since 1970; nil without one.
    var oldestPending: Int64?
}

/// A document as the journal stores it.
struct JournalRecord: Hashable, Sendable {
    var id: [UInt8]
    /// Over document and original; two puts of one hash are the same.
    var contentHash: Hash128
    /// The document's JSON, compressed by zstd.
    var document: [UInt8]
    /// The text that it was read from, compressed by zstd; nil where the document is its own source.
    var original: [UInt8]?
}

/// One thing to write.
enum JournalWrite: Hashable, Sendable {
    case put(JournalRecord)
    case delete(id: [UInt8])
}

/// Writes that are asked for together.
struct JournalBatch: Hashable, Sendable {
    /// The name by which a batch that comes again is recognised, in UTF-8; nil for one that is written whenever it comes.
    var name: [UInt8]?
    var writes: [JournalWrite]

    init(name: [UInt8]? = nil, _ writes: [JournalWrite]) {
        self.name = name
        self.writes = writes
    }

    /// A hash of what is written, by which another batch of the same name is told apart.
    var fingerprint: Hash128 {
        var hasher = XXH3Hasher128()
        for write in writes {
            let (tag, id, hash) =
                switch write {
                case .put(let record): (UInt8(1), record.id, record.contentHash)
                case .delete(let id): (UInt8(2), id, Hash128(high: 0, low: 0))
                }
            hasher.update([tag] + hash.bytes + id + [0])
            hasher.update(withUnsafeBytes(of: UInt32(truncatingIfNeeded: id.count).bigEndian) { Array($0) })
        }
        return hasher.finalize()
    }
}

/// What became of one write.
enum WriteOutcome: Hashable, Sendable {
    case created(UInt64)
    case updated(UInt64)
    /// The journal held the very same content; nothing was written.
    case unchanged
    case deleted(UInt64)
    /// There was nothing to delete.
    case absent

    /// The sequence of the change; nil where nothing changed.
    var sequence: UInt64? {
        switch self {
        case .created(let sequence), .updated(let sequence), .deleted(let sequence): sequence
        case .unchanged, .absent: nil
        }
    }
}

/// What became of a batch.
struct BatchResult: Hashable, Sendable {
    /// One a write, in their order.
    var outcomes: [WriteOutcome]
    /// All changes of this batch, and those that made it unnecessary to change anything, lie at or below this sequence.
    var sequence: UInt64
    var kind = Kind.written

    enum Kind: Hashable, Sendable {
        case written
        /// It was written before, when it had this result; nothing was done.
        case repeated
        /// Its name is that of another batch; nothing was done and there are no outcomes.
        case misnamed
    }
}

/// A change as the index needs it.
struct JournalChange: Hashable, Sendable {
    var sequence: UInt64
    var id: [UInt8]
    /// The document's JSON, compressed by zstd; nil for a deletion.
    var document: [UInt8]?
}
