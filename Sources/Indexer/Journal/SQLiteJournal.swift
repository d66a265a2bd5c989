import Foundation
import GRDB
import Hashing
import Protocol
import Synchronization

/// A journal in one SQLite file: WAL mode, every commit synced to the disk before it counts.
///
/// Reads go on while something is written. One process writes at a time; see ``ShardLock``, and the epoch for the case
/// that a lock deceives.
final class SQLiteJournal: Journal {
    private let path: String
    private let pool: DatabasePool
    /// The epoch that this object writes in; 0 before it took over.
    private let epoch = Mutex<UInt64>(0)
    private let batchLimits: BatchMemory.Limits
    private let now: @Sendable () -> Int64

    /// Opens a journal, or creates it.
    ///
    /// - Parameters:
    ///   - path: The file; its folder exists.
    ///   - byteCountMax: The size beyond which nothing more is taken, as on a full disk; nil for the disk's own.
    ///   - batchLimits: How many named batches are remembered and for how long.
    ///   - now: The time in milliseconds since 1970.
    /// - Throws: `RPCError`: `readOnly` where the file cannot be made, `corrupted` where it is none of ours.
    init(
        path: String, byteCountMax: Int? = nil, batchLimits: BatchMemory.Limits = .init(),
        now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }
    ) throws {
        self.path = path
        self.batchLimits = batchLimits
        self.now = now
        pool = try JournalFailure.translating(path) {
            var configuration = Configuration()
            configuration.label = "timtin.journal"
            // Another process that reads, such as `timtin-indexer check`, may hold a lock for a moment.
            configuration.busyMode = .timeout(5)
            let pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { database in
                // GRDB sets NORMAL in WAL mode, which may forget the last commits when the power fails.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                // Checkpoints of 16 MiB rather than 4: fewer pauses while documents stream in.
                try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
                try JournalSchema.prepare(database, path: path)
            }
            return pool
        }
        if let byteCountMax { try limit(byteCount: byteCountMax) }
    }

    /// Sets the size beyond which nothing more is taken.
    func limit(byteCount: Int) throws {
        try inWriter { database in
            let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4096
            // Beyond SQLite's own limit of pages the number would be cut to 32 bits.
            let pageCount = min(max(1, byteCount / pageSize), 4_294_967_294)
            _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(pageCount)")
        }
    }

    func identity() throws -> ShardIdentity? {
        try reading { database in
            try Row.fetchOne(database, sql: "SELECT shard, shards FROM shard").map {
                ShardIdentity(shard: $0[0], shards: $0[1])
            }
        }
    }

    func establish(_ identity: ShardIdentity) throws {
        if let found = try self.identity() {
            guard found == identity else {
                throw RPCError(
                    .shardMismatch,
                    detail:
                        "\(path) holds shard \(found.shard) of \(found.shards), but shard \(identity.shard) of \(identity.shards) was asked for: the number of shards is fixed when a cluster is created; start the broker with --shards \(found.shards), or name another data folder"
                )
            }
            return
        }
        try inTransaction { database in
            try database.execute(
                sql: "INSERT INTO shard VALUES (1, ?, ?, 0, 0, 0)", arguments: [identity.shard, identity.shards])
        }
    }

    func takeOver(above epoch: UInt64) throws -> UInt64 {
        let own = self.epoch.withLock { $0 }
        do {
            return try inTransaction { [self] database in
                // Whoever was overtaken must not take the shard back.
                if own != 0 { _ = try checkedSequence(database) }
                let last = try Int64.fetchOne(database, sql: "SELECT epoch FROM shard") ?? 0
                let next = max(last, Int64(epoch)) + 1
                try database.execute(sql: "UPDATE shard SET epoch = ?", arguments: [next])
                // Set before the next write can begin, which would else take its own owner for a stranger.
                self.epoch.withLock { $0 = UInt64(next) }
                return UInt64(next)
            }
        } catch {
            self.epoch.withLock { $0 = own }
            throw error
        }
    }

    func position() throws -> JournalPosition {
        try reading { database in
            guard let row = try Row.fetchOne(database, sql: "SELECT epoch, last_sequence, indexed_through FROM shard")
            else { return JournalPosition(epoch: 0, acknowledged: 0, indexedThrough: 0, oldestPending: nil) }
            let indexedThrough: Int64 = row[2]
            let oldest = try Int64.fetchOne(
                database, sql: "SELECT acknowledged_at FROM documents WHERE sequence > ? ORDER BY sequence LIMIT 1",
                arguments: [indexedThrough])
            return JournalPosition(
                epoch: UInt64(row[0] as Int64), acknowledged: UInt64(row[1] as Int64),
                indexedThrough: UInt64(indexedThrough), oldestPending: oldest)
        }
    }

    func write(_ batches: [JournalBatch]) throws -> [BatchResult] {
        let time = now()
        return try inTransaction { [self] database in
            let before = try checkedSequence(database)
            var writer = try JournalTransaction(database, sequence: before, time: time)
            var memory = try BatchMemory(database, limits: batchLimits, time: time)
            let results = try batches.map { batch in
                if let known = try memory.result(of: batch) { return known }
                let outcomes = try batch.writes.map { try writer.apply($0) }
                let result = BatchResult(outcomes: outcomes, sequence: writer.sequence)
                try memory.add(batch, result)
                return result
            }
            try memory.forget(database)
            if writer.sequence != before {
                try database.execute(
                    sql: "UPDATE shard SET last_sequence = ?", arguments: [Int64(writer.sequence)])
            }
            return results
        }
    }

    func markIndexed(through sequence: UInt64) throws {
        try inTransaction { [self] database in
            _ = try checkedSequence(database)
            try database.execute(sql: "UPDATE shard SET indexed_through = ?", arguments: [Int64(sequence)])
            try database.execute(
                sql: "DELETE FROM documents WHERE document IS NULL AND sequence <= ?", arguments: [Int64(sequence)])
        }
    }

    func changes(after sequence: UInt64, limit: Int, byteLimit: Int) throws -> [JournalChange] {
        try reading { database in
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT sequence, id, document FROM documents WHERE sequence > ? ORDER BY sequence LIMIT ?",
                arguments: [Int64(sequence), limit])
            var changes: [JournalChange] = []
            var byteCount = 0
            while byteCount < byteLimit, let row = try rows.next() {
                let document = row[2] as Data?
                byteCount += document?.count ?? 0
                changes.append(
                    JournalChange(
                        sequence: UInt64(row[0] as Int64), id: [UInt8](row[1] as Data),
                        document: document.map { [UInt8]($0) }))
            }
            return changes
        }
    }

    func records(ids: [[UInt8]]) throws -> [JournalRecord?] {
        try reading { database in
            let statement = try database.cachedStatement(
                sql: "SELECT content_hash, document, original FROM documents WHERE id = ? AND document IS NOT NULL")
            return try ids.map { id in
                try Row.fetchOne(statement, arguments: [Data(id)]).map { row in
                    JournalRecord(
                        id: id, contentHash: Hash128(bytes: row[0] as Data), document: [UInt8](row[1] as Data),
                        original: (row[2] as Data?).map { [UInt8]($0) })
                }
            }
        }
    }

    /// The setting of `synchronous` of the connection that writes: 2 is FULL.
    func synchronousMode() throws -> Int? { try inWriter { try Int.fetchOne($0, sql: "PRAGMA synchronous") } }

    /// The newest sequence, once it is sure that the shard is still this object's.
    private func checkedSequence(_ database: Database) throws -> UInt64 {
        let own = epoch.withLock { $0 }
        guard let row = try Row.fetchOne(database.cachedStatement(sql: "SELECT epoch, last_sequence FROM shard")) else {
            throw RPCError(.corrupted, detail: "the journal \(path) lacks the row that says whose it is")
        }
        let found = UInt64(row[0] as Int64)
        guard found == own else {
            throw RPCError(
                .staleEpoch,
                detail:
                    "the journal \(path) is in epoch \(found), this indexer in \(own): another one owns the shard now")
        }
        return UInt64(row[1] as Int64)
    }

    private func reading<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try JournalFailure.translating(path) { try pool.read(body) }
    }

    private func inWriter<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try JournalFailure.translating(path) { try pool.writeWithoutTransaction(body) }
    }

    private func inTransaction<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try inWriter { database in
            var result: Result?
            try database.inTransaction(.immediate) {
                result = try body(database)
                return .commit
            }
            guard let result else { preconditionFailure("a transaction ended without a result") }
            return result
        }
    }
}
