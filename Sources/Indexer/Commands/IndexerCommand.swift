// Indexer: owns one shard. Journals its documents durably, builds its index and announces each generation.
//
//   Commands/  flags and what people see: serve, build, check, inspect
//   Journal/   the system of record behind a small protocol, and SQLite behind that
//   Writing/   documents are encoded once, and batches that wait are committed together
//   Indexing/  a thread keeps the index up with the journal; when to publish and sync is decided by a plain value
//   Serving/   the shard's folder and lock, the methods, the connection to the broker
//   Building/  the same index from files, without a cluster
//
// It imports Messaging, SearchIndex, DocumentReading, ServiceSupport and what is below them, and GRDB in Journal alone.
// It never answers a query and never acknowledges what is not durable.

import ArgumentParser
import DocumentReading
import Protocol
import SearchIndex
import ServiceSupport

/// `timtin-indexer`.
struct IndexerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timtin-indexer",
        abstract: "Keeps the documents of a shard and builds its index.",
        version: TimtinVersion.current,
        subcommands: [ServeCommand.self, BuildCommand.self, CheckCommand.self, InspectCommand.self])

    /// The one line and the exit status of errors of the modules that this program alone brings together.
    static func explain(_ error: any Error) -> ProgramError? {
        switch error {
        case let error as IndexError: .failed("\(error)")
        case let error as InputError: .failed("\(error)")
        default: nil
        }
    }
}

@main
enum Main {
    static func main() async {
        await Program.main(IndexerCommand.self, explain: IndexerCommand.explain)
    }
}
