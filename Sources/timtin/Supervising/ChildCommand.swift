import Protocol
import ServiceSupport

/// A process of the cluster: its program and arguments.
struct ChildCommand: Hashable, Sendable {
    /// The member's name, before each of its log lines.
    var name: String
    /// The program's name, in the folder of this one.
    var program: String
    var arguments: [String]
}

/// The cluster that `timtin up` starts.
struct ClusterPlan: Hashable, Sendable {
    /// The data folder, absolute.
    var data: String
    /// Where the broker listens for clients; its port is known.
    var endpoint: String
    /// Begins the endpoints that only the cluster uses: `ipc://FOLDER`.
    var inside: String
    var workers: Int
    var threads: Int
    /// Flags for every process: logging, configuration file.
    var commonArguments: [String] = []
    var allowsPlaintext = false

    /// Where the cluster is reached from this machine.
    var reachableEndpoint: String {
        guard var endpoint = try? Endpoint(endpoint), endpoint.isWildcard else { return endpoint }
        endpoint.address = endpoint.address == "::" ? "::1" : "127.0.0.1"
        return endpoint.description
    }

    /// The processes, the broker first.
    var commands: [ChildCommand] {
        let common = commonArguments + ["--exit-with-parent"]
        var broker = [
            "broker", "--name=broker", "--bind=\(endpoint)", "--cluster-bind=\(inside)/cluster",
            "--events-bind=\(inside)/events", "--shards=1",
        ]
        if allowsPlaintext { broker.append("--allow-plaintext") }
        let indexer = [
            "serve", "--name=indexer-0", "--broker=\(reachableEndpoint)", "--data=\(data)",
            "--bind=\(inside)/indexer-0", "--advertise=auto",
        ]
        let worker = { (number: Int) in
            [
                "worker", "--name=worker-\(number)", "--broker=\(reachableEndpoint)", "--data=\(data)",
                "--threads=\(threads)",
            ]
        }
        return [
            ChildCommand(name: "broker", program: "timtin-query", arguments: broker + common),
            ChildCommand(name: "indexer-0", program: "timtin-indexer", arguments: indexer + common),
        ]
            + (1...workers).map {
                ChildCommand(name: "worker-\($0)", program: "timtin-query", arguments: worker($0) + common)
            }
    }

    /// What is missing for everything to serve, in words; nil when nothing is.
    func missing(in status: ClusterStatus.Result) -> String? {
        if let waiting = status.waitingFor.first { return waiting.what }
        let roles = status.members.map(\.member.role)
        guard roles.contains(.indexer) else { return "the indexer" }
        let count = roles.count { $0 == .worker }
        return count < workers ? "\(workers - count) of \(workers) workers" : nil
    }
}
