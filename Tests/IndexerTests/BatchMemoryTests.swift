import Foundation
import GRDB
import Protocol
import Synchronization
import Testing

@testable import Indexer

struct BatchMemoryTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func batch(_ name: String, _ content: Int) -> JournalBatch {
        JournalBatch(name: Array(name.utf8), [.put(.sample("a", content: content))])
    }

    @Test func `a batch that comes again is answered as the first time and changes nothing`() throws {
        var journal = try SQLiteJournal.opened(folder.journal)
        let first = try journal.write([batch("a", 1)])[0]
        #expect(first == BatchResult(outcomes: [.created(1)], sequence: 1))
        _ = try journal.write([batch("b", 2)])
        // Another process takes the shard over in between.
        journal = try SQLiteJournal.opened(folder.journal)
        let again = try journal.write([batch("a", 1), batch("a", 1)])
        #expect(again == Array(repeating: BatchResult(outcomes: [.created(1)], sequence: 1, kind: .repeated), count: 2))
        #expect(try journal.position().acknowledged == 2)
        #expect(try journal.records(ids: [Array("a".utf8)])[0] == .sample("a", content: 2))
    }

    @Test func `within one transaction too`() throws {
        let journal = try SQLiteJournal.opened(folder.journal)
        let results = try journal.write([batch("a", 1), batch("b", 2), batch("a", 1)])
        #expect(results.map(\.outcomes) == [[.created(1)], [.updated(2)], [.created(1)]])
        #expect(results.map(\.kind) == [.written, .written, .repeated])
    }

    @Test func `a name with other writes is told apart, and nothing is written`() throws {
        let journal = try SQLiteJournal.opened(folder.journal)
        _ = try journal.write([batch("a", 1)])
        let deletion = JournalBatch(name: Array("a".utf8), [.delete(id: Array("a".utf8))])
        let results = try journal.write([batch("a", 2), deletion, batch("b", 3)])
        #expect(results.map(\.kind) == [.misnamed, .misnamed, .written])
        #expect(try journal.position().acknowledged == 2)
    }

    @Test func `what failed is not remembered`() throws {
        let journal = try SQLiteJournal.opened(folder.journal)
        try journal.limit(byteCount: 1)
        let large = JournalBatch(name: [1], [.put(.sample("a", byteCount: 100_000))])
        #expect(rpcError { _ = try journal.write([large]) } == .readOnly)
        try journal.limit(byteCount: 1 << 30)
        #expect(try journal.write([large])[0] == BatchResult(outcomes: [.created(1)], sequence: 1))
    }

    @Test func `the newest are remembered, as many as the setting says`() throws {
        let journal = try SQLiteJournal.opened(folder.journal, batchLimits: .init(countMax: 3))
        for number in 1...5 { _ = try journal.write([batch("\(number)", number)]) }
        #expect(try journal.write([batch("3", 3)])[0].kind == .repeated)
        #expect(try journal.write([batch("2", 2)])[0].kind == .written)
        #expect(try journal.write([batch("3", 3)])[0].kind == .written, "the oldest of four was forgotten")
    }

    @Test func `and none that is older than the setting says`() throws {
        let clock = Mutex<Int64>(0)
        let journal = try SQLiteJournal.opened(
            folder.journal, batchLimits: .init(age: .seconds(60)), now: { clock.withLock { $0 } })
        for number in 0..<100 {
            clock.withLock { $0 = Int64(number * 1000) }
            _ = try journal.write([batch("\(number)", number)])
        }
        #expect(try journal.write([batch("39", 39)])[0].kind == .repeated)
        #expect(try journal.write([batch("38", 38)])[0].kind == .written)
    }

    @Test func `a journal of the format before is opened, and remembers from then on`() throws {
        let record = JournalRecord.sample("a", content: 1)
        try DatabaseQueue(path: folder.journal).write { database in
            try database.execute(sql: Self.formatOne)
            try database.execute(
                sql: "INSERT INTO documents VALUES (7, ?, ?, 5, ?, NULL)",
                arguments: [Data(record.id), record.contentHash.bytes, Data(record.document)])
        }
        let journal = try SQLiteJournal(path: folder.journal)
        #expect(try journal.identity() == ShardIdentity(shard: 1, shards: 2))
        #expect(try journal.takeOver(above: 0) == 5)
        let position = try journal.position()
        #expect((position.acknowledged, position.indexedThrough) == (7, 6))
        #expect(try journal.records(ids: [record.id]) == [record])
        #expect(try journal.write([batch("b", 2)])[0] == BatchResult(outcomes: [.updated(8)], sequence: 8))
        #expect(try journal.write([batch("b", 2)])[0].kind == .repeated)
        #expect(try JournalCheck.damages(path: folder.journal) == [])
    }

    @Test func `a journal of a later format is refused and left alone`() throws {
        try DatabaseQueue(path: folder.journal).write { database in
            try database.execute(sql: Self.formatOne + "PRAGMA user_version = 99;")
        }
        #expect(rpcError { _ = try SQLiteJournal(path: folder.journal) } == .corrupted)
        #expect(
            try DatabaseQueue(path: folder.journal).read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 99)
    }

    /// A journal of shard 1 of 2 as format 1 was.
    private static let formatOne = """
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
        INSERT INTO shard VALUES (1, 1, 2, 4, 7, 6);
        PRAGMA application_id = 0x54544a31;
        PRAGMA user_version = 1;
        """
}
