import Foundation
import GRDB
import Hashing

/// The batches that a journal remembers, in one transaction: a name with what was answered then.
///
/// An outcome is one byte, since the changes of a batch have consecutive sequences, the last of which is the batch's own.
struct BatchMemory {
    /// How much is remembered.
    struct Limits: Hashable, Sendable {
        /// So many of the newest.
        var countMax = 100_000
        /// None that was acknowledged longer ago.
        var age = Duration.seconds(86_400)
    }

    private let limits: Limits
    private let time: Int64
    private let find: Statement
    private let insert: Statement
    private var addedCount = 0

    /// - Parameter time: When what is written is acknowledged, in milliseconds since 1970.
    init(_ database: Database, limits: Limits, time: Int64) throws {
        self.limits = limits
        self.time = time
        find = try database.cachedStatement(sql: "SELECT fingerprint, sequence, outcomes FROM batches WHERE name = ?")
        insert = try database.cachedStatement(
            sql: """
                INSERT INTO batches (name, fingerprint, acknowledged_at, sequence, outcomes) VALUES (?, ?, ?, ?, ?)
                """)
    }

    /// The result of a batch that was written before, or that its name was another's; nil for a new name.
    func result(of batch: JournalBatch) throws -> BatchResult? {
        guard let name = batch.name, let row = try Row.fetchOne(find, arguments: [Data(name)]) else { return nil }
        let sequence = UInt64(row[1] as Int64)
        guard row[0] as Data == batch.fingerprint.bytes else {
            return BatchResult(outcomes: [], sequence: sequence, kind: .misnamed)
        }
        return BatchResult(
            outcomes: Self.outcomes([UInt8](row[2] as Data), through: sequence), sequence: sequence, kind: .repeated)
    }

    /// Remembers a batch that was just written, if it has a name.
    mutating func add(_ batch: JournalBatch, _ result: BatchResult) throws {
        guard let name = batch.name else { return }
        try insert.execute(arguments: [
            Data(name), batch.fingerprint.bytes, time, Int64(result.sequence), Data(result.outcomes.map(Self.code)),
        ])
        addedCount += 1
    }

    /// Forgets what is too much or too old; work that grows with what was added.
    func forget(_ database: Database) throws {
        guard addedCount > 0 else { return }
        try database.cachedStatement(
            sql: "DELETE FROM batches WHERE number <= (SELECT max(number) FROM batches) - ?"
        ).execute(arguments: [limits.countMax])
        let oldest = time - Int64(limits.age / .milliseconds(1))
        try database.cachedStatement(
            sql: """
                DELETE FROM batches
                WHERE number IN (SELECT number FROM batches ORDER BY number LIMIT ?) AND acknowledged_at < ?
                """
        ).execute(arguments: [2 * addedCount + 8, oldest])
    }

    private static func code(_ outcome: WriteOutcome) -> UInt8 {
        switch outcome {
        case .created: 1
        case .updated: 2
        case .unchanged: 3
        case .deleted: 4
        case .absent: 5
        }
    }

    private static func outcomes(_ codes: [UInt8], through last: UInt64) -> [WriteOutcome] {
        let changeCount = codes.count { ![3, 5].contains($0) }
        var sequence = last - min(last, UInt64(changeCount))
        return codes.map { code in
            if code == 3 { return .unchanged }
            if code == 5 { return .absent }
            sequence += 1
            return code == 1 ? .created(sequence) : code == 2 ? .updated(sequence) : .deleted(sequence)
        }
    }
}
