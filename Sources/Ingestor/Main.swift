// Ingestor: reads files, folders and streams, and sends their documents to the indexers in acknowledged batches.
//
//   Watching/    folders that are watched: what a look at them means, whose a file is, what is written down of it
//   Reading/     items become batches on a thread of their own, no faster than they are sent
//   Sending/     which process owns a shard, what to do when it does not answer, which batches are done in order
//   Membership/  the ingestor as the cluster sees it, and what it tells of
//   Saving/      the checkpoint and the quarantine file: what a killed ingest goes on from
//   Progress/    counts, and how they look on a terminal and in a log
//
// It may import Protocol, Messaging, DocumentReading, Hashing and ServiceSupport. It knows no index and never another
// service.

import ArgumentParser
import DocumentReading
import Messaging
import ServiceSupport

/// The program `timtin-ingestor`.
struct IngestorProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timtin-ingestor",
        abstract: "Reads documents from files, folders and streams, and sends them to a Timtin cluster.",
        subcommands: [RunCommand.self, ParseCommand.self])

    /// What the errors of the modules below mean for people.
    static func explain(_ error: any Error) -> ProgramError? {
        switch error {
        case let error as NoAnswer: .nobody(at: error.endpoint)
        case let error as InputError: .usage(error.description)
        default: nil
        }
    }
}

@main
enum Main {
    static func main() async { await Program.main(IngestorProgram.self, explain: IngestorProgram.explain) }
}
