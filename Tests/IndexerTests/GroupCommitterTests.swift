import Dispatch
import Protocol
import Synchronization
import Testing

@testable import Indexer

struct GroupCommitterTests {
    /// A journal whose first transaction waits until it is let go.
    private final class SlowJournal: Journal {
        let inner: SQLiteJournal
        let begun = DispatchSemaphore(value: 0)
        let release = DispatchSemaphore(value: 0)
        private let groups = Mutex<[Int]>([])
        private let failure = Mutex<RPCError?>(nil)

        init(_ folder: TemporaryFolder) throws { inner = try SQLiteJournal.opened(folder.journal) }

        /// How many batches each transaction had.
        var groupSizes: [Int] { groups.withLock { $0 } }
        func fail(with error: RPCError?) { failure.withLock { $0 = error } }

        func write(_ batches: [JournalBatch]) throws -> [BatchResult] {
            let isFirst = groups.withLock { groups in
                groups.append(batches.count)
                return groups.count == 1
            }
            if isFirst {
                begun.signal()
                release.wait()
            }
            if let error = failure.withLock({ $0 }) { throw error }
            return try inner.write(batches)
        }

        func identity() throws -> ShardIdentity? { try inner.identity() }
        func establish(_ identity: ShardIdentity) throws { try inner.establish(identity) }
        func takeOver(above epoch: UInt64) throws -> UInt64 { try inner.takeOver(above: epoch) }
        func position() throws -> JournalPosition { try inner.position() }
        func changes(after sequence: UInt64, limit: Int, byteLimit: Int) throws -> [JournalChange] {
            try inner.changes(after: sequence, limit: limit, byteLimit: byteLimit)
        }
        func records(ids: [[UInt8]]) throws -> [JournalRecord?] { try inner.records(ids: ids) }
        func markIndexed(through sequence: UInt64) throws { try inner.markIndexed(through: sequence) }
    }

    /// What a committer told the index, in order.
    private final class Told: Sendable {
        private let sequences = Mutex<[UInt64]>([])
        var all: [UInt64] { sequences.withLock { $0 } }
        func add(_ changes: [SequencedChange]) { sequences.withLock { $0 += changes.map(\.sequence) } }
    }

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let preparation = DocumentPreparation(
        identity: ShardIdentity(shard: 0, shards: 1), documentByteCountMax: 1 << 20)

    private func batch(_ id: String, title: String = "tin") throws -> [PendingWrite] {
        [PendingWrite(try Self.preparation.prepare(DocumentsPut.PutDocument(Document(id: id, title: title))))]
    }

    /// Starts calls so that they wait in this order behind the first, whose transaction is held.
    private func commitTogether(
        _ committer: GroupCommitter, _ journal: SlowJournal, count: Int
    ) async throws -> [Result<BatchResult, any Error>] {
        let first = Task { try await committer.commit(try batch("first")) }
        await journal.begun.reached()
        let waiting = (0..<count).map { index in Task { try await committer.commit(try batch("d\(index)")) } }
        while committer.waitingCount < count { await Task.yield() }
        journal.release.signal()
        var results = [await first.result]
        for task in waiting { results.append(await task.result) }
        return results
    }

    @Test func `what waits is committed in one transaction, and the index is told in order`() async throws {
        let journal = try SlowJournal(folder)
        let told = Told()
        let committer = GroupCommitter(journal: journal) { told.add($0) }
        let results = try await commitTogether(committer, journal, count: 20)
        #expect(journal.groupSizes == [1, 20])
        #expect(try Set(results.map { try $0.get().outcomes }) == Set((1...21).map { [.created($0)] }))
        #expect(told.all == Array(1...21))
    }

    @Test func `a batch that comes again is answered, and the index is not told of it`() async throws {
        let journal = try SlowJournal(folder)
        journal.release.signal()
        let told = Told()
        let committer = GroupCommitter(journal: journal) { told.add($0) }
        _ = try await committer.commit(try batch("a", title: "một"), name: [1])
        _ = try await committer.commit(try batch("a", title: "hai"), name: [2])
        let again = try await committer.commit(try batch("a", title: "một"), name: [1])
        #expect(again.outcomes == [.created(1)])
        await #expect {
            try await committer.commit(try batch("a", title: "ba"), name: [1])
        } throws: { ($0 as? RPCError)?.knownCode == .invalidParams }
        #expect(told.all == [1, 2])
    }

    @Test func `a transaction that fails acknowledges none of its batches, and the next goes on`() async throws {
        let journal = try SlowJournal(folder)
        let told = Told()
        let committer = GroupCommitter(journal: journal) { told.add($0) }
        journal.fail(with: RPCError(.readOnly, detail: "full"))
        let results = try await commitTogether(committer, journal, count: 3)
        for result in results {
            #expect(throws: RPCError(.readOnly, detail: "full")) { try result.get() }
        }
        #expect(told.all.isEmpty)
        journal.fail(with: nil)
        #expect(try await committer.commit(try batch("d1")).outcomes == [.created(1)])
        #expect(told.all == [1])
    }

    @Test func `too much that waits is answered overloaded, and nothing of it is written`() async throws {
        let journal = try SlowJournal(folder)
        let size = try batch("d0")[0].byteCount
        let limits = GroupCommitter.Limits(waitingByteCountMax: size * 2)
        let committer = GroupCommitter(journal: journal, limits: limits) { _ in }
        let first = Task { try await committer.commit(try batch("first")) }
        await journal.begun.reached()
        let waiting = (0..<2).map { index in Task { try await committer.commit(try batch("d\(index)")) } }
        while committer.waitingCount < 2 { await Task.yield() }
        await #expect {
            try await committer.commit(try batch("d9"))
        } throws: { ($0 as? RPCError)?.knownCode == .overloaded }
        journal.release.signal()
        _ = try await first.value
        for task in waiting { _ = try await task.value }
        #expect(try journal.records(ids: [Array("d9".utf8)]) == [nil])
    }

    @Test func `a group ends at its limit`() async throws {
        let journal = try SlowJournal(folder)
        let committer = GroupCommitter(journal: journal, limits: .init(groupWriteCount: 4)) { _ in }
        _ = try await commitTogether(committer, journal, count: 10)
        #expect(journal.groupSizes == [1, 4, 4, 2])
    }

    @Test func `stopping commits what waits and refuses what comes after`() async throws {
        let journal = try SlowJournal(folder)
        let committer = GroupCommitter(journal: journal) { _ in }
        journal.release.signal()
        _ = try await committer.commit(try batch("a"))
        await committer.stop()
        await #expect {
            try await committer.commit(try batch("b"))
        } throws: { ($0 as? RPCError)?.knownCode == .shuttingDown }
    }
}

extension DispatchSemaphore {
    /// Waits for a signal without holding a thread of the pool that the signaller may need.
    fileprivate func reached() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                self.wait()
                continuation.resume()
            }
        }
    }
}
