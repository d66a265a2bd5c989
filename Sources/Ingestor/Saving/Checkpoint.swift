import DocumentReading
import Protocol

/// How far an ingest has come: everything before the position is acknowledged or in the quarantine file.
struct Checkpoint: Codable, Hashable, Sendable {
    /// The version of this file's form.
    static let currentVersion = 1

    var version = Checkpoint.currentVersion
    /// The inputs as they were given; a checkpoint is for these alone.
    var inputs: [String]
    var position: ReadPosition?
    /// What was counted before the position, by this run and those that it goes on from.
    var totals = IngestTotals()
    /// How much of the quarantine file belongs to what lies before the position.
    var quarantineByteCount: UInt64 = 0
    /// The greatest sequence acknowledged in each shard's journal.
    var sequences: [ShardSequence] = []

    init(inputs: [String]) { self.inputs = inputs }

    /// Moves over a batch that is done, as are all before it.
    mutating func pass(_ batch: FinishedBatch) {
        position = batch.next
        totals.add(batch.totals)
        sequences = ShardSequence.greatest(sequences + batch.sequences)
    }

    /// Whether a run of these inputs into a cluster of this state may begin at the position: the journals hold what was
    /// acknowledged. A cluster that was begun anew at the same address does not.
    func canGoOn(inputs: [String], shards: [ShardState]) -> Bool {
        guard version == Self.currentVersion, position != nil, inputs == self.inputs else { return false }
        return sequences.allSatisfy { sequence in
            shards.contains { $0.shard == sequence.shard && $0.acknowledged >= sequence.sequence }
        }
    }
}

extension ShardSequence {
    /// The greatest sequence of each shard, by shard.
    static func greatest(_ sequences: [ShardSequence]) -> [ShardSequence] {
        Dictionary(sequences.map { ($0.shard, $0.sequence) }, uniquingKeysWith: max)
            .map { ShardSequence(shard: $0.key, sequence: $0.value) }
            .sorted { $0.shard < $1.shard }
    }
}
