import ArgumentParser
import Foundation
import Protocol
import ServiceSupport

/// `timtin up`: a whole cluster on this machine.
struct UpCommand: AsyncParsableCommand, SettingsCommand {
    static let settingsTable = SettingsTable("up", [ServiceSettings.gracePeriod])
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Run a cluster on this machine until Ctrl-C.",
        discussion: """
            Starts a broker, an indexer and workers as processes, starts again what dies, and passes their log lines on. \
            Prints `ready: ENDPOINT` on standard output once all of them serve. One cluster at a time uses a data \
            folder; what is in it is there again the next time.

            Port 0 means any free one. Environment variables and the configuration file reach the processes too.

            EXAMPLES:
              timtin up --data data
              timtin up --data data --workers 4 --broker tcp://127.0.0.1:6000

            \(settingsTable.helpText)
            """)

    @Option(help: ArgumentHelp("The folder for journal and index; made where there is none.", valueName: "folder"))
    var data: String

    @OptionGroup var broker: BrokerOptions

    @Option(help: "How many workers answer queries.")
    var workers = 2

    @Option(help: "On how many threads each worker answers.")
    var threads = 1

    @OptionGroup var plaintext: PlaintextOptions
    @OptionGroup var settings: SettingsOptions
    @OptionGroup var logging: LoggingOptions

    func validate() throws {
        guard !data.isEmpty else { throw ValidationError("--data names no folder") }
        guard (1...64).contains(workers) else { throw ValidationError("--workers lies between 1 and 64") }
        guard (1...256).contains(threads) else { throw ValidationError("--threads lies between 1 and 256") }
    }

    func run() async throws {
        let values = try settings.resolve(Self.settingsTable)
        let logger = try logging.bootstrap(label: "up")
        let asked = broker.bindEndpoint()
        try plaintext.check(binding: asked)
        try AtomicFile.makeFolder(data)
        let folder = URL(fileURLWithPath: data).standardizedFileURL.path
        guard let lock = try FileLock.take(folder + "/up.lock") else {
            throw ProgramError.failed("the folder \(data) is in use by another `timtin up`: stop it, or name another")
        }
        defer { withExtendedLifetime(lock) {} }
        let inside = try InsideFolder(data: folder)
        defer { inside.remove() }
        let plan = ClusterPlan(
            data: folder, endpoint: try FreePort.settle(asked), inside: "ipc://" + inside.path, workers: workers,
            threads: threads, commonArguments: commonArguments, allowsPlaintext: plaintext.isAllowedByFlag)
        let output = ChildOutput(
            terminal: .errors, nameWidth: plan.commands.map(\.name.count).max() ?? 0, isBare: isJSON)
        try await ClusterRunner(
            plan: plan, gracePeriod: values[ServiceSettings.gracePeriod], output: output, logger: logger
        ) {
            StandardStream.output.write("ready: \(plan.reachableEndpoint)\n")
        }.run()
    }

    private var isJSON: Bool {
        (logging.format ?? ProcessEnvironment.current["TIMTIN_LOG_FORMAT"])?.lowercased() == LogFormat.json.rawValue
    }

    /// The flags that every process gets too; environment variables it has anyway.
    private var commonArguments: [String] {
        var arguments: [String] = []
        if let level = logging.level { arguments.append("--log-level=\(level)") }
        if let format = logging.format { arguments.append("--log-format=\(format)") }
        if let file = settings.configurationFile { arguments.append("--config=\(file)") }
        return arguments
    }
}
