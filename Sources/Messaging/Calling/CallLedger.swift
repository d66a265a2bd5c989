/// Which calls wait for what: the decisions of a client, without its sockets.
///
/// A call is queued until it is sent, and sent until it is answered. A lost connection puts it back into the queue where it
/// may be sent twice. Times are given, so that tests need no clock.
struct CallLedger {
    typealias Instant = ContinuousClock.Instant
    typealias CallID = UInt64

    private struct Entry {
        let deadline: Instant
        let isIdempotent: Bool
        /// The number of the connection that it was sent over; nil while it is queued.
        var connection: Int?
    }

    private let callCountMax: Int
    private var entries: [CallID: Entry] = [:]
    /// Calls to be sent, oldest first; some may be gone from `entries`.
    private var queue: [CallID] = []
    /// A lower bound of when anything is due, so that not every turn has to look at every call.
    private var nextDue: Instant?
    /// Calls that were sent and not answered.
    private(set) var unansweredCount = 0

    init(callCountMax: Int) {
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
        entries[id] = Entry(deadline: deadline, isIdempotent: isIdempotent)
        queue.append(id)
        expect(deadline)
        return true
    }

    /// Forgets a call that was answered or given up.
    ///
    /// - Returns: false for one that is not known, as when its answer comes late.
    mutating func remove(_ id: CallID) -> Bool {
        guard let entry = entries.removeValue(forKey: id) else { return false }
        if entry.connection != nil { unansweredCount -= 1 }
        return true
    }

    /// Sends what is queued over a connection, oldest first, until `send` returns false.
    ///
    /// - Returns: whether anything was sent.
    mutating func flush(over connection: Int, send: (CallID, _ deadline: Instant) -> Bool) -> Bool {
        var (takenCount, sentCount) = (0, 0)
        for id in queue {
            if let entry = entries[id], entry.connection == nil {
                guard send(id, entry.deadline) else { break }
                entries[id]?.connection = connection
                sentCount += 1
            }
            takenCount += 1
        }
        queue.removeFirst(takenCount)
        unansweredCount += sentCount
        return sentCount > 0
    }

    /// Whether an answer is waited for over a connection. Looks at every call.
    func isOwed(by connection: Int) -> Bool {
        entries.values.contains { $0.connection == connection }
    }

    /// Puts back into the queue what was sent over a connection that is lost, oldest first.
    ///
    /// - Returns: the calls that must not be sent twice; they are forgotten.
    mutating func connectionLost(_ connection: Int) -> [CallID] {
        var failed: [CallID] = []
        for id in entries.filter({ $0.value.connection == connection }).keys.sorted() {
            unansweredCount -= 1
            if entries[id]?.isIdempotent == true {
                entries[id]?.connection = nil
                queue.append(id)
            } else {
                entries[id] = nil
                failed.append(id)
            }
        }
        return failed
    }

    /// Forgets the calls whose deadline passed.
    ///
    /// - Returns: these calls.
    mutating func expire(_ now: Instant) -> [CallID] {
        guard let due = nextDue, due <= now else { return [] }
        nextDue = nil
        var expired: [CallID] = []
        for (id, entry) in entries {
            if entry.deadline <= now { expired.append(id) } else { expect(entry.deadline) }
        }
        for id in expired { _ = remove(id) }
        return expired.sorted()
    }

    /// Every call that waits; all are forgotten.
    mutating func removeAll() -> [CallID] {
        let ids = entries.keys.sorted()
        (entries, queue, nextDue, unansweredCount) = ([:], [], nil, 0)
        return ids
    }

    private mutating func expect(_ instant: Instant) {
        nextDue = nextDue.map { min($0, instant) } ?? instant
    }
}
