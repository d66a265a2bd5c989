internal import Synchronization

/// The segments of a generation as searches see them, and what documents are scored by where nothing else is said.
///
/// Any number of threads may search them.
final class SearchedSegments: Sendable {
    let segments: [SearchSegment]
    /// How many live documents there are.
    let documentCount: Int
    /// The sum of their lengths, as their norms say.
    let lengthSum: UInt64
    let scratch = ScratchPool()
    private let scoring: Scoring
    /// How documents were scored last by statistics that were given: these mostly stay the same from query to query.
    private let given: Mutex<Given>

    private struct Given {
        var lengthSum: UInt64
        var scoring: Scoring
    }

    init(_ segments: [SearchSegment]) {
        self.segments = segments
        documentCount = segments.reduce(0) { $0 + $1.entry.liveCount }
        lengthSum = segments.reduce(0) { $0 &+ $1.entry.liveLengthSum }
        scoring = Scoring(documentCount: documentCount, lengthSum: lengthSum)
        given = Mutex(Given(lengthSum: lengthSum, scoring: scoring))
    }

    /// How documents are scored by statistics; nil for those of these segments.
    func scoring(by statistics: QueryStatistics?) -> Scoring {
        guard let statistics,
            statistics.documentCount != documentCount || statistics.lengthSum != lengthSum
        else { return scoring }
        return given.withLock { last in
            if last.scoring.documentCount != statistics.documentCount || last.lengthSum != statistics.lengthSum {
                last = Given(
                    lengthSum: statistics.lengthSum,
                    scoring: Scoring(documentCount: statistics.documentCount, lengthSum: statistics.lengthSum))
            }
            return last.scoring
        }
    }
}
