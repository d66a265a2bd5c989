/// Which calls wait for what: the decisions of a client, without its socket.
///
/// A call is queued until it is sent, and sent until it is answered. A lost connection or a silent peer puts it back into
/// the queue where it may be sent twice. Times are given, so that tests need no clock.
struct CallLedger {
    typealias Instant = ContinuousClock.Instant
    typealias CallID = UInt64

    private struct Entry {
        let deadline: Instant
        let isIdempotent: Bool
        /// When it was sent last; nil while it is queued.
        var sentAt: Instant?
        var resendAfter: Duration
    }

    private let resendAfter: Duration
    private let callCountMax: Int
    private var entries: [CallID: Entry] = [:]
    /// Calls to be sent, oldest first; some may be gone from `entries`.
    private var queue: [CallID] = []
    private var heardAt: Instant?
    /// A lower bound of when anything is due, so that not every turn has to look at every call.
    private var nextDue: Instant?

    init(resendAfter: Duration, callCountMax: Int) {
        self.resendAfter = resendAfter
        self.callCountMax = callCountMax
    }

    /// Calls that wait, sent or not.
    var count: Int { entries.count }
    /// Whether anything is to be sent.
    var hasQueued: Bool { !queue.isEmpty }
    /// When ``expire(_:)`` has to be called at the latest.
    var wakeUp: Instant? { nextDue }

    /// Takes a call into the queue.
    ///
    /// - Returns: false when too many wait already.
    mutating func add(_ id: CallID, deadline: Instant, isIdempotent: Bool) -> Bool {
        guard entries.count < callCountMax else { return false }
        entries[id] = Entry(deadline: deadline, isIdempotent: isIdempotent, sentAt: nil, resendAfter: resendAfter)
        queue.append(id)
        expect(deadline)
        return true
    }

    /// Forgets a call that was answered or given up.
    ///
    /// - Returns: false for one that is not known, as when its answer comes late.
    mutating func remove(_ id: CallID) -> Bool {
        entries.removeValue(forKey: id) != nil
    }

    /// Sends what is queued, oldest first, until `send` returns false.
    mutating func flush(_ now: Instant, send: (CallID, _ deadline: Instant) -> Bool) {
        var sentCount = 0
        for id in queue {
            if let entry = entries[id], entry.sentAt == nil {
                guard send(id, entry.deadline) else { break }
                entries[id]?.sentAt = now
                expect(now + entry.resendAfter)
            }
            sentCount += 1
        }
        queue.removeFirst(sentCount)
    }

    /// Notes that the peer lives.
    mutating func heard(_ now: Instant) {
        heardAt = now
    }

    /// Puts back into the queue what was sent over a connection that is lost.
    ///
    /// - Returns: the calls that must not be sent twice; they are forgotten.
    mutating func connectionLost() -> [CallID] {
        var failed: [CallID] = []
        for (id, entry) in entries.sorted(by: { $0.key < $1.key }) where entry.sentAt != nil {
            if entry.isIdempotent {
                requeue(id)
            } else {
                entries[id] = nil
                failed.append(id)
            }
        }
        return failed
    }

    /// Looks for what is due: forgets the calls whose deadline passed, and queues again those whose peer is silent.
    ///
    /// - Returns: the calls whose deadline passed.
    mutating func expire(_ now: Instant) -> [CallID] {
        guard let due = nextDue, due <= now else { return [] }
        nextDue = nil
        var expired: [CallID] = []
        for (id, entry) in entries {
            if entry.deadline <= now {
                entries[id] = nil
                expired.append(id)
                continue
            }
            expect(entry.deadline)
            guard entry.isIdempotent, let sentAt = entry.sentAt else { continue }
            let silentSince = max(sentAt, heardAt ?? sentAt)
            if silentSince + entry.resendAfter <= now {
                entries[id]?.resendAfter = entry.resendAfter * 2
                requeue(id)
            } else {
                expect(silentSince + entry.resendAfter)
            }
        }
        return expired.sorted()
    }

    /// Every call that waits; all are forgotten.
    mutating func removeAll() -> [CallID] {
        let ids = entries.keys.sorted()
        entries = [:]
        queue = []
        nextDue = nil
        return ids
    }

    private mutating func requeue(_ id: CallID) {
        entries[id]?.sentAt = nil
        queue.append(id)
    }

    private mutating func expect(_ instant: Instant) {
        nextDue = nextDue.map { min($0, instant) } ?? instant
    }
}
