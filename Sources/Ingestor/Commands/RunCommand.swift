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
            finds everything unchanged. Several may run at once on different inputs; of the same inputs and state, the \
            second is refused.

            With --watch, what is in the folders and what comes is taken in until the process is stopped. Several \
            ingestors may watch the same folders with the same --state and --broker: each file is claimed by one of \
            them, and another takes over where one that dies was. A file is read once it has not changed for a while, \
            and again when it changes. Names that say "not finished" (.part, .tmp, a ~) and hidden ones are left alone. \
            The state folder may be on a network, as long as its file system knows locks and the folders have the same \
            paths everywhere.

            What cannot be read, and what the cluster refuses, goes to a quarantine file with the reason; its path is \
            printed at the end.

            EXAMPLES:
              timtin-ingestor run news/ more.jsonl.zst
              timtin-ingestor run --wait --broker tcp://10.0.0.5:5570 /srv/archive
              zcat dump.jsonl.gz | timtin-ingestor run --format jsonl -
              timtin-ingestor run --watch --state /srv/ingest-state /srv/incoming

            EXIT STATUS:
              0   everything is in (and, with --wait, searchable on every live worker); a watch was stopped
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

    @Flag(help: "Go on with what comes into the folders, until stopped.")
    var watch = false

    @Option(help: "The name among the cluster's members (also TIMTIN_NAME; default: ingestor-HOST-PROCESS).")
    var name: String?

    @Flag(name: [.short, .long], help: "Show no progress and no summary.")
    var quiet = false

    @OptionGroup var settings: SettingsOptions
    @OptionGroup var logging: LoggingOptions

    @Argument(help: "Files, folders, or - for standard input.", completion: .file())
    var paths: [String]

    func validate() throws {
        guard !watch || !wait else {
            throw ValidationError("--watch never ends, so that --wait has nothing to wait for: leave one of them out")
        }
    }

    func run() async throws {
        let values = try settings.resolve(Self.settingsTable)
        let logger = try logging.bootstrap(label: "ingestor", defaultLevel: watch ? .notice : .warning)
        let endpoints = try broker.endpoints()
        let files = StateFiles(
            folder: state ?? StateFiles.defaultFolder(), cluster: endpoints.sorted().joined(separator: ","),
            inputs: paths, keepsCheckpoint: state != nil || !paths.contains("-"))
        let plan = IngestPlan(
            endpoints: endpoints,
            name: name ?? ProcessEnvironment.current["TIMTIN_NAME"].flatMap { $0.isEmpty ? nil : $0 },
            inputs: paths, readerOptions: ReaderOptions(format: format), files: files, settings: values,
            waitsUntilSearchable: wait, isQuiet: quiet)
        if watch {
            let ingest = WatchIngest(plan, logger: logger)
            let report = try await interruptible({ try await ingest.run() }, interrupt: ingest.interrupt)
            if !quiet { StandardStream.output.write(Self.watchSummary(report, state: files.folder)) }
        } else {
            let ingest = Ingest(plan, logger: logger)
            let report = try await interruptible({ try await ingest.run() }, interrupt: ingest.interrupt)
            if !quiet { StandardStream.output.write(Self.summary(report)) }
            if let failure = Self.failure(report, quarantine: files.quarantinePath) { throw failure }
        }
    }

    /// Runs an ingest that the first SIGINT or SIGTERM ends in order and the second at once.
    private func interruptible(
        _ run: @escaping @Sendable () async throws -> IngestReport, interrupt: @escaping @Sendable () -> Void
    ) async throws -> IngestReport {
        let task = Task { try await run() }
        let counter = SignalCounter()
        let signals = SignalWatch { number in
            guard counter.next() == 1 else { Foundation.exit(128 + number) }
            interrupt()
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

    /// What is printed at the end of a watch.
    static func watchSummary(_ report: IngestReport, state: String) -> String {
        var text = report.run.summary(elapsed: report.elapsed)
        if report.run.leftOut > 0 {
            text += "; \(HumanText.count(report.run.leftOut)) left out, the reasons are in \(state)/*.watch/quarantine"
        }
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
