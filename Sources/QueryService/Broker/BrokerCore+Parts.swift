import Messaging
import Protocol

/// Rounds and parts: begun, given to members, ended.
extension BrokerCore {
    /// Begins a round of a call.
    ///
    /// - Parameter end: When to go on without what is still missing, as uptime.
    mutating func begin(_ pieces: [Piece], of number: Int, until end: Duration) {
        calls[number]?.begin(pieces, until: end)
        lookAgain(at: end)
        if pieces.isEmpty { return advance(number) }
        for index in pieces.indices { dispatch(PartReference(call: number, part: index)) }
    }

    /// A part that has not ended.
    func openPart(_ reference: PartReference) -> Part? {
        calls.read(reference.call) { $0.openPart(reference.part) } ?? nil
    }

    /// Whether a part waits for a member.
    func waits(_ reference: PartReference) -> Bool { openPart(reference)?.waitingSince != nil }

    /// Gives a part to a member, or lets it wait for one behind those that wait already.
    mutating func dispatch(_ reference: PartReference) {
        guard let part = openPart(reference) else { return }
        guard waiting.isEmpty(part.target) else { return wait(reference, part.target) }
        switch choose(part) {
        case .member(let member): send(reference, to: member)
        case .busy: wait(reference, part.target)
        case .nobody:
            if canFanOut(part.target) { return fanOut(reference.call) }
            wait(reference, part.target)
        }
    }

    private mutating func wait(_ reference: PartReference, _ target: Target) {
        calls[reference.call]?.parts[reference.part].waitingSince = now.uptime
        waiting.add(reference, for: target)
        dispatchWaiting(for: target)
    }

    /// Offers what waits to whoever is there now.
    mutating func dispatchWaiting() {
        guard !waiting.isEmpty else { return }
        for target in waiting.targets { dispatchWaiting(for: target) }
    }

    private mutating func dispatchWaiting(for target: Target) {
        while let reference = waiting.first(target) {
            guard let part = openPart(reference), part.waitingSince != nil, part.target == target else {
                waiting.removeFirst(target)
                continue
            }
            switch choose(part) {
            case .member(let member):
                waiting.removeFirst(target)
                send(reference, to: member)
            case .busy: return waiting.setLacking(target, since: nil)
            case .nobody:
                guard canFanOut(target) else { return lack(target) }
                waiting.removeFirst(target)
                fanOut(reference.call)
            }
        }
    }

    /// Notes that nobody lives who could answer what waits for a target.
    private mutating func lack(_ target: Target) {
        if isStopping {
            for (other, reference) in waiting.all where other == target && waits(reference) {
                fail(reference.call, Self.stoppingError)
            }
            return
        }
        let isNews = waiting.lackingSince(target) == nil
        var since = now.uptime
        if case .holder(let shard) = target { since = coverage.lackingSince[shard] ?? since }
        waiting.setLacking(target, since: since)
        guard isNews else { return }
        lookAgain(at: now.uptime + configuration.memberWait)
        if since + configuration.memberWait <= now.uptime { lookAgain(at: now.uptime) }
    }

    /// Sends a part to a member.
    mutating func send(_ reference: PartReference, to id: MemberID, isHedge: Bool = false) {
        let number = newNumber()
        guard let address = registry.address(of: id),
            let (request, roundEnd) = calls.read(reference.call, { ($0.request, $0.roundEnd) }),
            let part = calls[reference.call]?.sent(reference.part, by: number, isHedge: isHedge)
        else { return }
        let forgetAt = request.deadline + BrokerConfiguration.forgetAfter
        attempts[number] = Attempt(
            part: reference, member: id, sentAt: now.uptime, lane: part.lane, isHedge: isHedge, forgetAt: forgetAt)
        nextForgetting = min(nextForgetting ?? forgetAt, forgetAt)
        registry.assign(to: id)
        if let lane = part.lane, !isHedge { watch(number, lane) }
        let left = max(1, Int((roundEnd - now.uptime) / .milliseconds(1)))
        let envelope = Envelope(
            kind: .request, id: AttemptName.text(number), deadline: left, shard: part.target.shard,
            traceparent: request.traceparent, from: configuration.identity.name)
        act(.send(address, envelope, body: part.body))
    }

