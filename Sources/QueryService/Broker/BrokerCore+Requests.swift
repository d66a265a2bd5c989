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
        let job = newNumber()
        jobs[job] = Job(
            address: address, isBatch: message.isBatch, replies: Array(repeating: nil, count: message.requests.count),
            missing: message.requests.count)
        for (slot, request) in message.requests.enumerated() {
            guard let problem = request.problem else {
                begin(request, job: job, slot: slot)
                continue
            }
            counters.refused += 1
            answer(RPCBytes.reply(id: request.id ?? RPCBytes.nullID, error: problem), job: job, slot: slot)
        }
    }

    private mutating func begin(_ request: IncomingRequest, job: Int, slot: Int) {
        counters.requests += 1
        let reply: [UInt8]?
        do throws(RPCError) {
            if let result = try local(request.method) {
                reply = request.id.map { RPCBytes.reply(id: $0, result: result) }
            } else if let id = request.id {
                return try route(request, id: id, job: job, slot: slot)
            } else {
                try notify(request)
                reply = nil
            }
        } catch {
            counters.note(error)
            reply = request.id.map { RPCBytes.reply(id: $0, error: error) }
        }
        answer(reply, job: job, slot: slot)
    }

    /// The result's JSON of a method that the broker answers itself; nil for one of the members'.
    private func local(_ name: String) throws(RPCError) -> [UInt8]? {
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
    private mutating func route(_ request: IncomingRequest, id: [UInt8], job: Int, slot: Int) throws(RPCError) {
        let deadline = try admit(request)
        let (pieces, gathering) = try pieces(of: request)
        let number = newNumber()
        var call = Call(
            job: job, slot: slot, id: id, method: request.method, traceparent: request.traceparent,
            deadline: deadline, gathering: gathering, byteCount: pieces.reduce(0) { $0 + $1.body.count })
        for piece in pieces {
            let part = newNumber()
            call.parts.insert(part)
            parts[part] = Part(call: number, target: piece.target, body: piece.body, waitingSince: now.uptime)
        }
        pendingByteCount += call.byteCount
        calls[number] = call
        expireNot(before: deadline)
        for part in call.parts.sorted() { dispatch(part) }
    }

    /// Hands on a request that wants no answer, if there is somebody now.
    private mutating func notify(_ request: IncomingRequest) throws(RPCError) {
        for piece in try pieces(of: request).pieces {
            guard let member = choose(piece.target) else { continue }
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
        return now.uptime + wait
    }

    private func pieces(
        of request: IncomingRequest
    ) throws(RPCError) -> (pieces: [(target: Target, body: [UInt8])], gathering: Gathering?) {
        guard MethodCatalog.method(named: request.method)?.server == .indexer else {
            return ([(.worker, request.body)], nil)
        }
        let (pieces, gathering) = try Gathering.split(
            method: request.method, body: request.body, shards: configuration.shards)
        return (pieces.map { (.indexer(shard: $0.shard), $0.body) }, gathering)
    }

    /// Puts a reply into its place and sends the message's answer once it is whole. Nil stands for a notification.
    mutating func answer(_ reply: [UInt8]?, job number: Int, slot: Int) {
        guard var job = jobs[number] else { return }
        job.replies[slot] = reply
        job.missing -= 1
        jobs[number] = job.missing > 0 ? job : nil
        if reply != nil { counters.answered += 1 }
        guard job.missing == 0 else { return }
        let replies = job.replies.compactMap(\.self)
        guard !replies.isEmpty else { return }
        act(.reply(job.address, body: job.isBatch ? RPCBytes.batch(replies) : replies[0]))
    }
}
