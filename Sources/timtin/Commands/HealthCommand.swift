import ArgumentParser
import Protocol
import ServiceSupport

/// `timtin health`: whether the cluster is whole, by the exit status.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Tell by the exit status whether the cluster is whole.",
        discussion: """
            EXAMPLES:
              timtin health && echo whole
              timtin health --timeout 500ms --broker tcp://broker:5570

            EXIT STATUS:
              0   whole: every shard has an indexer and a worker
              1   something is missing, named on standard error
              69  nobody answers at the broker's endpoint
            """)

    @OptionGroup var client: ClientOptions

    func run() async throws {
        let status = try await client.call(ClusterStatus.self, .init())
        guard status.waitingFor.isEmpty else {
            let missing = status.waitingFor.map(StatusText.waiting).joined(separator: "; ")
            throw ProgramError.failed("the cluster is not whole: it waits for \(missing)")
        }
        StandardStream.output.write("the cluster is whole\n")
    }
}
