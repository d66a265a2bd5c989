import Messaging
import Protocol

/// Messages of clients: taken apart, answered here or handed to members.
extension BrokerCore {
    /// Methods that are spoken on the cluster endpoint alone.
    private static let memberMethods: Set<String> = [
        ClusterRegister.name, ClusterHeartbeat.name, ClusterStateChanged.name, ClusterEvent.name,
    ]

    mutating func take(_ body: [UInt8], from address: ClientAddress) {
        guard body.count <= configuration.messageByteCountMax else {
            counters.refused += 1
            let error = RPCError(
                .messageTooLarge,
                detail: "the message has \(body.count) bytes, at most \(configuration.messageByteCountMax) are taken: "
                    + "send smaller batches")
            return act(.reply(address, body: RPCBytes.reply(id: RPCBytes.nullID, error: error)))
        }
        let message: IncomingMessage
        do {
            message = try IncomingMessage(scanning: body)
        } catch {
            counters.refused += 1
            return act(.reply(address, body: RPCBytes.reply(id: RPCBytes.nullID, error: error)))
        }
        switch message {
        case .single(let request): begin(request, for: .client(address))
        case .batch(let requests):
            let job = newNumber()
            jobs[job] = Job(
                address: address, replies: Array(repeating: nil, count: requests.count), missing: requests.count)
            for (slot, request) in requests.enumerated() { begin(request, for: .slot(slot, job: job)) }
        }
    }

    private mutating func begin(_ request: IncomingRequest, for destination: Destination) {
        if let problem = request.problem {
            counters.refused += 1
            let reply = RPCBytes.reply(id: request.id ?? RPCBytes.nullID, error: problem)
            return deliver(reply, to: destination, isCounted: false)
        }
        counters.requests += 1
        let reply: [UInt8]?
        do throws(RPCError) {
            if let result = try local(request.method) {
                reply = request.id.map { RPCBytes.reply(id: $0, result: result) }
            } else if let id = request.id {
                return try route(request, id: id, for: destination)
            } else {
                try notify(request)
                reply = nil
            }
        } catch {
            counters.note(error)
            reply = request.id.map { RPCBytes.reply(id: $0, error: error) }
        }
        deliver(reply, to: destination)
    }

    /// The result's JSON of a method that the broker answers itself; nil for one of the members'.
    private func local(_ name: String) throws(RPCError) -> [UInt8]? {
        // Most of what comes is for workers.
        if HedgeLane(name) != nil { return nil }
        guard let method = MethodCatalog.method(named: name) else {
            throw RPCError(.methodNotFound, detail: "there is no method \"\(name)\": rpc.discover lists them")
        }
        guard !Self.memberMethods.contains(name) else {
            throw RPCError(
                .methodNotFound, detail: "\(name) is taken at the cluster endpoint alone, which cluster.hello names")
        }
        guard method.attachmentCount == 0 else {
            throw RPCError(
                .methodNotFound,
                detail: "\(name) is taken at the indexer's own endpoint, which cluster.status names: "
                    + "attachments do not travel through the broker")
        }
        switch name {
        case Discover.name: return OpenRPCDocument.bytes
        case Ping.name: return encoded(ping)
        case ClusterHello.name: return encoded(hello)
        case ClusterStatus.name: return encoded(status)
        default: break
        }
        return method.server == .worker || method.server == .indexer ? nil : []
    }

    /// Takes a request on for members to answer.
    private mutating func route(
        _ request: IncomingRequest, id: [UInt8], for destination: Destination
    ) throws(RPCError) {
        let deadline = try admit(request)
        let (pieces, gathering) = try pieces(of: request)
        let number = newNumber()
        let asked = AskedRequest(request, id: id, for: destination, at: now.uptime, until: deadline)
        let byteCount = pieces.reduce(0) { $0 + $1.body.count }
        pendingByteCount += byteCount
        let end = gathering == nil ? deadline : asked.answerBy
        calls[number] = Call(
            request: asked, roundEnd: end, parts: [], openCount: 0, gathering: gathering, byteCount: byteCount)
        begin(pieces, of: number, until: end)
    }

