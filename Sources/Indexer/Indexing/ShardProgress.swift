import Protocol
import SearchIndex

/// What is known of a shard at a moment: what waits, what is published, who waits for it. A plain value behind a lock.
struct ShardProgress {
    typealias Instant = ContinuousClock.Instant

    /// Somebody who waits for everything up to a sequence to be published.
    struct Waiter {
        var number: Int
        var through: UInt64
        var answer: CheckedContinuation<Void, any Error>
    }

    /// Of so many generations the age is told: a worker a few seconds behind still finds its own.
    static let recentCountMax = 16

    let identity: ShardIdentity
    let folder: String
    var epoch: UInt64
    var policy: CommitPolicy
    var buffer: ChangeBuffer
    /// What is announced; nil before the first generation, and while an index is built anew.
    var generation: Generation?
    var waiters: [Waiter] = []
    var merge = Merge.none
    var sync = Sync.none
    /// Nothing is announced before this sequence is published, so that an index that is built anew takes the place of the
    /// old one only when it holds as much.
    var announcedFrom: UInt64 = 0
    /// Whether the index was taken up.
    var isOpen = false
    var hasEnded = false
    /// Those who wait for the end of the indexing thread.
    var endWaiters: [CheckedContinuation<Void, Never>] = []
    private var recent: [(name: GenerationName, through: UInt64)] = []

    /// A merge that runs beside.
    enum Merge {
        case none
        case running
        case done(epoch: UInt64, Result<MergedSegment, any Error>)
    }

    /// A sync that runs beside.
    enum Sync {
        case none
        case running
        case done(SyncPlan?, Result<Void, any Error>)
    }

    init(identity: ShardIdentity, folder: String, epoch: UInt64, policy: CommitPolicy, buffer: ChangeBuffer) {
        self.identity = identity
        self.folder = folder
        self.epoch = epoch
        self.policy = policy
        self.buffer = buffer
    }

    /// Takes note of changes that just became durable.
    mutating func acknowledge(_ changes: [SequencedChange], at now: Instant) {
        guard let last = changes.last else { return }
        buffer.append(changes)
        policy.handle(
            .acknowledged(
                through: last.sequence, documents: changes.count, bytes: changes.reduce(0) { $0 + $1.byteCount }),
            at: now)
    }

    /// Takes note of a published generation.
    ///
    /// - Returns: Whether it may be announced.
    mutating func publish(_ generation: Generation) -> Bool {
        guard generation.through >= announcedFrom else { return false }
        self.generation = generation
        recent.append((generation.name, generation.through))
        if recent.count > Self.recentCountMax { recent.removeFirst() }
        policy.forgetTimes(through: recent[0].through)
        return true
    }

    /// Those who wait for nothing more.
    mutating func takeSatisfiedWaiters() -> [Waiter] {
        let published = policy.published
        let satisfied = waiters.filter { $0.through <= published }
        waiters.removeAll { $0.through <= published }
        return satisfied
    }

    /// Removes somebody who does not wait any more; nil when nobody of this number waits.
    mutating func removeWaiter(_ number: Int) -> Waiter? {
        guard let index = waiters.firstIndex(where: { $0.number == number }) else { return nil }
        return waiters.remove(at: index)
    }

    /// The shard as the cluster is told of it.
    func state(at now: Instant) -> ShardState {
        ShardState(
            shard: identity.shard, epoch: epoch, generation: generation?.name.description,
            through: generation?.through ?? 0, acknowledged: policy.acknowledged,
            documents: generation?.documentCount ?? 0, segments: generation?.segmentCount ?? 0,
            byteCount: generation?.byteCount ?? 0, folder: folder,
            behind: recent.compactMap { name, through in
                guard let oldest = policy.times.oldest(after: through) else { return nil }
                return GenerationAge(
                    generation: name.description, ageMilliseconds: max(0, (now - oldest) / .milliseconds(1)))
            })
    }
}
