/// Decides what a load sends when, and keeps the account of it, without socket or clock: all times are given, counted
/// from the beginning of the load.
struct LoadLedger {
    /// A request to be sent now.
    struct Sending: Hashable {
        var id: UInt64
        /// The place of its query among the queries.
        var query: Int
        /// Over which connection.
        var connection: Int
    }

    private struct Entry {
        let intended: Duration
        let query: Int
        let isMeasured: Bool
        /// The connection that waits for it in a closed loop, and that it was sent over first.
        let home: Int
        var connection: Int
        var firstSent: Duration?
        var lastSent: Duration?
        var isQueued = false
    }

    /// How often is looked for what has waited too long.
    static let checkInterval = Duration.milliseconds(20)

    private let plan: LoadPlan
    private var schedule: ArrivalSchedule?
    private var entries: [UInt64: Entry] = [:]
    /// Connections of a closed loop with nothing on its way.
    private var idle: [Int]
    /// Requests to be sent again, or that could not be sent, oldest first; some may be gone from `entries`.
    private var queue: [UInt64] = []
    private var nextID: UInt64 = 0
    private var measuredCount = 0
    private var isStopped = false
    private var nextCheck = Self.checkInterval
    private(set) var tally: LoadTally

    init(_ plan: LoadPlan) {
        self.plan = plan
        tally = LoadTally(begin: plan.warmUp)
        if case .open(let schedule) = plan.mode {
            self.schedule = schedule
            idle = []
        } else {
            // The last is taken first.
            idle = Array((0..<plan.connections).reversed())
        }
    }

    /// Requests on their way.
    var count: Int { entries.count }

    /// The next request to send now; nil when none is due.
    mutating func due(_ now: Duration) -> Sending? {
        while let id = queue.first {
            queue.removeFirst()
            if let sending = send(id, now) { return sending }
        }
        guard let intended = intendedStart(now) else { return nil }
        let isMeasured = intended >= plan.warmUp
        if isMeasured { measuredCount += 1 }
        let id = nextID
        nextID += 1
        let connection = idle.popLast() ?? Int(id % UInt64(plan.connections))
        schedule?.advance()
        entries[id] = Entry(
            intended: intended, query: Int(id % UInt64(plan.queryCount)), isMeasured: isMeasured, home: connection,
            connection: connection)
        return send(id, now)
    }

    /// A request could not be sent, as its connection takes nothing now: it stays due, over another.
    mutating func unsent(_ id: UInt64) {
        guard var entry = entries[id] else { return }
        if entry.firstSent == entry.lastSent { entry.firstSent = nil }
        entry.lastSent = nil
        entry.isQueued = true
        entry.connection = (entry.connection + 1) % plan.connections
        entries[id] = entry
        queue.append(id)
    }

    /// An answer came. What comes a second time, or too late, counts for nothing.
    mutating func ended(_ id: UInt64, _ outcome: LoadOutcome, _ now: Duration) {
        guard let entry = entries[id] else { return }
        // It is sent again after the pause that a silent request has.
        if case .failed(_, true) = outcome, plan.resendAfter != nil { return }
        entries[id] = nil
        release(entry)
        guard entry.isMeasured else { return }
        tally.add(outcome, intended: entry.intended, sent: entry.firstSent ?? entry.intended, now)
    }

    /// Looks for what has waited too long: ends it, or has it sent again.
    mutating func check(_ now: Duration) {
        guard now >= nextCheck else { return }
        nextCheck = now + Self.checkInterval
        for (id, entry) in entries {
            if now - entry.intended >= plan.timeout {
                entries[id] = nil
                release(entry)
                guard entry.isMeasured else { continue }
                tally.addTimeout(intended: entry.intended, sent: entry.firstSent ?? entry.intended, now)
            } else if let after = plan.resendAfter, let sent = entry.lastSent, now - sent >= after, !entry.isQueued {
                entries[id]?.isQueued = true
                entries[id]?.connection = (entry.connection + 1) % plan.connections
                queue.append(id)
                if entry.isMeasured { tally.resentCount += 1 }
            }
        }
    }

    /// Makes no more requests.
    mutating func stop() { isStopped = true }

    /// When there is something to do at the latest.
    var wakeUp: Duration {
        guard let schedule, !isOver(schedule.next) else { return nextCheck }
        return min(schedule.next, nextCheck)
    }

    /// Whether all requests were made and have ended.
    func isFinished(_ now: Duration) -> Bool { entries.isEmpty && isOver(schedule?.next ?? now) }

    /// When a request that can be made now is to have started; nil when none can.
    private func intendedStart(_ now: Duration) -> Duration? {
        let intended: Duration
        if let schedule {
            guard schedule.next <= now else { return nil }
            intended = schedule.next
        } else {
            guard !idle.isEmpty else { return nil }
            intended = now
        }
        return isOver(intended) ? nil : intended
    }

    private func isOver(_ intended: Duration) -> Bool {
        guard !isStopped else { return true }
        return switch plan.end {
        case .after(let duration): intended >= plan.warmUp + duration
        case .requests(let count): measuredCount >= count
        }
    }

    private mutating func send(_ id: UInt64, _ now: Duration) -> Sending? {
        guard var entry = entries[id] else { return nil }
        entry.firstSent = entry.firstSent ?? now
        entry.lastSent = now
        entry.isQueued = false
        entries[id] = entry
        return Sending(id: id, query: entry.query, connection: entry.connection)
    }

    private mutating func release(_ entry: Entry) {
        if schedule == nil { idle.append(entry.home) }
    }
}
