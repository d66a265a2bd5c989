import Logging
import Messaging
import Protocol

/// Messages of members: they join, show signs of life, answer, hand over events, and go.
extension BrokerCore {
    mutating func take(_ envelope: [UInt8], _ body: [UInt8], from address: MemberAddress) {
        let decoded: Envelope
        do {
            decoded = try EnvelopeCoder.decode(envelope.span)
        } catch {
            return act(.log(.warning, "a message of a member has no readable envelope", ["error": "\(error)"]))
        }
        if let member = registry[address] { registry.hear(member.info.instance, state: nil, at: now.uptime) }
        switch decoded.kind {
        case .reply: takeReply(decoded, body, from: address)
        case .request: takeRequest(decoded, body, from: address)
        case .notification: takeNotification(body, from: address)
        }
    }

    private mutating func takeReply(_ envelope: Envelope, _ body: [UInt8], from address: MemberAddress) {
        // Whoever answers, the answer counts; one that comes after another's is of no use any more.
        guard let number = Int(envelope.id), let part = parts[number] else { return }
        guard Self.saysShuttingDown(body) else { return complete(number, reply: body) }
        guard let sender = registry[address]?.info.instance, part.member == sender else { return }
        registry.leave(sender)
        reassign(number)
        updateWants()
    }

    /// Whether a reply says that the member stops and has not done what was asked. Only short ones are looked at: an
    /// error is short, and the others are passed on unread.
    private static func saysShuttingDown(_ reply: [UInt8]) -> Bool {
        guard reply.count < 2048, let range = (try? ScannedReply(reply.span))?.errorRange else { return false }
        let error = try? WireCoder.decode(RPCError.self, from: Array(reply[range]))
        return error?.knownCode == .shuttingDown
    }

    private mutating func takeRequest(_ envelope: Envelope, _ body: [UInt8], from address: MemberAddress) {
        let reply: [UInt8]
        var id = RPCBytes.nullID
        do throws(RPCError) {
            let request = try IncomingMessage(scanning: body).single()
            id = request.id ?? id
            reply = RPCBytes.reply(id: id, result: try serve(request, body, from: address))
        } catch {
            reply = RPCBytes.reply(id: id, error: error)
        }
        act(.send(address, Envelope(kind: .reply, id: envelope.id, from: configuration.identity.name), body: reply))
        dispatchWaiting()
        updateWants()
    }

    private mutating func serve(
        _ request: IncomingRequest, _ body: [UInt8], from address: MemberAddress
    ) throws(RPCError) -> [UInt8] {
        switch request.method {
        case ClusterRegister.name:
            return encoded(try register(Gathering.params(of: ClusterRegister.self, in: body), from: address))
        case ClusterHeartbeat.name:
            return encoded(try heartbeat(Gathering.params(of: ClusterHeartbeat.self, in: body), from: address))
        case ClusterHello.name: return encoded(hello)
        case Ping.name: return encoded(ping)
        default:
            throw RPCError(
                .methodNotFound, detail: "\"\(request.method)\" is not taken here: send it to the client endpoint")
        }
    }

    private mutating func takeNotification(_ body: [UInt8], from address: MemberAddress) {
        guard let request = try? IncomingMessage(scanning: body).single(), request.method == ClusterEvent.name,
            let params = try? Gathering.params(of: ClusterEvent.self, in: body)
        else { return act(.log(.warning, "a member sent a notification that is no event", [:])) }
        publish(params.event)
    }

    private mutating func register(
        _ params: ClusterRegister.Params, from address: MemberAddress
    ) throws(RPCError) -> ClusterRegister.Result {
        let info = params.member
        try checkFit(params)
        if let older = registry.instance(named: info.name), older != info.instance {
            lose(older, because: "a new instance took its place")
        }
        if registry[info.instance] == nil {
            registry.insert(Member(info: info, address: address, state: params.state, lastSeen: now.uptime))
            counters.membersJoined += 1
            act(.log(.info, "member joined", Self.describe(info)))
            publish(.memberJoined, info)
        }
        heard(info.instance, state: params.state, from: address)
        return ClusterRegister.Result(
            broker: configuration.identity.name, instance: configuration.identity.instance,
            dropAfterMilliseconds: Int(configuration.dropAfter / .milliseconds(1)),
            cluster: table.clusterState(at: now.uptime))
    }

