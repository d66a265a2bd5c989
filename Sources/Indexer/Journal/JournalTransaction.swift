import Foundation
import GRDB
import Hashing

/// The writes of one transaction, with their statements prepared once.
struct JournalTransaction {
    /// The newest sequence so far.
    private(set) var sequence: UInt64
    private let time: Int64
    private let find: Statement
    private let remove: Statement
    private let insert: Statement

    /// - Parameters:
    ///   - sequence: The newest sequence before.
    ///   - time: When these writes are acknowledged, in milliseconds since 1970.
    init(_ database: Database, sequence: UInt64, time: Int64) throws {
        self.sequence = sequence
        self.time = time
        find = try database.cachedStatement(
            sql: "SELECT sequence, content_hash, document IS NULL FROM documents WHERE id = ?")
        remove = try database.cachedStatement(sql: "DELETE FROM documents WHERE sequence = ?")
        insert = try database.cachedStatement(
            sql: """
                INSERT INTO documents (sequence, id, content_hash, acknowledged_at, document, original)
                VALUES (?, ?, ?, ?, ?, ?)
                """)
    }

    /// Applies a write.
    mutating func apply(_ write: JournalWrite) throws -> WriteOutcome {
        switch write {
        case .put(let record):
            let id = Data(record.id)
            let hash = record.contentHash.bytes
            let found = try Row.fetchOne(find, arguments: [id])
            let isDeleted = found.map { $0[2] as Bool } ?? true
            if let found, !isDeleted, found[1] as Data? == hash { return .unchanged }
            try replace(
                found, id: id, hash: hash, document: Data(record.document), original: record.original.map { Data($0) })
            return isDeleted ? .created(sequence) : .updated(sequence)
        case .delete(let bytes):
            let id = Data(bytes)
            guard let found = try Row.fetchOne(find, arguments: [id]), !(found[2] as Bool) else { return .absent }
            try replace(found, id: id, hash: nil, document: nil, original: nil)
            return .deleted(sequence)
        }
    }

    private mutating func replace(_ found: Row?, id: Data, hash: Data?, document: Data?, original: Data?) throws {
        if let found { try remove.execute(arguments: [found[0] as Int64]) }
        sequence += 1
        try insert.execute(arguments: [Int64(sequence), id, hash, time, document, original])
    }
}

extension Hash128 {
    /// 16 bytes, the most significant first.
    var bytes: Data {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Data($0) }
    }

    /// The value of 16 bytes as ``bytes`` gives them; what is missing counts as zero.
    init(bytes: Data) {
        func number(_ part: Data.SubSequence) -> UInt64 { part.reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(high: number(bytes.prefix(8)), low: number(bytes.dropFirst(8).prefix(8)))
    }
}
