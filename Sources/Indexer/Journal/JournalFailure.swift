import GRDB
import Protocol

/// Turns SQLite's errors into those of the protocol.
enum JournalFailure {
    /// Runs `body`; what SQLite throws comes out as an `RPCError` that names the file and what to do.
    static func translating<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw explanation(of: error, path: path)
        }
    }

    static func explanation(of error: DatabaseError, path: String) -> RPCError {
        let reason = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            return RPCError(
                .corrupted,
                detail:
                    "the journal \(path) is damaged (\(reason)): stop the indexer, restore the file from a backup, or save what can be read with `sqlite3 \(path) .recover`"
            )
        case .SQLITE_FULL:
            return readOnly(path, "\(reason): free space there, and writing goes on by itself")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_AUTH:
            return readOnly(path, "\(reason): make it writable for this user, and writing goes on by itself")
        case .SQLITE_IOERR:
            return readOnly(path, "\(reason): look at the disk's health; writing is tried again")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return readOnly(path, "\(reason): another program has it open and holds a lock")
        default:
            return RPCError(.internalError, detail: "the journal \(path) failed: \(reason)")
        }
    }

    private static func readOnly(_ path: String, _ reason: String) -> RPCError {
        RPCError(.readOnly, detail: "the journal \(path) cannot be written, \(reason)")
    }
}
