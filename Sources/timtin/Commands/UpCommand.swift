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
            Starts a broker, indexers and workers as processes, starts again what dies, and passes their log lines on. \
            Prints `ready: ENDPOINT` on standard output once every shard has its indexer and every worker serves. One \
            cluster at a time uses a data folder; what is in it is there again the next time.

            An indexer takes a shard that is free. There are as many as shards unless told otherwise; of more, the \
            rest stand by and take the shard of one that dies. Of several brokers each has an endpoint: those named \
            by --broker, then the ports that follow. `ready:` names them all, separated by commas, as TIMTIN_BROKER \
            takes them.

            Port 0 means any free one. Environment variables and the configuration file reach the processes too.

            EXAMPLES:
              timtin up --data data
              timtin up --data data --workers 4 --broker tcp://127.0.0.1:6000
              timtin up --data big --shards 2 --scale indexer=3 --scale query=4
              timtin up --data data --scale broker=2

            \(settingsTable.helpText)
            """)

    @Option(help: ArgumentHelp("The folder for journal and index; made where there is none.", valueName: "folder"))
    var data: String

    @OptionGroup var broker: BrokerOptions

    @Option(
        help: ArgumentHelp(
            "How many shards hold the documents; fixed when the data folder is made (default: what it has, else 1).",
            valueName: "count"))
    var shards: Int?

    @Option(
        help: ArgumentHelp(
            "How many processes of a service: indexer=3, query=4 (workers), broker=2.", valueName: "service=count"),
        transform: Scale.init(parsing:))
    var scale: [Scale] = []

    @Option(help: ArgumentHelp("The same as --scale query=COUNT (default: 2).", valueName: "count"))
    var workers: Int?

    @Option(help: "On how many threads each worker answers.")
    var threads = 1

    @OptionGroup var plaintext: PlaintextOptions
    @OptionGroup var settings: SettingsOptions
    @OptionGroup var logging: LoggingOptions

    func validate() throws {
        guard !data.isEmpty else { throw ValidationError("--data names no folder") }
        guard (1...Scale.countMax).contains(workers ?? 1) else {
            throw ValidationError("--workers lies between 1 and \(Scale.countMax)")
        }
        guard workers == nil || scale.count(of: .query) == nil else {
            throw ValidationError("--workers and --scale query= say the same: give one of them")
        }
        guard (1...Scale.countMax).contains(shards ?? 1) else {
            throw ValidationError("--shards lies between 1 and \(Scale.countMax)")
        }
        guard (1...256).contains(threads) else { throw ValidationError("--threads lies between 1 and 256") }
    }

    func run() async throws {
        let values = try settings.resolve(Self.settingsTable)
        let logger = try logging.bootstrap(label: "up")
        let asked = namedEndpoints
        for endpoint in asked { try plaintext.check(binding: endpoint) }
        try AtomicFile.makeFolder(data)
        let folder = URL(fileURLWithPath: data).standardizedFileURL.path
        guard let lock = try FileLock.take(folder + "/up.lock") else {
            throw ProgramError.failed("the folder \(data) is in use by another `timtin up`: stop it, or name another")
        }
        defer { withExtendedLifetime(lock) {} }
        let inside = try InsideFolder(data: folder)
        defer { inside.remove() }
        let plan = try plan(in: folder, inside: inside, shards: try shardCount(in: folder))
        // Noted only when nothing else can be wrong with what was asked.
        try ClusterFile.establish(shards: plan.shards, saidBy: "--shards", in: folder)
        let output = ChildOutput(
            terminal: .errors, nameWidth: plan.commands.map(\.name.count).max() ?? 0, isBare: isJSON)
        try await ClusterRunner(
            plan: plan, gracePeriod: values[ServiceSettings.gracePeriod], output: output, logger: logger
        ) {
            StandardStream.output.write("ready: \(plan.reachableEndpoints.joined(separator: ","))\n")
        }.run()
    }

    /// The endpoints that were named, by flags or else by the environment, or the default one.
    private var namedEndpoints: [String] {
        broker.bindEndpoints()
    }

    /// How many shards the cluster has: as the data folder says, where that is not new.
    ///
    /// - Throws: ``ProgramError`` when `--shards` says another number.
    private func shardCount(in folder: String) throws -> Int {
        if let shards { try ClusterFile.check(shards: shards, saidBy: "--shards", in: folder) }
        if let noted = try ClusterFile.read(in: folder) { return noted.shards }
        // Folders of the first version have one shard and no note of it.
        guard FileManager.default.fileExists(atPath: folder + "/shards") else { return shards ?? 1 }
        try ClusterFile.establish(shards: 1, saidBy: "its content", in: folder)
        if let shards { try ClusterFile.check(shards: shards, saidBy: "--shards", in: folder) }
        return 1
    }

    private func plan(in folder: String, inside: InsideFolder, shards: Int) throws -> ClusterPlan {
        let indexers = scale.count(of: .indexer) ?? shards
        guard indexers >= shards else {
            throw ProgramError.usage(
                "--scale indexer=\(indexers) is too few for \(HumanText.count(shards, "shard")): each needs an indexer")
        }
        let brokers = max(scale.count(of: .broker) ?? 1, namedEndpoints.count)
        return ClusterPlan(
            data: folder, endpoints: try FreePort.settle(namedEndpoints, count: brokers),
            inside: "ipc://" + inside.path,
            shards: shards, indexers: indexers, workers: workers ?? scale.count(of: .query) ?? 2, threads: threads,
            commonArguments: commonArguments, allowsPlaintext: plaintext.isAllowedByFlag)
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
