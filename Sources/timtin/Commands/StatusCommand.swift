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
            EXAMPLES:
              timtin status
              timtin status --broker tcp://10.0.0.5:5570
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
            let text = StatusText(terminal: .output, endpoint: endpoint)
            StandardStream.output.write(text.text(status))
        case .json: StandardStream.output.write(bytes: try WireCoder.encode(status) + [UInt8(ascii: "\n")])
        }
    }
}
