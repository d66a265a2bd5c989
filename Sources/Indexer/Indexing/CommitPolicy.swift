/// Decides when an index publishes, syncs and cleans up. A plain value: it is told what happened and when, and says what
/// to do next.
///
/// A change that comes alone is published after ``Limits/publishDelay``; when many come, publications grow, so that the
/// work of each is spread over more documents. Publishing comes before syncing, and syncing waits for a pause, but not
/// for long: the journal's mark follows the sync, and what lies beyond the mark is indexed again after a crash.
struct CommitPolicy: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// When things become due.
    struct Limits: Sendable {
        /// After this from the acknowledgement of the first change it is published.
        var publishDelay = Duration.milliseconds(150)
        /// The same while at least ``loadedDocumentCount`` documents wait.
        var loadedPublishDelay = Duration.milliseconds(200)
        var loadedDocumentCount = 200
        /// A publication holds at most so many documents and bytes; with as many waiting it does not wait any more.
        var documentCountMax = 8192
        var byteCountMax = 64 << 20
        /// When a change waits longer than this, new ones should come more slowly.
        var lagMax = Duration.milliseconds(500)
        /// What is published is synced after this at the latest, also under load.
        var syncDelay = Duration.seconds(2)
        /// How often files that nobody needs are looked for while there are publications.
        var cleanInterval = Duration.seconds(15)
        /// How long after the last publication files may become superfluous.
        var lease = Duration.seconds(60)
        /// The pause after a failure, before the same is tried again.
        var retryDelay = Duration.seconds(1)
    }

    /// What happened.
    enum Event: Hashable, Sendable {
        /// Changes up to a sequence became durable.
        case acknowledged(through: UInt64, documents: Int, bytes: Int)
        /// Somebody waits for everything up to a sequence to be published.
        case requested(through: UInt64)
        /// A generation was published that holds everything up to a sequence.
        case published(through: UInt64, documents: Int, bytes: Int)
        /// A generation was published with the same documents in other segments.
        case merged
        /// Syncing what is published began, beside everything else.
        case syncBegan
        case synced
        case syncFailed
        case cleaned
        /// What was to be done last failed.
        case failed
        case stopping
    }

    /// What to do next.
    enum Action: Hashable, Sendable {
        case publish
        case sync
        case clean
        /// Nothing until then, or until the next event when nil.
        case wait(until: Instant?)
        case finish
    }

    let limits: Limits
    private(set) var acknowledged: UInt64
    private(set) var published: UInt64
    private(set) var times = AcknowledgementTimes()
    private var pendingDocumentCount = 0
    private var pendingByteCount = 0
    private var requested: UInt64 = 0
    /// Changes up to here wait since before this process began; they are published without delay.
    private var backlogThrough: UInt64
    private var unsyncedSince: Instant?
    private var isSyncing = false
    private var cleanAt: Instant?
    private var lastPublication: Instant?
    private var retryAt: Instant?
    private(set) var isStopping = false

    /// The state of an index at the start.
    ///
    /// - Parameters:
    ///   - acknowledged: The newest sequence of the journal.
    ///   - published: The index holds everything up to here, on the disk.
    ///   - oldestPending: When the oldest change that the index lacks was acknowledged; ignored without one.
    init(limits: Limits = Limits(), acknowledged: UInt64, published: UInt64, oldestPending: Instant) {
        self.limits = limits
        self.acknowledged = acknowledged
        self.published = published
        backlogThrough = acknowledged
        if acknowledged > published { times.add(through: acknowledged, at: oldestPending) }
    }

    mutating func handle(_ event: Event, at now: Instant) {
        switch event {
        case .acknowledged(let through, let documents, let bytes):
            acknowledged = max(acknowledged, through)
            pendingDocumentCount += documents
            pendingByteCount += bytes
            times.add(through: through, at: now)
        case .requested(let through):
            requested = max(requested, through)
        case .published(let through, let documents, let bytes):
            published = through
            // The backlog was never counted as pending.
            pendingDocumentCount = acknowledged == published ? 0 : max(0, pendingDocumentCount - documents)
            pendingByteCount = acknowledged == published ? 0 : max(0, pendingByteCount - bytes)
            notePublication(at: now)
        case .merged: notePublication(at: now)
        case .syncBegan:
            isSyncing = true
            unsyncedSince = nil
        case .synced:
            isSyncing = false
            // A failure of something else still waits for its pause.
            if let time = retryAt, time <= now { retryAt = nil }
        case .syncFailed:
            isSyncing = false
            unsyncedSince = unsyncedSince ?? now
            retryAt = now + limits.retryDelay
        case .cleaned:
            let isQuiet = lastPublication.map { now - $0 > limits.lease } ?? true
            cleanAt = isQuiet ? nil : now + limits.cleanInterval
        case .failed: retryAt = now + limits.retryDelay
        case .stopping: isStopping = true
        }
    }

    /// What to do at a time. Ask again after every event and at the end of every wait.
    func next(at now: Instant) -> Action {
        if let retryAt {
            // A stopping process does not wait for a disk to recover: the journal has everything.
            if isStopping { return isSyncing ? .wait(until: nil) : .finish }
            if now < retryAt { return .wait(until: retryAt) }
        }
        let publishAt = publicationTime(now)
        if let publishAt, now >= publishAt { return .publish }
        // One sync at a time, and no file is deleted while one runs; its end is an event.
        let syncAt =
            isSyncing
            ? nil : unsyncedSince.map { acknowledged == published || isStopping ? now : $0 + limits.syncDelay }
        if let syncAt, now >= syncAt { return .sync }
        if isStopping { return isSyncing ? .wait(until: nil) : .finish }
        let cleanAt = isSyncing ? nil : cleanAt
        if let cleanAt, now >= cleanAt { return .clean }
        return .wait(until: [publishAt, syncAt, cleanAt].compactMap { $0 }.min())
    }

    /// Whether publishing does not keep up, so that new changes should wait before they are acknowledged. What an earlier
    /// process left, and an index that cannot be written, hold nobody up.
    func isLagging(at now: Instant) -> Bool {
        guard retryAt == nil, published >= backlogThrough, let oldest = times.oldest(after: published) else {
            return false
        }
        return now - oldest > limits.lagMax
    }

    /// For how long what is published now up to a sequence was acknowledged; nothing of what an earlier process left.
    func ages(publishedThrough sequence: UInt64, at now: Instant) -> [(count: Int, age: Duration)] {
        published < backlogThrough ? [] : times.ages(after: published, through: sequence, at: now)
    }

    /// Forgets when changes were acknowledged that every generation still in use holds.
    mutating func forgetTimes(through sequence: UInt64) { times.forget(through: sequence) }

    /// The index is empty again: everything up to the newest sequence has to be published anew.
    mutating func restart(published: UInt64, oldestPending: Instant) {
        var other = CommitPolicy(
            limits: limits, acknowledged: acknowledged, published: published, oldestPending: oldestPending)
        other.requested = requested
        other.isStopping = isStopping
        self = other
    }

    /// When what waits is to be published; nil when nothing waits.
    private func publicationTime(_ now: Instant) -> Instant? {
        guard acknowledged > published else { return nil }
        let isFull = pendingDocumentCount >= limits.documentCountMax || pendingByteCount >= limits.byteCountMax
        if isStopping || isFull || requested > published || backlogThrough > published { return now }
        let isLoaded = pendingDocumentCount >= limits.loadedDocumentCount
        let oldest = times.oldest(after: published) ?? now
        return oldest + (isLoaded ? limits.loadedPublishDelay : limits.publishDelay)
    }

    private mutating func notePublication(at now: Instant) {
        retryAt = nil
        unsyncedSince = unsyncedSince ?? now
        lastPublication = now
        cleanAt = cleanAt ?? now + limits.cleanInterval
    }
}
