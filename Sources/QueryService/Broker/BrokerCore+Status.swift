import Foundation
import Logging
import Protocol

/// What the broker tells of itself and the cluster.
extension BrokerCore {
    var ping: Ping.Result { Ping.Result(role: .broker, name: configuration.identity.name) }

    var hello: ClusterHello.Result {
        ClusterHello.Result(
            broker: configuration.identity.name, instance: configuration.identity.instance,
            cluster: configuration.clusterEndpoint, events: configuration.eventsEndpoint, shards: configuration.shards)
    }

    var status: ClusterStatus.Result {
        ClusterStatus.Result(
            broker: configuration.identity, uptimeMilliseconds: Int(now.uptime / .milliseconds(1)),
            shards: configuration.shards,
            members: registry.sorted.map { id, member in
                MemberStatus(
                    member: member.info, state: member.state,
                    lastSeenMilliseconds: (now.uptime - registry.lastSeen(id)) / .milliseconds(1),
                    outstanding: registry.outstandingCount(id))
            },
            cluster: table.clusterState(at: now.uptime), waitingFor: wants.waiting(at: now.uptime),
            counters: counters.dictionary.merging(gauges) { own, _ in own })
    }

    /// How much is under way, and how much may be.
    private var gauges: [String: Int] {
        [
            "pending": calls.count, "pendingMax": configuration.pendingCountMax,
            "pendingBytes": pendingByteCount, "pendingBytesMax": configuration.pendingByteCountMax,
            "waiting": waiting.all.count { waits($0.part) },
            "memberRequestsMax": configuration.memberRequestsMax, "hedgePercent": configuration.hedgePercent,
        ]
    }

    /// Finds out what is lacking, and says aloud what begins and ends to be.
    mutating func updateWants() {
        guard wants.isStale else { return }
        if coverage.isStale { coverage.refresh(registry, table, at: now.uptime) }
        var lacking: [String] = []
        for shard in 0..<configuration.shards {
            if owner(of: shard) == nil { lacking.append("\(Target.indexer(shard: shard))") }
            if !coverage.workers.isEmpty, coverage.lackingSince[shard] != nil {
                lacking.append("\(Target.holder(shard: shard))")
            }
        }
        if coverage.workers.isEmpty { lacking.append("\(Target.worker)") }
        let (began, ended) = wants.update(lacking, at: now.uptime)
        for what in began { act(.log(.info, "waiting for \(what)", [:])) }
        for (what, duration) in ended {
            act(.log(.info, "no longer waiting for \(what)", ["after": "\(Int(duration / .milliseconds(1))) ms"]))
        }
    }

    /// Publishes an event about a member.
    mutating func publish(_ type: EventType, _ member: MemberInfo, because reason: String? = nil) {
        var data = ["role": member.role.rawValue, "instance": member.instance].mapValues(JSONValue.string)
        data["reason"] = reason.map(JSONValue.string)
        let time = Date(timeIntervalSince1970: now.wall / .seconds(1))
        publish(
            CloudEvent(
                id: "\(configuration.identity.instance)-\(counters.events + 1)", source: "/cluster/\(member.name)",
                type: type, subject: member.name,
                time: time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)), data: .object(data)))
    }

    /// Numbers an event and publishes it.
    mutating func publish(_ event: CloudEvent) {
        counters.events += 1
        var event = event
        event.sequence = String(counters.events)
        act(.publish(event))
    }

    /// The JSON of a value of the protocol, whose types JSON can always hold.
    func encoded(_ value: some Encodable) -> [UInt8] {
        do {
            return try WireCoder.encode(value)
        } catch {
            preconditionFailure("\(type(of: value)) cannot be written as JSON: \(error)")
        }
    }
}
