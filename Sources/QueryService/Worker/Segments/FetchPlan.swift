import SearchIndex

/// What to fetch next of a shard, with how much credit, and when to try again: the decisions of a ``ShardFetcher``,
/// without its sockets, files and clock. Events go in, actions come out.
///
/// A generation that was begun is fetched to its end, and the newest one next, whatever lies between: else a busy shard
/// would publish faster than a worker ever arrives. Files have the names of their contents, so that what was fetched for
/// one generation, or from an indexer that died, is of use for the next.
struct FetchPlan {
    /// Names a question that was asked; its answer comes under the same.
    typealias Ticket = Int

    private enum Phase {
        case idle
        case listing(Ticket)
        case fetching(FetchJob)
        case installing(GenerationName)
        case pausing(Ticket)
    }

    let limits: Limits
    /// The generation that is open; nil for none.
    private(set) var current: GenerationName?
    private var wanted: GenerationName?
    private var endpoint: String?
    private var phase = Phase.idle
    /// Parts that were asked for and have not come, those of a job that is over among them.
    private var asked: [Ticket: FetchJob.Part] = [:]
    private var lastTicket = 0
    private var lastJob = 0
    /// How often something failed since a generation was opened last.
    private var failureCount = 0
    private var damageCounts: [String: Int] = [:]

    /// - Parameter current: The generation that is open already.
    init(limits: Limits, current: GenerationName?) {
        self.limits = limits
        self.current = current
    }

    /// Whether a question for the published generation still waits for its answer.
    func isListing(_ ticket: Ticket) -> Bool {
        if case .listing(ticket) = phase { true } else { false }
    }

    mutating func handle(_ event: Event) -> [Action] {
        switch event {
        case .told(let name, let endpoint): told(name, endpoint)
        case .listed(let ticket, let name, let missing): listed(ticket, name, missing)
        case .arrived(let ticket, let bytes): arrived(ticket, bytes)
        case .failed(let ticket, let failure): failed(ticket, failure)
        case .placed(let path): placed(path)
        case .damaged(let path): damaged(path)
        case .installed: installed()
        case .stuck: pause()
        case .woken(let ticket): if case .pausing(ticket) = phase { list() } else { [] }
        }
    }

    private var isBehind: Bool { wanted.map(isNews) ?? false }

    /// Whether a generation is to take the place of the open one: it is newer, or the shard began anew, so that its
    /// epochs did.
    private func isNews(_ name: GenerationName) -> Bool {
        current.map { $0 < name || name.epoch < $0.epoch } ?? true
    }

    private mutating func told(_ name: GenerationName?, _ endpoint: String?) -> [Action] {
        if let name { wanted = name }
        let hasMoved = endpoint != nil && endpoint != self.endpoint
        if let endpoint, hasMoved {
            self.endpoint = endpoint
            // What was asked of the one before will not come.
            asked = [:]
        }
        switch phase {
        case .idle: return isBehind ? list() : []
        case .listing, .pausing: return hasMoved ? list() : []
        case .fetching(var job):
            guard hasMoved else { return [] }
            job.askAnew()
            phase = .fetching(job)
            return advance()
        case .installing: return []
        }
    }

    private mutating func list() -> [Action] {
        guard let endpoint else {
            phase = .idle
            return []
        }
        let ticket = newTicket()
        phase = .listing(ticket)
        return [.list(ticket, from: endpoint)]
    }

    private mutating func listed(_ ticket: Ticket, _ name: GenerationName, _ missing: [File]) -> [Action] {
        guard isListing(ticket) else { return [] }
        // What was told is newer than what the indexer has: it is starting, or is not the owner any more.
        guard isNews(name) else { return pause() }
        lastJob += 1
        let job = FetchJob(number: lastJob, generation: name, files: missing)
        phase = .fetching(job)
        return job.whole.map { .place(path: $0) } + advance()
    }

    private mutating func arrived(_ ticket: Ticket, _ bytes: [UInt8]) -> [Action] {
        guard let part = asked.removeValue(forKey: ticket) else { return [] }
        guard case .fetching(var job) = phase else { return [] }
        // The part of a job that is over: its credit is free again.
        guard part.job == job.number else { return advance() }
        guard bytes.count == Int(part.byteCount) else { return pause() }
        let (writes, isWhole) = job.take(bytes, of: part)
        phase = .fetching(job)
        let written = writes.map { Action.write($0.bytes, at: $0.offset, path: part.path) }
        return written + (isWhole ? [.place(path: part.path)] : []) + advance()
    }

    private mutating func failed(_ ticket: Ticket, _ failure: Failure) -> [Action] {
        if let part = asked.removeValue(forKey: ticket) {
            guard case .fetching(let job) = phase else { return [] }
            guard part.job == job.number else { return advance() }
        } else if !isListing(ticket) {
            return []
        }
        guard failure == .gone, failureCount == 0 else { return pause() }
        // A newer generation has taken its place, most likely.
        failureCount += 1
        return list()
    }

    private mutating func placed(_ path: String) -> [Action] {
        guard case .fetching(var job) = phase else { return [] }
        damageCounts[path] = nil
        job.placed(path)
        phase = .fetching(job)
        return advance()
    }

    private mutating func damaged(_ path: String) -> [Action] {
        guard case .fetching(var job) = phase else { return [] }
        damageCounts[path, default: 0] += 1
        guard damageCounts[path, default: 0] < limits.damageCountMax else {
            damageCounts[path] = nil
            return pause(limits.damagePause)
        }
        job.restart(path)
        phase = .fetching(job)
        return advance()
    }

    private mutating func installed() -> [Action] {
        guard case .installing(let name) = phase else { return [] }
        current = name
        failureCount = 0
        damageCounts = [:]
        phase = .idle
        return isBehind ? list() : []
    }

    /// Gives what the job has left to do: parts to ask for, as far as the credit goes, or to open the generation.
    private mutating func advance() -> [Action] {
        guard case .fetching(var job) = phase, let endpoint else { return [] }
        guard !job.isDone else {
            phase = .installing(job.generation)
            return [.install(job.generation)]
        }
        var actions: [Action] = []
        while asked.count < limits.windowCount, let part = job.nextPart(upTo: limits.partByteCount) {
            let ticket = newTicket()
            asked[ticket] = part
            actions.append(
                .ask(ticket, from: endpoint, path: part.path, offset: part.offset, byteCount: part.byteCount))
        }
        phase = .fetching(job)
        return actions
    }

    private mutating func pause(_ pause: Duration? = nil) -> [Action] {
        var length = limits.firstPause
        for _ in 0..<failureCount where length < limits.lastPause { length = length * 2 }
        failureCount += 1
        let ticket = newTicket()
        phase = .pausing(ticket)
        return [.wake(ticket, after: pause ?? min(length, limits.lastPause))]
    }

    private mutating func newTicket() -> Ticket {
        lastTicket += 1
        return lastTicket
    }
}
