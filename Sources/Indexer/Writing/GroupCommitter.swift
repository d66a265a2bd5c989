import Dispatch
import Protocol
import SearchIndex
import Synchronization

/// A write of the journal together with what it means for the index.
struct PendingWrite: Sendable {
    var write: JournalWrite
    var change: IndexChange
    /// The memory that it takes, roughly, in bytes.
    var byteCount: Int

    /// Puts a document.
    init(_ prepared: PreparedDocument) {
        write = .put(prepared.record)
        change = .put(prepared.document)
        byteCount = prepared.byteCount
    }

    /// Deletes a document.
    init(deleting id: [UInt8]) {
        write = .delete(id: id)
        change = .delete(id: id)
        byteCount = 2 * id.count + 100
    }
}

/// Commits batches to the journal, all that wait in one transaction: a sync of the disk takes as long for one document
/// as for a thousand, and while one runs the next group gathers.
///
/// Batches are committed in the order of their calls, on a queue of its own.
final class GroupCommitter: Sendable {
    /// How much is committed at once and how much may wait.
    struct Limits: Sendable {
        /// A group ends with the batch that reaches one of these.
        var groupWriteCount = 4096
        var groupByteCount = 32 << 20
        /// Beyond this batches are answered `overloaded`, unless nothing waits.
        var waitingByteCountMax = 128 << 20
    }

    private struct Request {
        var name: [UInt8]?
        var writes: [PendingWrite]
        var byteCount: Int
        var answer: CheckedContinuation<BatchResult, any Error>
    }

    private struct State {
        var waiting: [Request] = []
        var waitingByteCount = 0
        var isRunning = false
        var isStopped = false
    }

    private let journal: any Journal
    private let limits: Limits
    private let times: StageTimes
    private let committed: @Sendable ([SequencedChange]) -> Void
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "timtin.journal", qos: .userInitiated)

    /// - Parameter committed: Is given the changes of each transaction, in the order of their sequences, before the
    ///   batches are answered. It must not block.
    init(
        journal: any Journal, limits: Limits = Limits(), times: StageTimes = StageTimes(),
        committed: @escaping @Sendable ([SequencedChange]) -> Void
    ) {
        self.journal = journal
        self.limits = limits
        self.times = times
        self.committed = committed
    }

    /// Returns once the batch is durable.
    ///
    /// - Parameter name: The batch's name, by which one that comes again is recognised; nil for none.
    /// - Throws: `RPCError`: `overloaded` when too much waits, `shuttingDown` after ``stop()``, `invalidParams` when the
    ///   name is another batch's, and what the journal says.
    ///   Nothing of the batch was written then.
    func commit(_ writes: [PendingWrite], name: [UInt8]? = nil) async throws -> BatchResult {
        let byteCount = writes.reduce(0) { $0 + $1.byteCount }
        return try await withCheckedThrowingContinuation { continuation in
            let request = Request(name: name, writes: writes, byteCount: byteCount, answer: continuation)
            let outcome = state.withLock { state in enqueue(request, in: &state) }
            switch outcome {
            case .success(let startsQueue): if startsQueue { queue.async { self.run() } }
            case .failure(let error): continuation.resume(throwing: error)
            }
        }
    }

    /// How many batches wait for the next transaction.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Takes no more batches; returns once those that wait are committed.
    func stop() async {
        state.withLock { $0.isStopped = true }
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume() }
        }
    }

    /// - Returns: Whether the queue has to be started.
    private func enqueue(_ request: Request, in state: inout State) -> Result<Bool, RPCError> {
        guard !state.isStopped else {
            return .failure(RPCError(.shuttingDown, detail: "the indexer is stopping: send the batch again"))
        }
        let total = state.waitingByteCount + request.byteCount
        guard state.waiting.isEmpty || total <= limits.waitingByteCountMax else {
            return .failure(
                RPCError(
                    .overloaded,
                    detail:
                        "\(state.waitingByteCount) bytes wait for the journal, at most \(limits.waitingByteCountMax) may: send the batch again"
                ))
        }
        state.waiting.append(request)
        state.waitingByteCount = total
        defer { state.isRunning = true }
        return .success(!state.isRunning)
    }

    private func run() {
        while let group = nextGroup() {
            do {
                let start = ContinuousClock.now
                let results = try journal.write(group.map { JournalBatch(name: $0.name, $0.writes.map(\.write)) })
                let end = ContinuousClock.now
                note(results, end - start)
                committed(Self.changes(of: group, results))
                for (request, result) in zip(group, results) {
                    request.answer.resume(with: result.kind == .misnamed ? .failure(Self.misnamed) : .success(result))
                }
                times.note(.acknowledge, since: end)
            } catch {
                for request in group { request.answer.resume(throwing: error) }
            }
        }
    }

    private func note(_ results: [BatchResult], _ duration: Duration) {
        times.note(.journal, duration)
        times.count(.transactions)
        times.count(.documents, results.reduce(0) { $0 + ($1.kind == .written ? $1.outcomes.count : 0) })
        let repeatedCount = results.count { $0.kind == .repeated }
        if repeatedCount > 0 { times.count(.repeatedBatches, repeatedCount) }
    }

    /// What waits, as far as a group goes; nil, and the queue comes to rest, when nothing does.
    private func nextGroup() -> [Request]? {
        state.withLock { state in
            var count = 0
            var writeCount = 0
            var byteCount = 0
            while count < state.waiting.count, writeCount < limits.groupWriteCount, byteCount < limits.groupByteCount {
                writeCount += state.waiting[count].writes.count
                byteCount += state.waiting[count].byteCount
                count += 1
            }
            let group = Array(state.waiting.prefix(count))
            state.waiting.removeFirst(count)
            state.waitingByteCount -= byteCount
            state.isRunning = !group.isEmpty
            return group.isEmpty ? nil : group
        }
    }

    private static let misnamed = RPCError(
        .invalidParams,
        detail: "another batch had this name already: name each batch anew, and resend the very same one",
        pointer: "/params/batch")

    private static func changes(of group: [Request], _ results: [BatchResult]) -> [SequencedChange] {
        var changes: [SequencedChange] = []
        for (request, result) in zip(group, results) where result.kind == .written {
            for (write, outcome) in zip(request.writes, result.outcomes) {
                guard let sequence = outcome.sequence else { continue }
                changes.append(SequencedChange(sequence: sequence, change: write.change, byteCount: write.byteCount))
            }
        }
        return changes
    }
}