    private mutating func checkFit(_ params: ClusterRegister.Params) throws(RPCError) {
        let member = params.member
        let detail: String
        if params.wire != TimtinVersion.wire {
            detail =
                "\(member.name) speaks version \(params.wire) of the messages and this broker "
                + "\(TimtinVersion.wire): run the same release everywhere"
        } else if params.shards != configuration.shards {
            detail =
                "\(member.name) believes \(params.shards) shards and the cluster has \(configuration.shards): "
                + "start it with the cluster's number, or on another data folder"
        } else {
            return
        }
        act(.log(.error, "refused a member", Self.describe(member).merging(["why": detail]) { old, _ in old }))
        throw RPCError(.shardMismatch, detail: detail)
    }

    private mutating func heartbeat(
        _ params: ClusterHeartbeat.Params, from address: MemberAddress
    ) throws(RPCError) -> ClusterHeartbeat.Result {
        guard registry[params.instance] != nil else {
            throw RPCError(.notFound, detail: "the broker does not know \(params.name) (any more): register again")
        }
        heard(params.instance, state: params.state, from: address)
        return ClusterHeartbeat.Result(
            instance: configuration.identity.instance, cluster: table.clusterState(at: now.uptime))
    }

    /// Takes a sign of life of a registered member with how it stands.
    private mutating func heard(_ instance: String, state: MemberState, from address: MemberAddress) {
        registry.hear(instance, state: state, at: now.uptime)
        if var member = registry[instance], member.address != address {
            // It came back over a new connection: what was under way on the old one is lost, or will be answered twice.
            member.address = address
            registry.insert(member)
            for part in member.parts.sorted() { reassign(part) }
        }
        guard let member = registry[instance], member.info.role == .indexer else { return }
        let owned = state.owned ?? []
        let taken = owned.map(\.shard).filter { table.owner(of: $0) != instance }
        let hasChanged = table.update(owned, from: instance, at: now.uptime)
        takeOver(taken.filter { table.owner(of: $0) == instance }, by: instance)
        guard hasChanged else { return }
        let params = ClusterStateChanged.Params(cluster: table.clusterState(at: now.uptime))
        let body = encoded(JSONRPCRequest(id: nil, method: ClusterStateChanged.name, params: params))
        let envelope = Envelope(kind: .notification, id: "", from: configuration.identity.name)
        for other in registry.sorted where other.info.instance != instance {
            act(.send(other.address, envelope, body: body))
        }
    }

    /// Gives a new owner of shards what was asked of the one before, which is gone or will answer "stale epoch": sooner
    /// than its silence would tell.
    private mutating func takeOver(_ shards: [Int], by instance: String) {
        guard !shards.isEmpty else { return }
        let others = parts.filter { _, part in
            guard case .indexer(let shard) = part.target, let member = part.member else { return false }
            return member != instance && shards.contains(shard)
        }
        for part in others.keys.sorted() { reassign(part) }
    }

    /// Drops a member and gives what it had to others.
    mutating func lose(_ instance: String, because reason: String) {
        guard let member = registry.remove(instance) else { return }
        table.lose(instance)
        counters.membersLost += 1
        act(.log(.warning, "member lost", Self.describe(member.info).merging(["why": reason]) { old, _ in old }))
        publish(.memberLost, member.info)
        for part in member.parts.sorted() { reassign(part) }
        updateWants()
    }

    static func describe(_ member: MemberInfo) -> [String: String] {
        ["member": member.name, "role": member.role.rawValue, "instance": member.instance]
    }
}
