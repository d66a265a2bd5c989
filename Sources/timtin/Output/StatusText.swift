import Protocol
import ServiceSupport

/// A cluster's status as a person reads it.
struct StatusText {
    var terminal: Terminal
    /// Where the broker was asked.
    var endpoint: String

    /// The whole status; ends with a line end.
    func text(_ status: ClusterStatus.Result) -> String {
        var lines = summary(status)
        lines.append("")
        lines += members(status).lines(on: terminal)
        if !status.cluster.shards.isEmpty {
            lines.append("")
            lines += shards(status.cluster.shards).lines(on: terminal)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `indexer of shard 0, for 3.2 s`.
    static func waiting(_ waiting: Waiting) -> String {
        "\(waiting.what), for \(HumanText.duration(.milliseconds(waiting.sinceMilliseconds)))"
    }

    private func summary(_ status: ClusterStatus.Result) -> [String] {
        let up = HumanText.duration(.milliseconds(status.uptimeMilliseconds))
        var lines = [
            "\(terminal.styled(endpoint, .bold))  up \(up), \(HumanText.count(status.shards, "shard")), "
                + "version \(status.broker.version)"
        ]
        if status.waitingFor.isEmpty {
            lines.append(terminal.styled("the cluster is whole", .green))
        } else {
            lines += status.waitingFor.map { terminal.styled("waiting for \(Self.waiting($0))", .red) }
        }
        return lines
    }

    private func members(_ status: ClusterStatus.Result) -> TextTable {
        var table = TextTable([
            ("MEMBER", .left), ("ROLE", .left), ("HOST", .left), ("PROCESS", .right), ("LAST SEEN", .right),
            ("REQUESTS", .right), ("GENERATION", .left),
        ])
        let broker = status.broker
        table.rows.append([broker.name, broker.role.rawValue, broker.host, "\(broker.processID)", "now", "", ""])
        for member in status.members.sorted(by: Self.precedes) {
            let info = member.member
            let seen = HumanText.duration(.microseconds(Int64(member.lastSeenMilliseconds * 1000)))
            table.rows.append([
                info.name, info.role.rawValue, Self.shortened(info.host), "\(info.processID)", seen,
                HumanText.count(member.outstanding), Self.generations(of: member.state),
            ])
        }
        return table
    }

    private func shards(_ shards: [ShardState]) -> TextTable {
        var table = TextTable([
            ("SHARD", .right), ("GENERATION", .left), ("DOCUMENTS", .right), ("SEGMENTS", .right), ("SIZE", .right),
            ("NOT SEARCHABLE YET", .right),
        ])
        for shard in shards.sorted(by: { $0.shard < $1.shard }) {
            let behind = shard.acknowledged > shard.through ? shard.acknowledged - shard.through : 0
            table.rows.append([
                "\(shard.shard)", shard.generation ?? "none", HumanText.count(shard.documents),
                HumanText.count(shard.segments), HumanText.bytes(shard.byteCount), HumanText.count(behind),
            ])
        }
        return table
    }

    private static func precedes(_ left: MemberStatus, _ right: MemberStatus) -> Bool {
        let order: [MemberRole] = [.broker, .indexer, .worker, .ingestor]
        let ranks = [left, right].map { order.firstIndex(of: $0.member.role) ?? order.count }
        return ranks[0] != ranks[1] ? ranks[0] < ranks[1] : left.member.name < right.member.name
    }

    /// The generation of one shard, or `SHARD:GENERATION` of each of several.
    private static func generations(of state: MemberState) -> String {
        let owned = (state.owned ?? []).map { ($0.shard, $0.generation ?? "none") }
        let open = (state.open ?? []).map { ($0.shard, $0.generation) }
        let all = (owned + open).sorted { $0.0 < $1.0 }
        return all.count == 1 ? all[0].1 : all.map { "\($0.0):\($0.1)" }.joined(separator: " ")
    }

    private static func shortened(_ host: String) -> String {
        host.count <= 16 ? host : host.prefix(15) + "…"
    }
}
