/// Which shards an indexer without one may try to take, and when.
///
/// A lock that is free is taken at once. Only a shard that was lost although its lock was held is left alone for a
/// while, twice as long each time: where locks deceive, as on some network file systems, two indexers would else take it
/// from one another as fast as they can.
struct StandBy: Sendable {
    typealias Instant = ContinuousClock.Instant

    static let firstPause = Duration.seconds(5)
    static let pauseMax = Duration.seconds(600)

    private struct Loss {
        var count: Int
        var until: Instant
    }

    /// The shards that it may take, in the order of trying.
    let shards: [Int]
    private var losses: [Int: Loss] = [:]
    private var abandoned: Set<Int> = []

    /// - Parameters:
    ///   - shard: The one shard that is wanted; nil for any.
    ///   - shards: How many there are.
    init(shard: Int?, of shards: Int) {
        self.shards = shard.map { [$0] } ?? Array(0..<shards)
    }

    /// Notes that a shard was lost to another process.
    ///
    /// - Returns: For how long it is left alone.
    mutating func lost(_ shard: Int, at now: Instant) -> Duration {
        let count = losses[shard]?.count ?? 0
        let pause = min(Self.firstPause * (1 << min(count, 20)), Self.pauseMax)
        losses[shard] = Loss(count: count + 1, until: now + pause)
        return pause
    }

    /// Never takes a shard again: the cluster's is another one, in another folder.
    mutating func abandon(_ shard: Int) { abandoned.insert(shard) }

    /// The shards whose locks are to be tried now, in this order.
    func candidates(at now: Instant) -> [Int] {
        shards.filter { !abandoned.contains($0) && losses[$0].map { $0.until <= now } ?? true }
    }

    /// What is waited for, for people.
    var description: String {
        shards.count == 1 ? "shard \(shards[0])" : "a free shard of \(shards.count)"
    }
}
