import Foundation
import Protocol
import Testing

@testable import Indexer

struct JournalTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `every commit is synced to the disk`() throws {
        #expect(try SQLiteJournal.opened(folder.journal).synchronousMode() == 2)
    }

    @Test func `the very same content changes nothing`() throws {
        let journal = try SQLiteJournal.opened(folder.journal)
        #expect(try journal.put(.sample("a", content: 1)) == .created(1))
        #expect(try journal.put(.sample("a", content: 1)) == .unchanged)
        #expect(try journal.put(.sample("a", content: 2)) == .updated(2))
        #expect(try journal.write([[.delete(id: Array("a".utf8))]])[0].outcomes == [.deleted(3)])
        #expect(try journal.write([[.delete(id: Array("a".utf8))]])[0].outcomes == [.absent])
        #expect(try journal.put(.sample("a", content: 2)) == .created(4))
    }

    @Test func `ids are bytes: composed and decomposed spellings are two documents`() throws {
        let journal = try SQLiteJournal.opened(folder.journal)
        #expect(try journal.put(.sample("h\u{00F2}a")) == .created(1))
        #expect(try journal.put(.sample("ho\u{0300}a")) == .created(2))
        #expect(try journal.put(.sample("h\u{00F2}a\0")) == .created(3))
        #expect(try journal.records(ids: [Array("ho\u{0300}a".utf8)])[0]?.id == Array("ho\u{0300}a".utf8))
    }

    @Test func `the last write of a batch counts, and each batch has its own result`() throws {
        let journal = try SQLiteJournal.opened(folder.journal)
        let results = try journal.write([
            [.put(.sample("a", content: 1)), .put(.sample("a", content: 2))],
            [],
            [.put(.sample("a", content: 2)), .delete(id: Array("b".utf8)), .put(.sample("c"))],
        ])
        #expect(results.map(\.outcomes) == [[.created(1), .updated(2)], [], [.unchanged, .absent, .created(3)]])
        #expect(results.map(\.sequence) == [2, 2, 3])
        #expect(try journal.changes(after: 0, limit: 9, byteLimit: 1 << 20).map(\.sequence) == [2, 3])
    }

    @Test func `changes come in order, as many as asked for`() throws {
        let journal = try SQLiteJournal.opened(folder.journal)
        _ = try journal.write([(0..<10).map { .put(.sample("\($0)", content: $0, byteCount: 100)) }])
        _ = try journal.write([[.delete(id: Array("3".utf8)), .put(.sample("5", content: 50))]])
        let all = try journal.changes(after: 0, limit: 100, byteLimit: 1 << 20)
        #expect(all.map(\.sequence) == [1, 2, 3, 5, 7, 8, 9, 10, 11, 12])
        #expect(all.first { $0.sequence == 11 }?.document == nil)
        #expect(try journal.changes(after: 8, limit: 2, byteLimit: 1 << 20).map(\.sequence) == [9, 10])
        #expect(try journal.changes(after: 0, limit: 100, byteLimit: 250).map(\.sequence) == [1, 2, 3])
        #expect(try journal.changes(after: 12, limit: 100, byteLimit: 250).isEmpty)
    }

    @Test func `a deletion is remembered until the index knows of it, and its sequence never comes again`() throws {
        let journal = try SQLiteJournal.opened(folder.journal)
        try journal.put(.sample("a"))
        _ = try journal.write([[.delete(id: Array("a".utf8))]])
        try journal.markIndexed(through: 1)
        #expect(try journal.changes(after: 1, limit: 9, byteLimit: 99).count == 1)
        try journal.markIndexed(through: 2)
        #expect(try journal.changes(after: 0, limit: 9, byteLimit: 99).isEmpty)
        #expect(try journal.put(.sample("a")) == .created(3))
        let position = try journal.position()
        #expect(position.acknowledged == 3)
        #expect(position.indexedThrough == 2)
        #expect(position.oldestPending != nil)
    }

    @Test func `whoever was overtaken writes nothing more`() throws {
        let first = try SQLiteJournal.opened(folder.journal)
        try first.put(.sample("a"))
        let second = try SQLiteJournal(path: folder.journal)
        #expect(try second.takeOver(above: 7) == 8)
        #expect(rpcError { try first.put(.sample("b")) } == .staleEpoch)
        #expect(rpcError { try first.markIndexed(through: 1) } == .staleEpoch)
        #expect(rpcError { _ = try first.takeOver(above: 0) } == .staleEpoch)
        #expect(try second.put(.sample("b")) == .created(2))
        #expect(RPCErrorCode.staleEpoch.isRetryable)
    }

    @Test func `a shard stays the shard it was made as`() throws {
        let journal = try SQLiteJournal.opened(folder.journal)
        #expect(try journal.identity() == ShardIdentity(shard: 0, shards: 1))
        #expect(rpcError { try journal.establish(ShardIdentity(shard: 0, shards: 2)) } == .shardMismatch)
        #expect(rpcError { try journal.establish(ShardIdentity(shard: 0, shards: 1)) } == nil)
    }

    @Test func `a full disk makes it read-only, and room makes it writable again`() throws {
        let journal = try SQLiteJournal.opened(folder.journal)
        try journal.put(.sample("kept", content: 1))
        try journal.limit(byteCount: 200_000)
        var acknowledged = 1
        var refusal: RPCErrorCode?
        while refusal == nil {
            refusal = rpcError { try journal.put(.sample("d\(acknowledged)", byteCount: 10_000)) }
            if refusal == nil { acknowledged += 1 }
            try #require(acknowledged < 100)
        }
        #expect(refusal == .readOnly)
        #expect(RPCErrorCode.readOnly.isRetryable)
        #expect(try journal.changes(after: 0, limit: 1000, byteLimit: 1 << 30).count == acknowledged)
        #expect(try journal.position().acknowledged == UInt64(acknowledged))
        #expect(try journal.records(ids: [Array("kept".utf8)])[0] != nil)
        try journal.limit(byteCount: 1 << 30)
        #expect(try journal.put(.sample("d\(acknowledged)", byteCount: 10_000)) == .created(UInt64(acknowledged) + 1))
    }

    @Test func `what is no journal is told apart from damage`() throws {
        try Data("no database, but long enough to be taken for one; \(String(repeating: "x", count: 4096))".utf8)
            .write(to: URL(fileURLWithPath: folder.journal))
        #expect(rpcError { _ = try SQLiteJournal(path: folder.journal) } == .corrupted)
        #expect(throws: RPCError.self) { try JournalCheck.damages(path: folder.path + "/missing.sqlite") }
    }

    @Test func `damage is named`() throws {
        do {
            let journal = try SQLiteJournal.opened(folder.journal)
            _ = try journal.write([(0..<200).map { .put(.sample("\($0)", content: $0, byteCount: 3000)) }])
        }
        #expect(try JournalCheck.damages(path: folder.journal) == [])
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: folder.journal))
        let size = try file.seekToEnd()
        try file.seek(toOffset: size / 3)
        try file.write(contentsOf: Data(repeating: 0xA5, count: Int(size / 3)))
        try file.close()
        let damages = try? JournalCheck.damages(path: folder.journal)
        #expect(damages != [])
        #expect(
            rpcError { _ = try SQLiteJournal(path: folder.journal).changes(after: 0, limit: 999, byteLimit: 1 << 30) }
                == .corrupted)
    }
}
