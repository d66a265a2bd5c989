import Foundation
import Protocol
import SearchIndex
import Synchronization
import Testing

@testable import Indexer

/// A shard served in this process, and what it told.
final class ServedShard: Sendable {
    let service: ShardService
    let journal: any Journal
    let folder: ShardFolder
    private let told: Told

    final class Told: Sendable {
        let states = Mutex<[ShardState]>([])
        let failures = Mutex<[any Error]>([])
    }

    init(
        _ data: TemporaryFolder, options: ShardService.Options = .quick,
        wrapping: (SQLiteJournal) -> any Journal = { $0 }
    ) throws {
        folder = ShardFolder(data: data.path, shard: 0)
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let identity = ShardIdentity(shard: 0, shards: 1)
        let sqlite = try SQLiteJournal(path: folder.journal)
        journal = wrapping(sqlite)
        try journal.establish(identity)
        let told = Told()
        self.told = told
        service = try ShardService(
            folder: folder, identity: identity, journal: journal, options: options, logger: silentLogger,
            wallClock: 0,
            reports: ShardIndexer.Reports(
                published: { state in told.states.withLock { $0.append(state) } },
                failed: { error in told.failures.withLock { $0.append(error) } }))
    }

    var states: [ShardState] { told.states.withLock { $0 } }
    var failures: [any Error] { told.failures.withLock { $0 } }

    func put(_ documents: [Document]) async throws -> [PutOutcome.Outcome] {
        try await service.put(DocumentsPut.Params(documents: documents.map { DocumentsPut.PutDocument($0) }))
            .outcomes.map(\.outcome)
    }

    /// Publishes what is acknowledged, and compares.
    func expectIndexEqualsJournal(_ location: SourceLocation = #_sourceLocation) async throws {
        let state = try #require(try await service.commit(shard: nil).shards.first, sourceLocation: location)
        #expect(state.through == state.acknowledged, sourceLocation: location)
        #expect(try indexed() == journaled(), sourceLocation: location)
    }

    func indexed() throws -> [[UInt8]: [UInt8]] {
        guard let name = try IndexReader.currentGeneration(folder: folder.index) else { return [:] }
        let reader = try IndexReader(folder: folder.index, generation: name)
        let query = QueryParser().parse("kind:article OR kind:teaser")
        let answer = try reader.search(query, options: SearchOptions(size: 100_000))
        #expect(answer.hits.count == reader.generation.documentCount)
        return Dictionary(
            try answer.hits.map { ($0.id, try reader.stored($0.address)) }, uniquingKeysWith: { first, _ in first })
    }

    func journaled() throws -> [[UInt8]: [UInt8]] {
        let changes = try journal.changes(after: 0, limit: 1_000_000, byteLimit: 1 << 30)
        return Dictionary(
            uniqueKeysWithValues: try changes.compactMap { change in
                try change.document.map { (change.id, try StoredDocument.content($0, id: change.id)) }
            })
    }
}

extension ShardService {
    /// Puts documents that were read without fault.
    func put(_ params: DocumentsPut.Params) async throws -> DocumentsPut.Result {
        try await put(DocumentsPut.ReadParams(params))
    }
}

extension ShardService.Options {
    /// Publishes at once and starts again quickly after failures.
    static var quick: ShardService.Options {
        var options = ShardService.Options()
        options.limits.publishDelay = .milliseconds(1)
        options.limits.loadedPublishDelay = .milliseconds(1)
        options.limits.retryDelay = .milliseconds(1)
        options.limits.documentCountMax = 7
        options.index.mergeFactor = 3
        return options
    }
}

/// A journal that lets a test come before its mark moves.
final class WatchedJournal: Journal {
    let inner: SQLiteJournal
    private let beforeMark: @Sendable () throws -> Void

    init(_ inner: SQLiteJournal, beforeMark: @escaping @Sendable () throws -> Void) {
        self.inner = inner
        self.beforeMark = beforeMark
    }

    func markIndexed(through sequence: UInt64) throws {
        try beforeMark()
        try inner.markIndexed(through: sequence)
    }
    func identity() throws -> ShardIdentity? { try inner.identity() }
    func establish(_ identity: ShardIdentity) throws { try inner.establish(identity) }
    func takeOver(above epoch: UInt64) throws -> UInt64 { try inner.takeOver(above: epoch) }
    func position() throws -> JournalPosition { try inner.position() }
    func write(_ batches: [JournalBatch]) throws -> [BatchResult] { try inner.write(batches) }
    func changes(after sequence: UInt64, limit: Int, byteLimit: Int) throws -> [JournalChange] {
        try inner.changes(after: sequence, limit: limit, byteLimit: byteLimit)
    }
    func records(ids: [[UInt8]]) throws -> [JournalRecord?] { try inner.records(ids: ids) }
}
