// QueryService: the broker that clients and members speak to, the workers that answer queries, and the measuring of
// queries, in one executable.
//
// May import every module of the lower floors. The broker's decisions are a value without sockets or clocks
// (BrokerCore); a worker's are in SearchEngine. It never writes an index and knows no other service.

import ArgumentParser
import Messaging
import Protocol
import SearchIndex
import ServiceSupport
import ZeroMQ

/// `timtin-query`.
struct TimtinQuery: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timtin-query",
        abstract: "Answers queries: the broker that spreads them, the workers that carry them out.",
        discussion: """
            EXAMPLES
              timtin-query broker --shards 1
              timtin-query worker --data /var/lib/timtin --threads 4
              timtin-query bench --index DIR --queries queries.jsonl --output out.jsonl
            """,
        version: TimtinVersion.current,
        subcommands: [BrokerCommand.self, WorkerCommand.self, BenchCommand.self])
}

@main enum Main {
    static func main() async {
        await Program.main(TimtinQuery.self, explain: explain)
    }

    /// The errors of modules that `ServiceSupport` does not know.
    @Sendable private static func explain(_ error: any Error) -> ProgramError? {
        switch error {
        case let error as ZeroMQError: .failed(error.description)
        case let error as IndexError: .failed(error.description)
        default: nil
        }
    }
}
