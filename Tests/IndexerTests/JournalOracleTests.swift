import Testing

@testable import Indexer

/// The journal against a slow one of dictionaries, over seeded random writes, reopened again and again.
struct JournalOracleTests {
    /// What a journal does, in the simplest way.
    private struct Oracle {
        var rows: [[UInt8]: (sequence: UInt64, record: JournalRecord?)] = [:]
        var last: UInt64 = 0
        var mark: UInt64 = 0

        mutating func apply(_ write: JournalWrite) -> WriteOutcome {
            switch write {
            case .put(let record):
                let old = rows[record.id]?.record
                if old?.contentHash == record.contentHash { return .unchanged }
                last += 1
                rows[record.id] = (last, record)
                return old == nil ? .created(last) : .updated(last)
            case .delete(let id):
                guard rows[id]?.record != nil else { return .absent }
                last += 1
                rows[id] = (last, nil)
                return .deleted(last)
            }
        }

        mutating func mark(_ sequence: UInt64) {
            mark = sequence
            rows = rows.filter { $0.value.record != nil || $0.value.sequence > sequence }
        }

        func changes(after sequence: UInt64) -> [JournalChange] {
            rows.filter { $0.value.sequence > sequence }.sorted { $0.value.sequence < $1.value.sequence }.map {
                JournalChange(sequence: $0.value.sequence, id: $0.key, document: $0.value.record?.document)
            }
        }
    }

    private static let ids = ["a", "b", "", "h\u{00F2}a", "ho\u{0300}a", "\0", "Z", "đ", "a b"].map { Array($0.utf8) }

    private static func write(using generator: inout SeededGenerator) -> JournalWrite {
        let id = ids.randomElement(using: &generator) ?? []
        guard Int.random(in: 0..<4, using: &generator) > 0 else { return .delete(id: id) }
        var record = JournalRecord.sample("", content: Int.random(in: 0..<3, using: &generator))
        record.id = id
        if Bool.random(using: &generator) { record.original = [1, 2, 3] }
        return .put(record)
    }

    @Test(arguments: [1, 2, 3, 20_260_905] as [UInt64])
    func `any writes give what the oracle gives`(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: seed)
        var oracle = Oracle()
        var journal = try SQLiteJournal.opened(folder.journal)
        for _ in 0..<60 {
            switch Int.random(in: 0..<8, using: &generator) {
            case 0:
                // A process that ends closes nothing; SQLite finds what was committed in its log.
                journal = try SQLiteJournal.opened(folder.journal)
            case 1:
                let mark = UInt64.random(in: oracle.mark...oracle.last, using: &generator)
                try journal.markIndexed(through: mark)
                oracle.mark(mark)
            default:
                let batches = (0..<Int.random(in: 0..<4, using: &generator)).map { _ in
                    (0..<Int.random(in: 0..<6, using: &generator)).map { _ in Self.write(using: &generator) }
                }
                let expected = batches.map { batch in
                    BatchResult(outcomes: batch.map { oracle.apply($0) }, sequence: oracle.last)
                }
                #expect(try journal.write(batches) == expected)
            }
            let after = UInt64.random(in: 0...oracle.last, using: &generator)
            #expect(try journal.changes(after: after, limit: 1000, byteLimit: 1 << 20) == oracle.changes(after: after))
            #expect(try journal.records(ids: Self.ids) == Self.ids.map { oracle.rows[$0]?.record })
            let position = try journal.position()
            #expect(position.acknowledged == oracle.last)
            #expect(position.indexedThrough == oracle.mark)
        }
    }
}
