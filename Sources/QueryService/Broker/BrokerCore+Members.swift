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
        let member = registry.id(at: address)
        if let member { registry.hear(member, at: now.uptime) }
        switch decoded.kind {
        case .reply:
            if let member { takeReply(decoded.id, body, from: member) }
        case .request: takeRequest(decoded, body, from: address)
        case .notification: takeNotification(body, from: address)
        }
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
        guard wants.isStale else { return }
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
        if let older = registry.id(named: info.name), registry[older]?.info.instance != info.instance {
            lose(older, because: "a new instance took its place")
        }
        let id: MemberID
        if let known = registry.id(of: info.instance) {
            id = known
        } else {
            if let other = registry.id(at: address) { lose(other, because: "another came over its connection") }
            id = registry.insert(Member(info: info, address: address, state: params.state), at: now.uptime)
            membershipChanged()
            counters.membersJoined += 1
            act(.log(.info, "member joined", Self.describe(info)))
            publish(.memberJoined, info)
        }
        heard(id, state: params.state, from: address)
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
        guard let id = registry.id(of: params.instance) else {
            throw RPCError(.notFound, detail: "the broker does not know \(params.name) (any more): register again")
        }
        heard(id, state: params.state, from: address)
        return ClusterHeartbeat.Result(
            instance: configuration.identity.instance, cluster: table.clusterState(at: now.uptime))
    }

    /// Takes a sign of life of a registered member with how it stands.
    private mutating func heard(_ id: MemberID, state: MemberState, from address: MemberAddress) {
        registry.hear(id, at: now.uptime)
        if registry.update(id, to: state) { membershipChanged() }
        // It came back over a new connection: what was under way on the old one is lost, or will be answered in vain.
        if registry.move(id, to: address) { giveAgain(lostBy: id) }
        guard let member = registry[id], member.info.role == .indexer else { return }
        let (instance, owned) = (member.info.instance, state.owned ?? [])
        let taken = owned.map(\.shard).filter { table.owner(of: $0) != instance }
        let hasChanged = table.update(owned, from: instance, at: now.uptime)
        takeOver(Set(taken.filter { table.owner(of: $0) == instance }), by: id)
        guard hasChanged else { return }
        membershipChanged()
        let params = ClusterStateChanged.Params(cluster: table.clusterState(at: now.uptime))
        let body = encoded(JSONRPCRequest(id: nil, method: ClusterStateChanged.name, params: params))
        let envelope = Envelope(kind: .notification, id: "", from: configuration.identity.name)
        for (other, member) in registry.sorted where other != id {
            act(.send(member.address, envelope, body: body))
        }
    }

    /// Gives a new owner of shards what was asked of the one before, which is gone or will answer "stale epoch": sooner
    /// than its silence would tell.
    private mutating func takeOver(_ shards: Set<Int>, by id: MemberID) {
        guard !shards.isEmpty else { return }
        membershipChanged()
        let others = attempts.filter { _, attempt in
            guard attempt.member != id, case .indexer(let shard) = openPart(attempt.part)?.target else { return false }
            return shards.contains(shard)
        }
        for (number, attempt) in others.sorted(by: { $0.key < $1.key }) { giveAgain(number, attempt) }
    }

    /// Drops a member and gives what it had to others.
    mutating func lose(_ id: MemberID, because reason: String) {
        guard let member = registry.remove(id) else { return }
        table.lose(member.info.instance)
        membershipChanged()
        counters.membersLost += 1
        act(.log(.warning, "member lost", Self.describe(member.info).merging(["why": reason]) { old, _ in old }))
        publish(.memberLost, member.info, because: reason)
        giveAgain(lostBy: id)
        dispatchWaiting()
        updateWants()
    }

    /// Notes that workers, indexers or shards are others than before.
    mutating func membershipChanged() {
        coverage.expire()
        wants.expire()
    }

    static func describe(_ member: MemberInfo) -> [String: String] {
        ["member": member.name, "role": member.role.rawValue, "instance": member.instance]
    }
}
