internal import Packing

/// How often a phrase occurs in a document in each rank, the fields' weights counted.
struct PhraseFrequencies: BitwiseCopyable {
    var exact: UInt32 = 0
    var folded: UInt32 = 0
    var bare: UInt32 = 0

    @inline(__always)
    var isEmpty: Bool { exact | folded | bare == 0 }

    /// Counts an occurrence.
    @inline(__always)
    mutating func add(_ rank: PhraseRank, weight: UInt32) {
        switch rank {
        case .exact: exact = min(exact &+ weight, FrequencyCode.frequencyMax)
        case .folded: folded = min(folded &+ weight, FrequencyCode.frequencyMax)
        case .bare: bare = min(bare &+ weight, FrequencyCode.frequencyMax)
        }
    }

    /// The best over ranks of what the occurrences in this rank or better score.
    ///
    /// - Parameter factor: That of the document's norm.
    @inline(__always)
    func score(_ weights: PhraseWeights, factor: Float) -> UInt32 {
        var best: UInt32 = 0
        var frequency: UInt32 = 0
        if exact > 0 {
            frequency = min(exact, FrequencyCode.frequencyMax)
            best = Impacts.score(frequency: frequency, factor: factor, weight: weights.exact)
        }
        if folded > 0 {
            frequency = min(frequency &+ folded, FrequencyCode.frequencyMax)
            best = max(best, Impacts.score(frequency: frequency, factor: factor, weight: weights.folded))
        }
        if bare > 0 {
            frequency = min(frequency &+ bare, FrequencyCode.frequencyMax)
            best = max(best, Impacts.score(frequency: frequency, factor: factor, weight: weights.bare))
        }
        return best
    }
}
