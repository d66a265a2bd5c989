import ArgumentParser
import DocumentReading
import Foundation
import Logging
import ServiceSupport

/// `timtin-ingestor run`: sends the documents of some inputs.
struct RunCommand: AsyncParsableCommand, SettingsCommand {
    static let settingsTable = IngestSettings.table
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Send the documents of files, folders and streams to a cluster.",
        discussion: """
            Reads .txt pages and .jsonl lines, each also as .gz or .zst; folders are read recursively, - is standard \
            input. Every document is sent to the indexer that owns its shard and counts once it is synced to that \
            indexer's disk. Killed or interrupted, the same command goes on where it was; run again after its end, it \
            finds everything unchanged.

            What cannot be read, and what the cluster refuses, goes to a quarantine file with the reason; its path is \
            printed at the end.

            EXAMPLES:
              timtin-ingestor run news/ more.jsonl.zst
              timtin-ingestor run --wait --broker tcp://10.0.0.5:5570 /srv/archive
              zcat dump.jsonl.gz | timtin-ingestor run --format jsonl -

            EXIT STATUS:
              0   everything is in (and, with --wait, searchable on every live worker)
              1   something is not: quarantined, refused, interrupted, or the cluster failed
              2   asked wrongly, as for a file that is not there
              69  no broker answers

            \(settingsTable.helpText)
            """)

    @OptionGroup var broker: BrokerOptions

    @Option(
        name: [.customLong("state"), .customLong("data")],
        help: ArgumentHelp(
            "The folder for checkpoint and quarantine (default: timtin/ingest in the user's folder for state).",
            valueName: "folder"))
    var state: String?

    @Option(help: "How files named here and standard input are read: auto, page or jsonl.")
    var format = ReaderOptions.Format.automatic

    @Flag(help: "Return only when all of it is searchable on every live worker.")
    var wait = false

    @Flag(name: [.short, .long], help: "Show no progress and no summary.")
    var quiet = false

    @OptionGroup var settings: SettingsOptions
    @OptionGroup var logging: LoggingOptions

    @Argument(help: "Files, folders, or - for standard input.", completion: .file())
    var paths: [String]

    func run() async throws {
        let values = try settings.resolve(Self.settingsTable)
        let logger = try logging.bootstrap(label: "ingestor", defaultLevel: .warning)
        let endpoints = try broker.endpoints()
        let files = StateFiles(
            folder: state ?? StateFiles.defaultFolder(), cluster: endpoints[0], inputs: paths,
            keepsCheckpoint: state != nil || !paths.contains("-"))
        let plan = IngestPlan(
            endpoints: endpoints, inputs: paths, readerOptions: ReaderOptions(format: format), files: files,
            settings: values, waitsUntilSearchable: wait, isQuiet: quiet)
        let report = try await interruptible(Ingest(plan, logger: logger))
        if !quiet { StandardStream.output.write(Self.summary(report)) }
        if let failure = Self.failure(report, quarantine: files.quarantinePath) { throw failure }
    }

    /// Runs an ingest that the first SIGINT or SIGTERM ends in order and the second at once.
    private func interruptible(_ ingest: Ingest) async throws -> IngestReport {
        let task = Task { try await ingest.run() }
        let counter = SignalCounter()
        let signals = SignalWatch { number in
            guard counter.next() == 1 else { Foundation.exit(128 + number) }
            ingest.interrupt()
            // What is on its way gets a moment to be acknowledged; a cluster that is gone must not hold us.
            DispatchQueue.global().asyncAfter(deadline: .now() + 5) { task.cancel() }
        }
        defer { signals.cancel() }
        do {
            return try await task.value
        } catch let error as CancellationError {
            guard counter.count == 0 else { throw Self.interruption }
            throw error
        }
    }

    private static let interruption = ProgramError.failed("interrupted: the same command goes on where it was")

    /// What is printed at the end.
    static func summary(_ report: IngestReport) -> String {
        var text = report.run.summary(elapsed: report.elapsed)
        if report.wentOn { text += "; went on from an earlier run, \(HumanText.count(report.all.acknowledged)) in all" }
        if let count = report.workerCount { text += "; searchable on \(HumanText.count(count, "worker"))" }
        return text + "\n"
    }

    /// Why not everything is in; nil when it is.
    static func failure(_ report: IngestReport, quarantine: String) -> ProgramError? {
        if report.isInterrupted { return interruption }
        guard report.all.leftOut > 0 else { return nil }
        var parts: [String] = []
        if report.all.quarantined > 0 { parts.append("\(HumanText.count(report.all.quarantined)) could not be read") }
        if report.all.refused > 0 { parts.append("\(HumanText.count(report.all.refused)) were refused") }
        return .failed("not everything is in: \(parts.joined(separator: ", ")); the reasons are in \(quarantine)")
    }
}
