import Dispatch
import Logging
import Protocol
import SearchIndex
import Synchronization

/// A shard that is served: the answers to the methods of an indexer, without a socket.
///
/// Whoever makes one holds the ``ShardLock``. All methods may be called from any thread; what takes time runs on queues
/// of its own.
final class ShardService: Sendable {
    /// What a shard is served with.
    struct Options: Sendable {
        var limits = CommitPolicy.Limits()
        var committing = GroupCommitter.Limits()
        /// Which batches the journal remembers.
        var batches = BatchMemory.Limits()
        var index = IndexSettings()
        var bufferByteCountMax = 64 << 20
        var documentByteCountMax = 16 << 20
        var checkedByteCountMax = 4 << 30
    }

    let identity: ShardIdentity
    let copies: ShardCopies
    private let journal: any Journal
    private let preparation: DocumentPreparation
    private let committer: GroupCommitter
    private let indexer: ShardIndexer
    private let times = StageTimes()
    private let failed: @Sendable (any Error) -> Void
    private let logger: Logger
    /// Whether the last transaction succeeded, so that a full disk is told of once.
    private let isWritable = Mutex(true)
    private let outstanding = Atomic<Int>(0)
    private let workQueue = DispatchQueue(label: "timtin.documents", attributes: .concurrent)

    /// Takes over a shard: raises its epoch and begins to index what the journal holds beyond the index.
    ///
    /// - Parameters:
    ///   - journal: A journal established for `identity`.
    ///   - wallClock: Milliseconds since 1970.
    /// - Throws: What the journal throws.
    init(
        folder: ShardFolder, identity: ShardIdentity, journal: any Journal, options: Options = Options(),
        logger: Logger, wallClock: Int64, reports: ShardIndexer.Reports
    ) throws {
        self.identity = identity
        copies = ShardCopies(shard: identity.shard, folder: folder.index)
        self.journal = journal
        failed = reports.failed
        self.logger = logger
        preparation = DocumentPreparation(identity: identity, documentByteCountMax: options.documentByteCountMax)
        let position = try journal.position()
        let index = IndexFolder(
            path: folder.index, journal: journal, settings: options.index, positionBefore: position,
            checkedByteCountMax: options.checkedByteCountMax, logger: logger)
        let epoch = try journal.takeOver(above: index.usedEpoch)
        let age = position.oldestPending.map { max(0, wallClock - $0) } ?? 0
        let indexer = ShardIndexer(
            identity: identity, folder: folder.relativePath, epoch: epoch, position: position,
            age: .milliseconds(age), limits: options.limits, bufferByteCountMax: options.bufferByteCountMax,
            times: times)
        self.indexer = indexer
        committer = GroupCommitter(journal: journal, limits: options.committing, times: times) {
            indexer.acknowledge($0)
        }
        logger.info(
            "took the shard",
            metadata: [
                "shard": "\(identity.shard)", "of": "\(identity.shards)", "epoch": "\(epoch)",
                "folder": "\(folder.path)",
                "acknowledged": "\(position.acknowledged)", "indexed": "\(position.indexedThrough)",
            ])
        indexer.start(folder: index, reports: reports)
    }

    /// How the shard stands, for the broker.
    var memberState: MemberState {
        MemberState(
            owned: [indexer.state()], outstanding: outstanding.load(ordering: .relaxed), counters: times.counters())
    }

    /// Whether the journal is still in the epoch in which this indexer took it, as far as it can be read.
    var isInItsEpoch: Bool { (try? journal.position().epoch) == indexer.state().epoch }

    /// `documents.put`
    ///
    /// - Parameter readingTime: How long it took to read the parameters.
    func put(
        _ params: DocumentsPut.ReadParams, readingTime: Duration = .zero
    ) async throws -> DocumentsPut.Result {
        try await counted {
            let name = try Self.batchName(params.batch)
            times.note(.read, readingTime)
            let prepared = await onQueue { [preparation, times] in
                let start = ContinuousClock.now
                defer { times.note(.prepare, since: start) }
                return params.documents.map { document in
                    Result { () throws(Refusal) in try preparation.prepare(document) }
                }
            }
            let writes = prepared.compactMap { try? PendingWrite($0.get()) }
            let batch = try await commit(writes, name: name)
            let start = ContinuousClock.now
            defer { times.note(.acknowledge, since: start) }
            var outcomes = batch.outcomes[...]
            return DocumentsPut.Result(
                outcomes: zip(params.documents, prepared).enumerated().map { index, item in
                    switch item.1 {
                    case .failure(let refusal):
                        PutOutcome(index: index, id: item.0.id, outcome: .refused, reason: refusal.reason)
                    case .success:
                        PutOutcome(index: index, id: item.0.id, outcome: .init(outcomes.removeFirst()))
                    }
                }, sequences: [ShardSequence(shard: identity.shard, sequence: batch.sequence)])
        }
    }

