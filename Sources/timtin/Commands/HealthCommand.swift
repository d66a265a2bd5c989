import ArgumentParser
import Protocol
import ServiceSupport

/// `timtin health`: whether the cluster is whole, by the exit status.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Tell by the exit status whether the cluster is whole.",
        discussion: """
            With --here also a member that runs on this machine, or in this container, has to be known to the broker and, \
            if it is a worker, to serve; an indexer that stands by is healthy.

            EXAMPLES:
              timtin health && echo whole
              timtin health --timeout 500ms --broker tcp://broker:5570

            EXIT STATUS:
              0   whole: every shard has an indexer and a worker
              1   something is missing, named on standard error
              69  nobody answers at the broker's endpoint
            """)

    @OptionGroup var client: ClientOptions

    @Flag(help: "Also ask that a member on this machine serves.")
    var here = false

    func run() async throws {
        let status = try await client.call(ClusterStatus.self, .init())
        guard status.waitingFor.isEmpty else {
            let missing = status.waitingFor.map(StatusText.waiting).joined(separator: "; ")
            throw ProgramError.failed("the cluster is not whole: it waits for \(missing)")
        }
        if here, let lacking = Self.lacking(on: HostIdentity.hostName, in: status) {
            throw ProgramError.failed("the cluster is whole, but \(lacking)")
        }
        StandardStream.output.write("the cluster is whole\n")
    }

    /// What is amiss with the members of a host, in words; nil when they serve.
    static func lacking(on host: String, in status: ClusterStatus.Result) -> String? {
        if status.broker.host == host { return nil }
        let members = status.members.filter { $0.member.host == host }
        guard !members.isEmpty else { return "its broker knows no member on \(host)" }
        guard status.cluster.shards.contains(where: { $0.generation != nil }) else { return nil }
        let idle = members.first { $0.member.role == .worker && ($0.state.open ?? []).isEmpty }
        return idle.map { "\($0.member.name) has no shard open yet" }
    }
}
