import GRDB
import Protocol

/// The tables of a journal file.
///
/// `shard` has one row: what the shard is and how far it is. `documents` is ordered by sequence, so that a new content is
/// appended at the end of the file and "all changes after" is one range; a replaced document's row moves there. A deletion
/// is a row without a document, kept until the index on the disk knows of it. Sequences are never used twice, hence the
/// counter of its own. `original` comes last, since SQLite reads a row's long columns only up to those that are asked for.
/// `batches` remembers what was answered to the newest named batches. Format 1 had none.
enum JournalSchema {
    /// Stored as `user_version`.
    static let format = 2
    /// Stored as `application_id`: "TTJ1", by which `file` and people recognise the file.
    static let applicationID = 0x5454_4a31

    private static let batches = """
        CREATE TABLE batches (
            number INTEGER PRIMARY KEY,
            name BLOB NOT NULL UNIQUE,
            fingerprint BLOB NOT NULL,
            acknowledged_at INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            outcomes BLOB NOT NULL
        ) STRICT;
        """

    static let creation = """
        CREATE TABLE shard (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            shard INTEGER NOT NULL,
            shards INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            last_sequence INTEGER NOT NULL,
            indexed_through INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE documents (
            sequence INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            content_hash BLOB,
            acknowledged_at INTEGER NOT NULL,
            document BLOB,
            original BLOB
        ) STRICT;
        CREATE INDEX deletions ON documents (sequence) WHERE document IS NULL;
        \(batches)
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(format);
        """

    /// Creates the tables in a new file, or sees to it that an old one is of this format.
    static func prepare(_ database: Database, path: String) throws {
        // Not to be read as new, or of the old format, by two processes at once.
        try database.inTransaction(isReady(database) ? .deferred : .immediate) {
            try prepareInTransaction(database, path: path)
            return .commit
        }
    }

    private static func isReady(_ database: Database) throws -> Bool {
        try Int.fetchOne(database, sql: "PRAGMA user_version") == format
    }

    private static func prepareInTransaction(_ database: Database, path: String) throws {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        if found == 0, application == 0, try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0 {
            return try database.execute(sql: creation)
        }
        guard application == applicationID else {
            throw RPCError(
                .corrupted, detail: "\(path) is an SQLite file, but no journal of Timtin: name another folder")
        }
        if found == 1 { return try database.execute(sql: "\(batches) PRAGMA user_version = \(format);") }
        guard found == format else {
            throw RPCError(
                .corrupted,
                detail:
                    "\(path) has journal format \(found), this version reads 1 to \(format): use the version that wrote it"
            )
        }
    }
}
