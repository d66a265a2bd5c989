import Protocol
import SearchIndex

/// A shard as one query sees it, from its beginning to its end.
struct ShardView: Sendable {
    var shard: Int
    /// The open generation; nil where none is.
    var reader: IndexReader?
    /// Whether the shard is known to be empty, so that there is an answer without a generation.
    var isEmpty: Bool
    /// The age in milliseconds of the oldest acknowledged change that the generation does not hold, as far as known.
    var ageMilliseconds: Double

    /// Whether the shard can be answered for.
    var isAnswering: Bool { reader != nil || isEmpty }
}

extension ShardState {
    /// Whether nothing was ever acknowledged, so that there is no generation and none is needed.
    var isEmpty: Bool { generation == nil && acknowledged == 0 }
}

/// How far an open generation is behind what is acknowledged.
enum GenerationFreshness {
    /// The age in milliseconds of the oldest change that a generation lacks; 0 where none is known.
    ///
    /// - Parameters:
    ///   - generation: The open generation, nil for none.
    ///   - state: The shard as it was told last.
    ///   - elapsed: Milliseconds since it was told.
    static func age(of generation: Generation?, in state: ShardState, elapsed: Double) -> Double {
        if let generation, generation.through >= state.acknowledged { return 0 }
        let name = generation.map { "\($0.name)" }
        if let entry = state.behind.first(where: { $0.generation == name }) { return entry.ageMilliseconds + elapsed }
        // Too old to be listed, or not the owner's: behind at least as far as the oldest that is.
        let isListed = name == state.generation
        guard !isListed, let oldest = state.behind.map(\.ageMilliseconds).max() else { return 0 }
        return oldest + elapsed
    }
}
