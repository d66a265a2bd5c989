import DocumentReading
import Messaging
import Protocol
import ServiceSupport

/// Sends batches until each of their documents is acknowledged or refused. Callable from any task.
struct BatchSender: Sendable {
    let link: ClusterLink
    /// Begins the names of this run's batches, so that a resent one is recognised.
    let series: String
    /// How long to go on while nothing at all is acknowledged.
    let patience: Duration

    /// Sends a batch, each document to the shard that owns it.
    ///
    /// - Throws: What makes going on senseless: an error that sending again cannot cure, or the end of the patience.
    func send(_ batch: IngestBatch) async throws -> FinishedBatch {
        var finished = FinishedBatch(number: batch.number, next: batch.next, quarantined: batch.quarantined)
        finished.totals.quarantined = batch.quarantined.count
        finished.totals.skipped = batch.skippedCount
        let parts = link.routes.divide(batch.documents).sorted { $0.key < $1.key }
        let results = try await withThrowingTaskGroup(of: DocumentsPut.Result.self) { group in
            for (shard, indices) in parts {
                let documents = indices.map { batch.documents[$0] }
                group.addTask {
                    try await send(documents, shard: shard, name: "\(series)-\(batch.number)-\(shard)")
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let byID = Dictionary(
            batch.documents.map { (Array($0.put.document.id.utf8), $0) }, uniquingKeysWith: { first, _ in first })
        for result in results {
            finished.sequences += result.sequences
            for outcome in result.outcomes {
                finished.totals.count(outcome.outcome)
                guard outcome.outcome == .refused, let document = byID[Array(outcome.id.utf8)] else { continue }
                finished.quarantined.append(document.refused(outcome.reason ?? "without a reason"))
            }
        }
        return finished
    }

    private func send(_ documents: [OutgoingDocument], shard: Int, name: String) async throws -> DocumentsPut.Result {
        let params = DocumentsPut.Params(batch: name, documents: documents.map(\.put))
        var attempt = 0
        while true {
            do {
                let client = try link.client(shard: shard, attempt: attempt)
                let result = try await client.call(
                    DocumentsPut.self, params, deadline: SendRecovery.deadline(attempt: attempt))
                if let failed = result.outcomes.first(where: { $0.outcome == .failed }) {
                    throw RPCError(.unavailable, detail: failed.reason ?? "a document was not acknowledged")
                }
                link.succeeded()
                return result
            } catch {
                switch SendRecovery.decide(on: error, documentCount: documents.count) {
                case .sendAgain: try await prepareAnotherAttempt(after: error, attempt: &attempt)
                case .split: return try await sendHalves(of: documents, shard: shard, name: name)
                case .refuse(let reason):
                    let id = documents.first?.put.document.id ?? ""
                    return .init(outcomes: [PutOutcome(id: id, outcome: .refused, reason: reason)], sequences: [])
                case .fail: throw error
                }
            }
        }
    }

    private func prepareAnotherAttempt(after error: any Error, attempt: inout Int) async throws {
        try Task.checkCancellation()
        guard link.silence < patience else {
            let waited = HumanText.duration(link.silence)
            throw ProgramError(
                error is NoAnswer ? .unreachable : .failed,
                "nothing was acknowledged for \(waited) (\(error)): the same command goes on from here")
        }
        await link.failed("no acknowledgement (\(error))")
        attempt += 1
        try await Task.sleep(for: SendRecovery.pause(beforeAttempt: attempt))
    }

    private func sendHalves(
        of documents: [OutgoingDocument], shard: Int, name: String
    ) async throws -> DocumentsPut.Result {
        let middle = documents.count / 2
        let first = try await send(Array(documents[..<middle]), shard: shard, name: name + "a")
        let second = try await send(Array(documents[middle...]), shard: shard, name: name + "b")
        return .init(outcomes: first.outcomes + second.outcomes, sequences: first.sequences + second.sequences)
    }
}