    /// Takes how a part ended.
    mutating func end(_ reference: PartReference, _ outcome: Result<[UInt8], RPCError>, by member: MemberID? = nil) {
        guard let call = calls[reference.call], call.openPart(reference.part) != nil else { return }
        guard call.gathering != nil else {
            switch outcome {
            case .success(let reply): return finish(reference.call, reply: reply)
            case .failure(let error): return fail(reference.call, error)
            }
        }
        calls[reference.call]?.parts[reference.part].hasEnded = true
        calls[reference.call]?.openCount -= 1
        do throws(RPCError) {
            try calls[reference.call]?.gathering?.take(outcome, part: reference.part, from: member)
        } catch {
            return fail(reference.call, error)
        }
        if call.openCount == 1 { advance(reference.call) }
    }

    /// Goes on with a call all of whose parts have ended.
    private mutating func advance(_ number: Int) {
        guard let call = calls[number], var gathering = call.gathering else { return }
        do throws(RPCError) {
            let step = try gathering.next(after: now.uptime - call.request.begunAt)
            calls[number]?.gathering = gathering
            switch step {
            case .ask(let pieces): begin(pieces, of: number, until: call.request.answerBy)
            case .finish(let result, let isPartial):
                if isPartial { counters.partial += 1 }
                finish(number, reply: RPCBytes.reply(id: call.request.id, result: result))
            case .fail(let error): fail(number, error)
            }
        } catch {
            fail(number, error)
        }
    }
}

/// Choosing members.
extension BrokerCore {
    /// Who is asked for a part. Who said that it cannot answer is asked again only where there is nobody else.
    private mutating func choose(_ part: Part) -> Choice {
        let choice = choose(part.target, preferred: part.preferred, except: part.refusedBy)
        return choice == .nobody && !part.refusedBy.isEmpty ? choose(part.target) : choice
    }

    mutating func choose(_ target: Target, preferred: MemberID? = nil, except: [MemberID] = []) -> Choice {
        if coverage.isStale { coverage.refresh(registry, table, at: now.uptime) }
        let candidates =
            switch target {
            case .anyWorker: coverage.workers
            case .worker: coverage.complete
            case .holder(let shard): coverage.holders[shard]
            case .indexer(let shard): owner(of: shard).map { [$0] } ?? []
            }
        return registry.choose(
            of: candidates, max: configuration.memberRequestsMax, preferred: preferred, except: except)
    }

    /// The indexer that owns a shard and takes requests.
    func owner(of shard: Int) -> MemberID? {
        guard let id = table.owner(of: shard).flatMap(registry.id(of:)), registry[id]?.isLeaving == false else {
            return nil
        }
        return id
    }

    /// Whether what no worker can answer alone can be asked of several.
    private func canFanOut(_ target: Target) -> Bool { target == .worker && coverage.hasHolders }

    /// Turns a question that no worker can answer alone into one for each shard.
    private mutating func fanOut(_ number: Int) {
        guard let call = calls[number], let body = call.parts.first?.body else { return }
        let missing = coverage.lackingSince.map { since in
            since.map { $0 + configuration.memberWait <= now.uptime } ?? false
        }
        do throws(RPCError) {
            var fanOut = try FanOut(method: call.request.method, body: body, shards: configuration.shards)
            let pieces = try fanOut.begin(empty: coverage.isEmpty, missing: missing)
            counters.fannedOut += 1
            calls[number]?.gathering = .fanOut(fanOut)
            // What is late in the first round must leave time for the second.
            let end = fanOut.isLastRound ? call.request.answerBy : now.uptime + (call.request.answerBy - now.uptime) / 2
            begin(pieces, of: number, until: end)
        } catch {
            fail(number, error)
        }
    }
}