    /// Hands on a request that wants no answer, if there is somebody now.
    private mutating func notify(_ request: IncomingRequest) throws(RPCError) {
        for piece in try pieces(of: request).pieces {
            guard case .member(let id) = choose(piece.target), let member = registry[id] else { continue }
            let envelope = Envelope(
                kind: .notification, id: "", shard: piece.target.shard, traceparent: request.traceparent,
                from: configuration.identity.name)
            act(.send(member.address, envelope, body: piece.body))
        }
    }

    /// Checks that a request may be taken on now.
    ///
    /// - Returns: Its deadline as uptime.
    private func admit(_ request: IncomingRequest) throws(RPCError) -> Duration {
        guard !isStopping else { throw Self.stoppingError }
        // A day is for ever here, and keeps what a client sends from overflowing.
        let wait = request.deadline.map { Duration.milliseconds(min($0, 86_400_000)) } ?? configuration.defaultDeadline
        guard wait > .zero else {
            throw RPCError(.deadlineExceeded, detail: "the request came with no time left to answer it")
        }
        guard calls.count < configuration.pendingCountMax,
            pendingByteCount + request.body.count <= configuration.pendingByteCountMax || calls.isEmpty
        else {
            throw RPCError(
                .overloaded,
                detail: "\(calls.count) requests of \(pendingByteCount) bytes wait for answers already: "
                    + "send it again after a while, with back-off")
        }
        if !waiting.isEmpty { try checkQueue(isForWorkers: HedgeLane(request.method) != nil, wait: wait) }
        return now.uptime + wait
    }

    /// Checks that those who wait for busy members have not waited so long that one more would be answered too late.
    private func checkQueue(isForWorkers: Bool, wait: Duration) throws(RPCError) {
        let patience = min(configuration.queueWaitMax, wait / 2)
        for target in waiting.targets where target.isOfWorkers == isForWorkers && waiting.lackingSince(target) == nil {
            guard let oldest = waiting.first(target).flatMap({ openPart($0) })?.waitingSince,
                oldest + patience <= now.uptime
            else { continue }
            throw RPCError(
                .overloaded,
                detail: "requests wait for \(target) for more than \(Int(patience / .milliseconds(1))) ms already: "
                    + "send it again after a while, with back-off")
        }
    }

    /// What to ask members for a request: the request as it came, unless several indexers have a part in it.
    private func pieces(
        of request: IncomingRequest
    ) throws(RPCError) -> (pieces: [Piece], gathering: Gathering?) {
        if let lane = HedgeLane(request.method) {
            let target = lane == .ping ? Target.anyWorker : .worker
            return ([Piece(target: target, body: request.body, lane: lane)], nil)
        }
        return try Gathering.split(method: request.method, body: request.body, shards: configuration.shards)
    }
}

/// Replies.
extension BrokerCore {
    /// Answers a call by an error.
    mutating func fail(_ number: Int, _ error: RPCError) {
        guard let call = calls[number] else { return }
        counters.note(error)
        finish(number, reply: RPCBytes.reply(id: call.request.id, error: error))
    }

    /// Ends a call. What its members have not answered remains theirs to answer.
    mutating func finish(_ number: Int, reply: [UInt8]) {
        guard let call = calls.removeValue(forKey: number) else { return }
        pendingByteCount -= call.byteCount
        deliver(reply, to: call.request.destination)
    }

    /// Sends a reply, or puts it into its place in a batch, which is sent once it is whole. Nil stands for a notification.
    mutating func deliver(_ reply: [UInt8]?, to destination: Destination, isCounted: Bool = true) {
        if reply != nil, isCounted { counters.answered += 1 }
        switch destination {
        case .client(let address):
            if let reply { act(.reply(address, body: reply)) }
        case .slot(let slot, let number):
            guard var job = jobs[number] else { return }
            job.replies[slot] = reply
            job.missing -= 1
            jobs[number] = job.missing > 0 ? job : nil
            guard job.missing == 0 else { return }
            let replies = job.replies.compactMap(\.self)
            if !replies.isEmpty { act(.reply(job.address, body: RPCBytes.batch(replies))) }
        }
    }
}
