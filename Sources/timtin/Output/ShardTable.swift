import Protocol
import ServiceSupport

/// The shards of a cluster as a person reads them: who owns and who holds what.
enum ShardTable {
    /// A line a shard, also for one that nobody owns.
    static func table(_ status: ClusterStatus.Result) -> TextTable {
        var table = TextTable([
            ("SHARD", .right), ("OWNER", .left), ("GENERATION", .left), ("WORKERS", .right), ("DOCUMENTS", .right),
            ("SIZE", .right), ("BEHIND", .right),
        ])
        let states = Dictionary(status.cluster.shards.map { ($0.shard, $0) }) { first, _ in first }
        for shard in 0..<max(status.shards, (states.keys.max() ?? -1) + 1) {
            let state = states[shard]
            let workers = status.members.count { ($0.state.open ?? []).contains { $0.shard == shard } }
            var row = ["\(shard)", owner(of: shard, in: status), state?.generation ?? "none", HumanText.count(workers)]
            if let state {
                let behind = state.acknowledged > state.through ? state.acknowledged - state.through : 0
                row += [
                    HumanText.count(state.documents), HumanText.bytes(state.byteCount), HumanText.count(behind),
                ]
            } else {
                row += ["", "", ""]
            }
            table.rows.append(row)
        }
        return table
    }

    /// What a member does with the shards: `owns 0`, `stands by`, `holds 0-3 (2 behind)`.
    static func holdings(of member: MemberStatus, in cluster: ClusterState) -> String {
        switch member.member.role {
        case .indexer:
            let owned = (member.state.owned ?? []).map(\.shard)
            return owned.isEmpty ? "stands by" : "owns \(list(owned))"
        case .worker:
            let open = member.state.open ?? []
            guard !open.isEmpty else { return "none yet" }
            let newest = Dictionary(cluster.shards.map { ($0.shard, $0.generation) }) { first, _ in first }
            let older = open.filter { newest[$0.shard] != $0.generation }.map(\.shard)
            let notice = older.isEmpty ? "" : " (\(list(older)) behind)"
            return "holds \(list(open.map(\.shard)))\(notice)"
        case .broker, .ingestor: return ""
        }
    }

    /// Numbers with runs drawn together: `0-3, 7`.
    static func list(_ numbers: [Int]) -> String {
        var runs: [ClosedRange<Int>] = []
        for number in Set(numbers).sorted() {
            if let last = runs.last, last.upperBound + 1 == number {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        return runs.map { run in
            switch run.count {
            case 1: "\(run.lowerBound)"
            case 2: "\(run.lowerBound), \(run.upperBound)"
            default: "\(run.lowerBound)-\(run.upperBound)"
            }
        }
        .joined(separator: ", ")
    }

    /// The member that owns a shard: of several that say so, the one with the greatest epoch.
    private static func owner(of shard: Int, in status: ClusterStatus.Result) -> String {
        let claims = status.members.compactMap { member in
            (member.state.owned ?? []).first { $0.shard == shard }.map { (name: member.member.name, epoch: $0.epoch) }
        }
        return claims.max { $0.epoch < $1.epoch }?.name ?? "nobody"
    }
}
