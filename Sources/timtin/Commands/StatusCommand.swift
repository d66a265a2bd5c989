import ArgumentParser
import Messaging
import Protocol
import ServiceSupport

/// `timtin status`: the cluster as its broker sees it.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show members, shards, generations and documents.",
        discussion: """
            Of several brokers the first that answers is shown, and what the others lack.

            An indexer owns shards or stands by, a worker holds them. WORKERS counts those that hold a shard, BEHIND the documents \
            acknowledged and not searchable yet.

            EXAMPLES:
              timtin status
              timtin status --broker tcp://10.0.0.5:5570 --broker tcp://10.0.0.6:5570
              timtin status --format json | jq '.cluster.shards[].documents'
            """)

    @OptionGroup var client: ClientOptions

    @Option(help: "How the status looks.")
    var format = ShowCommand.Format.text

    func run() async throws {
        let (status, endpoint) = try await client.connected { connection in
            (try await connection.call(ClusterStatus.self, .init()), connection.client.endpoint)
        }
        switch format {
        case .text:
            let others = await otherBrokers(than: endpoint, try client.broker.endpoints())
            let text = StatusText(terminal: .output, endpoint: endpoint, others: others)
            StandardStream.output.write(text.text(status))
        case .json: StandardStream.output.write(bytes: try WireCoder.encode(status) + [UInt8(ascii: "\n")])
        }
    }

    /// Asks the other brokers at once, none for long.
    private func otherBrokers(than asked: String, _ endpoints: [String]) async -> [StatusText.OtherBroker] {
        await withTaskGroup(of: StatusText.OtherBroker.self) { group in
            for endpoint in endpoints where endpoint != asked {
                group.addTask {
                    let client = try? RPCClient(endpoint: endpoint, logger: .silent)
                    defer { client?.shutdown() }
                    let status = try? await client?.call(
                        ClusterStatus.self, .init(), deadline: ClientOptions.firstAnswer / 2)
                    return StatusText.OtherBroker(endpoint: endpoint, status: status)
                }
            }
            var others: [StatusText.OtherBroker] = []
            for await other in group { others.append(other) }
            return others.sorted { $0.endpoint < $1.endpoint }
        }
    }
}
