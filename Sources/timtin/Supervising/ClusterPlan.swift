import Protocol
import ServiceSupport

/// The cluster that `timtin up` starts.
struct ClusterPlan: Hashable, Sendable {
    /// The data folder, absolute.
    var data: String
    /// Where the brokers listen for clients, one endpoint each; their ports are known.
    var endpoints: [String]
    /// Begins the endpoints that only the cluster uses: `ipc://FOLDER`.
    var inside: String
    var shards = 1
    /// As many as there are shards, or more: then the others stand by.
    var indexers = 1
    var workers: Int
    var threads: Int
    /// Flags for every process: logging, configuration file.
    var commonArguments: [String] = []
    var allowsPlaintext = false

    /// Where each broker is reached from this machine.
    var reachableEndpoints: [String] {
        endpoints.map { text in
            guard var endpoint = try? Endpoint(text), endpoint.isWildcard else { return text }
            endpoint.address = endpoint.address == "::" ? "::1" : "127.0.0.1"
            return endpoint.description
        }
    }

    /// How many of the first ``commands`` are brokers.
    var brokers: Int { endpoints.count }

    /// The processes, the brokers first.
    var commands: [ChildCommand] {
        endpoints.indices.map(broker) + (1...indexers).map(indexer) + (1...workers).map(worker)
    }

    /// What is missing for everything to serve, in words; nil when nothing is.
    ///
    /// - Parameter status: What one of the brokers says.
    func missing(in status: ClusterStatus.Result) -> String? {
        if let waiting = status.waitingFor.first { return waiting.what }
        let indexerCount = status.members.count { $0.member.role == .indexer }
        if indexerCount < indexers { return "\(indexers - indexerCount) of \(HumanText.count(indexers, "indexer"))" }
        // Of a shard that has no generation yet there is nothing to hold.
        let published = status.cluster.shards.filter { $0.generation != nil }.map(\.shard)
        let serving = status.members.count { member in
            member.member.role == .worker
                && Set((member.state.open ?? []).map(\.shard)).isSuperset(of: published)
        }
        return serving < workers ? "\(workers - serving) of \(HumanText.count(workers, "worker"))" : nil
    }

    private func broker(_ index: Int) -> ChildCommand {
        let suffix = brokers == 1 ? "" : "-\(index + 1)"
        var arguments = [
            "broker", "--name=broker\(suffix)", "--bind=\(endpoints[index])",
            "--cluster-bind=\(inside)/cluster\(suffix)", "--events-bind=\(inside)/events\(suffix)",
            "--shards=\(shards)",
        ]
        if allowsPlaintext { arguments.append("--allow-plaintext") }
        return command("broker\(suffix)", "timtin-query", arguments)
    }

    /// Bound to no shard: it takes a free one, or stands by.
    private func indexer(_ number: Int) -> ChildCommand {
        let name = "indexer-\(number)"
        return command(
            name, "timtin-indexer",
            ["serve", "--name=\(name)"] + brokerArguments
                + ["--data=\(data)", "--bind=\(inside)/\(name)", "--advertise=auto"])
    }

    private func worker(_ number: Int) -> ChildCommand {
        let name = "worker-\(number)"
        return command(
            name, "timtin-query",
            ["worker", "--name=\(name)"] + brokerArguments + ["--data=\(data)", "--threads=\(threads)"])
    }

    private var brokerArguments: [String] { reachableEndpoints.map { "--broker=\($0)" } }

    private func command(_ name: String, _ program: String, _ arguments: [String]) -> ChildCommand {
        ChildCommand(name: name, program: program, arguments: arguments + commonArguments + ["--exit-with-parent"])
    }
}
