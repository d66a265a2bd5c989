import Histogram
import Protocol

/// What a load came to, as `summary.json` holds it. Latencies are in milliseconds.
struct BenchSummary: Codable, Hashable, Sendable {
    /// The latencies below which so many of a hundred requests lie.
    struct Latencies: Codable, Hashable, Sendable {
        var p50: Double
        var p90: Double
        var p99: Double
        var p99_9: Double
        var max: Double
        var mean: Double

        init(_ latencies: LoadTally.Latencies) {
            let milliseconds = { (nanoseconds: UInt64) in Double(nanoseconds / 1000) / 1000 }
            let percentile = { milliseconds(latencies.valueAtPercentile($0)) }
            p50 = percentile(50)
            p90 = percentile(90)
            p99 = percentile(99)
            p99_9 = percentile(99.9)
            max = milliseconds(latencies.totalCount == 0 ? 0 : latencies.maxRecorded)
            mean = latencies.totalCount == 0 ? 0 : milliseconds(UInt64(latencies.mean))
        }
    }

    /// When it ended, in UTC.
    var time: String
    var version = TimtinVersion.current
    var brokers: [String]
    /// `closed` or `open`.
    var mode: String
    var connections: Int
    /// Requests a second that were asked for; absent in a closed loop.
    var wantedRate: Double?
    /// How far apart requests were due; absent in a closed loop.
    var spacing: String?
    var seed: UInt64
    /// How many different queries there were, and how many hits each asked for.
    var queries: Int
    var size: Int
    var warmUpSeconds: Double
    /// From the end of the warm-up to the last answer.
    var seconds: Double
    /// Requests after the warm-up.
    var requests: Int
    var answered: Int
    /// Answers that lack shards.
    var partial: Int
    /// Requests that ended in an error, those without an answer in time included.
    var errors: Int
    /// Requests without an answer in time.
    var timeouts: Int
    /// Errors by their titles.
    var errorsByTitle: [String: Int]
    var resent: Int
    /// Answers a second.
    var rate: Double
    /// Free of coordinated omission: from the moment when a request was to be sent or, in a closed loop, filled up by
    /// what a long wait kept from being asked.
    var corrected: Latencies
    /// From the moment when a request was sent.
    var uncorrected: Latencies
    /// How much later than intended requests were sent: what is the load client's own fault.
    var lateness: Latencies
    /// CPU time of the load client a request.
    var clientMicroseconds: Double
}