    /// `documents.delete`
    func delete(_ params: DocumentsDelete.Params) async throws -> DocumentsDelete.Result {
        try await counted {
            let name = try Self.batchName(params.batch)
            for (index, id) in params.ids.enumerated() { try checkShard(of: id, pointer: "/params/ids/\(index)") }
            let batch = try await commit(params.ids.map { PendingWrite(deleting: Array($0.utf8)) }, name: name)
            return DocumentsDelete.Result(
                deleted: batch.outcomes.count { $0 != .absent },
                sequences: [ShardSequence(shard: identity.shard, sequence: batch.sequence)])
        }
    }

    /// `documents.get`
    func get(_ params: DocumentsGet.Params) async throws -> DocumentsGet.Result {
        guard (1...1000).contains(params.ids.count) else {
            throw RPCError(
                .invalidParams, detail: "1 to 1000 ids may be asked for, these are \(params.ids.count)",
                pointer: "/params/ids")
        }
        return try await counted {
            try await onQueue { [journal] in
                Result { try Self.read(params, from: journal) }
            }.get()
        }
    }

    /// `index.generation`
    func generation(shard: Int?) throws -> IndexGeneration.Result {
        try checkOwned(shard)
        return IndexGeneration.Result(shards: [indexer.state()])
    }

    /// `index.commit`
    func commit(shard: Int?) async throws -> IndexCommit.Result {
        try checkOwned(shard)
        return try await counted {
            try await indexer.commit()
            return IndexCommit.Result(shards: [indexer.state()])
        }
    }

    /// Takes no more writes, commits those that wait, publishes and syncs.
    func stop() async {
        await committer.stop()
        await indexer.stop()
    }

    private func commit(_ writes: [PendingWrite], name: [UInt8]?) async throws -> BatchResult {
        guard !writes.isEmpty else { return BatchResult(outcomes: [], sequence: indexer.state().acknowledged) }
        await indexer.admit()
        do {
            let result = try await committer.commit(writes, name: name)
            note(nil)
            return result
        } catch let error as RPCError {
            if error.knownCode == .staleEpoch { failed(error) }
            note(error)
            throw error
        }
    }

    /// Tells an operator when the journal cannot be written, and when it can again.
    private func note(_ error: RPCError?) {
        guard error == nil || error?.knownCode == .readOnly || error?.knownCode == .corrupted else { return }
        let hasChanged = isWritable.withLock { isWritable in
            defer { isWritable = error == nil }
            return isWritable != (error == nil)
        }
        guard hasChanged else { return }
        if let error {
            logger.error("nothing is acknowledged", metadata: ["reason": "\(error.data.detail)"])
        } else {
            logger.notice("the journal can be written again")
        }
    }

    private func checkOwned(_ shard: Int?) throws {
        guard let shard, shard != identity.shard else { return }
        throw RPCError(
            .unavailable, detail: "this indexer owns shard \(identity.shard) of \(identity.shards), not \(shard)",
            pointer: "/params/shard")
    }

    private func checkShard(of id: String, pointer: String) throws {
        let shard = ShardRouting.shard(of: id.utf8, shards: identity.shards)
        guard shard != identity.shard else { return }
        throw RPCError(
            .invalidParams,
            detail:
                "the document belongs to shard \(shard) of \(identity.shards), this is shard \(identity.shard): send it to the broker, which knows",
            pointer: pointer)
    }

    private func counted<Result>(_ body: () async throws -> Result) async rethrows -> Result {
        outstanding.add(1, ordering: .relaxed)
        defer { outstanding.subtract(1, ordering: .relaxed) }
        return try await body()
    }

    /// Runs what takes time outside of the pool of threads that all tasks share.
    private func onQueue<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            workQueue.async { continuation.resume(returning: body()) }
        }
    }
}
