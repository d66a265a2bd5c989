import Testing

@testable import Indexer

/// The journal against a slow one of dictionaries, over seeded random writes, reopened again and again.
struct JournalOracleTests {
    /// What a journal does, in the simplest way.
    private struct Oracle {
        var rows: [[UInt8]: (sequence: UInt64, record: JournalRecord?)] = [:]
        var last: UInt64 = 0
        var mark: UInt64 = 0
        var answered: [[UInt8]: (writes: [JournalWrite], result: BatchResult)] = [:]

        mutating func apply(_ batch: JournalBatch) -> BatchResult {
            if let name = batch.name, let (writes, result) = answered[name] {
                guard writes == batch.writes else {
                    return BatchResult(outcomes: [], sequence: result.sequence, kind: .misnamed)
                }
                return BatchResult(outcomes: result.outcomes, sequence: result.sequence, kind: .repeated)
            }
            let result = BatchResult(outcomes: batch.writes.map { apply($0) }, sequence: last)
            if let name = batch.name { answered[name] = (batch.writes, result) }
            return result
        }

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

    /// A new batch, with a name or without, or one that was sent before, now and then with other writes.
    private static func batch(
        after sent: [JournalBatch], using generator: inout SeededGenerator
    ) -> JournalBatch {
        let writes = (0..<Int.random(in: 0..<6, using: &generator)).map { _ in write(using: &generator) }
        switch Int.random(in: 0..<8, using: &generator) {
        case 0...2: return sent.randomElement(using: &generator) ?? JournalBatch(writes)
        case 3: return JournalBatch(name: sent.randomElement(using: &generator)?.name, writes)
        case 4: return JournalBatch(writes)
        default: return JournalBatch(name: Array("batch-\(sent.count)-\(generator.next())".utf8), writes)
        }
    }

    @Test(arguments: [1, 2, 3, 20_260_905] as [UInt64])
    func `any writes give what the oracle gives`(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: seed)
        var oracle = Oracle()
        var sent: [JournalBatch] = []
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
                    Self.batch(after: sent, using: &generator)
                }
                sent += batches
                let expected = batches.map { oracle.apply($0) }
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
