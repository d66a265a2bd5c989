import DocumentReading
import Messaging
import Protocol
import ServiceSupport

/// Sends batches until each of their documents is acknowledged or refused. Callable from any task.
struct BatchSender: Sendable {
    let link: ClusterLink
    /// Begins the names of this run's batches, so that a resent one is recognised.
    let series: String
    /// How long to go on while nothing at all is acknowledged; nil for ever.
    let patience: Duration?

    /// Sends a batch, each document to the shard that owns it.
    ///
    /// - Throws: What makes going on senseless: an error that sending again cannot cure, or the end of the patience.
    func send(_ batch: IngestBatch) async throws -> FinishedBatch {
        var finished = FinishedBatch(number: batch.number, next: batch.next, quarantined: batch.quarantined)
        finished.ended = batch.ended
        finished.totals.quarantined = batch.quarantined.count
        finished.totals.skipped = batch.skippedCount
        let parts = link.routes.divide(batch.documents).sorted { $0.key < $1.key }
        let results = try await withThrowingTaskGroup(of: Sent.self) { group in
            for (shard, indices) in parts {
                let documents = indices.map { batch.documents[$0] }
                group.addTask {
                    try await send(documents, shard: shard, name: "\(series)-\(batch.number)-\(shard)")
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for sent in results {
            finished.sequences += sent.sequences
            for (document, outcome) in sent.outcomes {
                finished.totals.count(outcome.outcome)
                guard outcome.outcome == .refused else { continue }
                finished.quarantined.append(document.refused(outcome.reason ?? "without a reason"))
            }
        }
        return finished
    }

    /// What became of some documents; none of them failed.
    private struct Sent {
        var outcomes: [(document: OutgoingDocument, outcome: PutOutcome)] = []
        var sequences: [ShardSequence] = []
    }

    /// Sends until no document is left that failed; those that did are sent again alone.
    private func send(_ documents: [OutgoingDocument], shard: Int, name: String) async throws -> Sent {
        var left = documents
        var sent = Sent()
        var attempt = 0
        var name = name
        while true {
            do {
                let client = try link.client(shard: shard, attempt: attempt)
                let result = try await client.call(
                    DocumentsPut.self, .init(batch: name, documents: left.map(\.put)),
                    deadline: SendRecovery.deadline(attempt: attempt))
                let sorted = try SortedOutcomes(result.outcomes, documentCount: left.count)
                link.succeeded()
                sent.outcomes += sorted.settled.map { (left[$0], $1) }
                sent.sequences += result.sequences
                guard let failure = sorted.failure else { return sent }
                left = sorted.failed.map { left[$0] }
                // Another content is another batch: by the old name it would be taken for one that came before.
                name += "r"
                throw failure
            } catch {
                switch SendRecovery.decide(on: error, documentCount: left.count) {
                case .sendAgain: try await prepareAnotherAttempt(after: error, attempt: &attempt)
                case .split:
                    for half in try await sendHalves(of: left, shard: shard, name: name) {
                        sent.outcomes += half.outcomes
                        sent.sequences += half.sequences
                    }
                    return sent
                case .refuse(let reason):
                    let outcome = PutOutcome(id: left[0].put.document.id, outcome: .refused, reason: reason)
                    sent.outcomes.append((left[0], outcome))
                    return sent
                case .fail: throw error
                }
            }
        }
    }

    private func prepareAnotherAttempt(after error: any Error, attempt: inout Int) async throws {
        try Task.checkCancellation()
        if let patience, link.silence >= patience {
            let waited = HumanText.duration(link.silence)
            throw ProgramError(
                error is NoAnswer ? .unreachable : .failed,
                "nothing was acknowledged for \(waited) (\(error)): the same command goes on from here")
        }
        await link.failed("no acknowledgement (\(error))")
        attempt += 1
        try await Task.sleep(for: SendRecovery.pause(beforeAttempt: attempt))
    }

    private func sendHalves(of documents: [OutgoingDocument], shard: Int, name: String) async throws -> [Sent] {
        let middle = documents.count / 2
        return [
            try await send(Array(documents[..<middle]), shard: shard, name: name + "a"),
            try await send(Array(documents[middle...]), shard: shard, name: name + "b"),
        ]
    }
}
