import ArgumentParser
import ServiceSupport

/// `timtin ingest`: becomes `timtin-ingestor run`.
struct IngestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Put the documents of files, folders and streams into the cluster.",
        discussion: """
            Runs `timtin-ingestor run` with the arguments given, whose --help lists them all:
              --broker ENDPOINT   the cluster (else TIMTIN_BROKER); several brokers, several times
              --wait              return when all of it is found on every worker
              --watch             go on with what comes into the folders, alone or together with other ingestors
              --state FOLDER      where checkpoint and quarantine are kept
              --batch, --window   documents a batch, batches on their way

            EXAMPLES:
              timtin ingest --wait seeds
              timtin ingest news/ more.jsonl.zst
              timtin ingest --watch --state /srv/ingest-state /srv/incoming
              zcat dump.jsonl.gz | timtin ingest --format jsonl -

            Killed or interrupted, the same command goes on where it was.
            """)

    @Argument(parsing: .captureForPassthrough, help: "Options and paths.", completion: .file())
    var arguments: [String] = []

    func run() throws {
        let flags = arguments.prefix { $0 != "--" }
        guard !flags.contains("--help"), !flags.contains("-h") else { throw CleanExit.helpRequest(Self.self) }
        try SiblingExecutable.become("timtin-ingestor", arguments: ["run"] + arguments)
    }
}
