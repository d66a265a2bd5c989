import GRDB

/// Looks at a journal file without changing it, also while an indexer writes to it.
enum JournalCheck {
    /// SQLite's own check of the whole file.
    ///
    /// - Returns: What it finds wrong, one sentence each; empty for a sound journal.
    /// - Throws: `RPCError` when the file cannot be opened.
    static func damages(path: String) throws -> [String] {
        try JournalFailure.translating(path) {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            return try DatabaseQueue(path: path, configuration: configuration).read { database in
                try String.fetchAll(database, sql: "PRAGMA quick_check(20)").filter { $0 != "ok" }
            }
        }
    }
}
