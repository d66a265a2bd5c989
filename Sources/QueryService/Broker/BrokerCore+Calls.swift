import Messaging
import Protocol

/// Requests on their way through members.
extension BrokerCore {
    /// The member that can answer now, if there is one.
    mutating func choose(_ target: Target) -> Member? {
        switch target {
        case .worker:
            let (table, shards) = (table, configuration.shards)
            return registry.chooseWorker { member in (0..<shards).count { Self.covers(member, $0, table) } }
        case .indexer(let shard):
            return table.owner(of: shard).flatMap { registry[$0] }.flatMap { $0.isLeaving ? nil : $0 }
        }
    }

    /// Whether a worker can answer for a shard: it has it open, or nothing is in it yet.
    static func covers(_ member: Member, _ shard: Int, _ table: ShardTable) -> Bool {
        member.state.open?.contains { $0.shard == shard } == true || table.isEmpty(shard)
    }

    /// Gives a part to a member, or lets it wait for one.
    mutating func dispatch(_ number: Int) {
        guard var part = parts[number], let call = calls[part.call] else { return }
        guard let member = choose(part.target) else {
            if isStopping { return fail(part.call, Self.stoppingError) }
            part.member = nil
            part.waitingSince = now.uptime
            parts[number] = part
            waiting.append(number)
            return expireNot(before: min(call.deadline, now.uptime + configuration.memberWait))
        }
        part.member = member.info.instance
        part.attempts += 1
        parts[number] = part
        registry.assign(number, to: member.info.instance)
        let left = max(1, Int((call.deadline - now.uptime) / .milliseconds(1)))
        let envelope = Envelope(
            kind: .request, id: String(number), deadline: left, shard: part.target.shard,
            traceparent: call.traceparent, from: configuration.identity.name)
        act(.send(member.address, envelope, body: part.body))
    }

    /// Offers what waits to whoever is there now.
    mutating func dispatchWaiting() {
        let numbers = waiting
        waiting = []
        var missing: Set<Target> = []
        for number in numbers {
            guard let part = parts[number], part.member == nil else { continue }
            if !missing.contains(part.target), choose(part.target) != nil {
                dispatch(number)
            } else {
                // It keeps its place and the time since which it waits.
                missing.insert(part.target)
                waiting.append(number)
            }
        }
    }

    /// Takes a part from a member that will not answer it and gives it to another.
    mutating func reassign(_ number: Int) {
        guard let part = parts[number], let call = calls[part.call] else { return }
        if let member = part.member { registry.unassign(number, from: member) }
        guard MethodCatalog.method(named: call.method)?.isIdempotent == true else {
            return fail(
                part.call,
                RPCError(.unavailable, detail: "\(part.target) went away, and \(call.method) may have been done or not")
            )
        }
        guard part.attempts < configuration.attemptsMax else {
            return fail(
                part.call,
                RPCError(
                    .unavailable, detail: "\(part.attempts) members went away with the request, one after the other")
            )
        }
        counters.retried += 1
        dispatch(number)
    }

    /// Takes the answer to a part.
    mutating func complete(_ number: Int, reply: [UInt8]) {
        guard let part = parts.removeValue(forKey: number) else { return }
        if let member = part.member { registry.unassign(number, from: member) }
        calls[part.call]?.parts.remove(number)
        guard let call = calls[part.call] else { return }
        guard var gathering = call.gathering else { return finish(part.call, reply: reply) }
        do throws(RPCError) {
            try gathering.add(reply)
            calls[part.call]?.gathering = gathering
            if call.parts.isEmpty {
                finish(part.call, reply: RPCBytes.reply(id: call.id, result: try gathering.result()))
            }
        } catch {
            fail(part.call, error)
        }
    }

    /// Answers a call by an error.
    mutating func fail(_ number: Int, _ error: RPCError) {
        guard let call = calls[number] else { return }
        counters.note(error)
        finish(number, reply: RPCBytes.reply(id: call.id, error: error))
    }

    private mutating func finish(_ number: Int, reply: [UInt8]) {
        guard let call = calls.removeValue(forKey: number) else { return }
        pendingByteCount -= call.byteCount
        for part in call.parts {
            if let member = parts.removeValue(forKey: part)?.member { registry.unassign(part, from: member) }
        }
        answer(reply, job: call.job, slot: call.slot)
    }
}

/// Deadlines.
extension BrokerCore {
    /// Sees to it that ``BrokerCore/expire()`` looks again at `uptime` at the latest.
    mutating func expireNot(before uptime: Duration) {
        nextExpiry = min(nextExpiry ?? uptime, uptime)
    }

    /// Answers what ran out of time.
    mutating func expire() {
        guard let due = nextExpiry, due <= now.uptime else { return }
        let late = calls.filter { $0.value.deadline <= now.uptime }.sorted { $0.key < $1.key }
        for (number, call) in late {
            let idle = call.parts.sorted().compactMap { parts[$0] }.first { $0.member == nil }
            fail(number, idle.map(unavailable) ?? Self.lateError)
        }
        for number in waiting {
            guard let part = parts[number], part.member == nil,
                part.waitingSince + configuration.memberWait <= now.uptime
            else { continue }
            fail(part.call, unavailable(part))
        }
        waiting.removeAll { parts[$0]?.member != nil || parts[$0] == nil }
        let next =
            calls.values.map(\.deadline)
            + waiting.compactMap { parts[$0].map { $0.waitingSince + configuration.memberWait } }
        // Looking through everything for each of thousands that run late at once would make all others late.
        nextExpiry = next.min().map { max($0, now.uptime + .milliseconds(2)) }
    }

    private static let lateError = RPCError(
        .deadlineExceeded, detail: "the deadline passed before an answer was ready: give more time, or ask for less")

    private func unavailable(_ part: Part) -> RPCError {
        let seconds = (now.uptime - part.waitingSince) / .seconds(1)
        let tenths = (seconds * 10).rounded() / 10
        return RPCError(
            .unavailable,
            detail: "waited \(tenths) s for \(part.target) and there is none: cluster.status says what is missing")
    }
}
