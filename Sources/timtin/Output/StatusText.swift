import Protocol
import ServiceSupport

/// A cluster's status as a person reads it.
struct StatusText {
    /// Another broker than the one whose status is shown.
    struct OtherBroker: Hashable, Sendable {
        var endpoint: String
        /// What it says of itself; nil when it does not answer.
        var status: ClusterStatus.Result?
    }

    var terminal: Terminal
    /// Where the broker was asked.
    var endpoint: String
    var others: [OtherBroker] = []

    /// The whole status; ends with a line end.
    func text(_ status: ClusterStatus.Result) -> String {
        var lines = summary(status)
        lines.append("")
        lines += members(status).lines(on: terminal)
        lines.append("")
        lines += ShardTable.table(status).lines(on: terminal)
        return lines.joined(separator: "\n") + "\n"
    }

    /// `indexer of shard 0, for 3.2 s`.
    static func waiting(_ waiting: Waiting) -> String {
        "\(waiting.what), for \(HumanText.duration(.milliseconds(waiting.sinceMilliseconds)))"
    }

    private func summary(_ status: ClusterStatus.Result) -> [String] {
        let up = HumanText.duration(.milliseconds(status.uptimeMilliseconds))
        let documents = status.cluster.shards.map(\.documents).reduce(0, +)
        var lines = [
            "\(terminal.styled(endpoint, .bold))  up \(up), version \(status.broker.version)",
            "\(HumanText.count(status.shards, "shard")), \(HumanText.count(documents, "document"))",
        ]
        var lacking = status.waitingFor.map { "waiting for \(Self.waiting($0))" }
        for other in others {
            if let waiting = other.status?.waitingFor.first {
                lacking.append("the broker at \(other.endpoint) waits for \(Self.waiting(waiting))")
            } else if other.status == nil {
                lacking.append("no broker answers at \(other.endpoint)")
            }
        }
        lines += lacking.map { terminal.styled($0, .red) }
        if lacking.isEmpty { lines.append(terminal.styled("the cluster is whole", .green)) }
        return lines
    }

    private func members(_ status: ClusterStatus.Result) -> TextTable {
        let brokers = [status.broker] + others.compactMap { $0.status?.broker }
        // The host says nothing where all have the same, or each has it in its name.
        let members = status.members.map(\.member)
        let showsHosts =
            Set((brokers + members).map(\.host)).count > 1 && !members.allSatisfy { $0.name.contains($0.host) }
        var table = TextTable(
            [("MEMBER", .left), ("ROLE", .left)] + (showsHosts ? [("HOST", .left)] : [])
                + [("PID", .right), ("SEEN", .right), ("REQUESTS", .right), ("SHARDS", .left)])
        func add(_ info: MemberInfo, _ cells: String...) {
            let host = showsHosts ? [Self.shortened(info.host)] : []
            table.rows.append([info.name, info.role.rawValue] + host + ["\(info.processID)"] + cells)
        }
        for broker in brokers { add(broker, "now", "", "") }
        for member in status.members.sorted(by: Self.precedes) {
            let seen = HumanText.duration(.microseconds(Int64(member.lastSeenMilliseconds * 1000)))
            add(
                member.member, seen, HumanText.count(member.outstanding),
                ShardTable.holdings(of: member, in: status.cluster))
        }
        return table
    }

    private static func precedes(_ left: MemberStatus, _ right: MemberStatus) -> Bool {
        let order: [MemberRole] = [.broker, .indexer, .worker, .ingestor]
        let ranks = [left, right].map { order.firstIndex(of: $0.member.role) ?? order.count }
        return ranks[0] != ranks[1] ? ranks[0] < ranks[1] : left.member.name < right.member.name
    }

    private static func shortened(_ host: String) -> String {
        host.count <= 16 ? host : host.prefix(15) + "…"
    }
}
