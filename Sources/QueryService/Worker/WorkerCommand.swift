import ArgumentParser
import Foundation
import Messaging
import Protocol
import ServiceSupport

/// `timtin-query worker`.
struct WorkerCommand: AsyncParsableCommand, SettingsCommand {
    static let settingsTable = WorkerSettings.table
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Runs a worker: opens the indexers' segments, in place or fetched, and answers queries.",
        discussion: """
            Connects out to each broker and waits for one, and for the indexers, as long as it takes.

            With --data it reads the folder that the indexers write. With --fetch it needs none of their folders: it
            fetches segments from the indexers into a folder of its own, verifies them, and keeps them over restarts.

            EXAMPLES
              timtin-query worker --data /var/lib/timtin
              timtin-query worker --broker tcp://broker:5570 --data /data --threads 4
              timtin-query worker --broker tcp://broker:5570 --fetch /var/cache/timtin --shard 0 --shard 2

            \(settingsTable.helpText)
            """)

    @OptionGroup var broker: BrokerOptions

    @Option(help: ArgumentHelp("The data folder that the indexers write; only read here.", valueName: "folder"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "Instead of --data: fetch what the indexers publish, and keep it in this folder of the worker's own.",
            valueName: "folder"))
    var fetch: String?

    @Option(
        name: .customLong("shard"), parsing: .singleValue,
        help: ArgumentHelp("Hold only this shard; may be given more than once (default: every shard).", valueName: "n"))
    var shards: [Int] = []

    @Option(help: "How many queries are answered at once; 1 to 256 (default: the number of processors).")
    var threads = ProcessInfo.processInfo.activeProcessorCount

    @OptionGroup var service: ServiceOptions

    func validate() throws {
        guard (1...256).contains(threads) else {
            throw ValidationError("--threads \(threads): expected from 1 to 256")
        }
        guard (data == nil) != (fetch == nil) else {
            throw ValidationError(
                data == nil
                    ? "say where the segments are: --data FOLDER, or --fetch FOLDER to fetch them from the indexers"
                    : "--data opens the indexers' folder in place and --fetch a copy of it: give one of them")
        }
        if let shard = shards.first(where: { $0 < 0 }) {
            throw ValidationError("--shard \(shard): expected a number from 0")
        }
    }

    func run() async throws {
        let context = try service.start(label: "worker", table: Self.settingsTable)
        // Workers keep nothing, so one that is started again may well be another; two on a machine must not be the same.
        let name = context.name ?? "worker-\(HostIdentity.hostName)-\(HostIdentity.processID)"
        let worker = WorkerService(
            brokers: try broker.endpoints(), member: .thisProcess(role: .worker, name: name),
            source: source(context.settings), held: shards.isEmpty ? nil : shards, threadCount: threads,
            settings: MessagingSettings(worker: context.settings), logger: context.logger)
        try await runService([worker], context: context)
    }

    private func source(_ settings: SettingValues) -> WorkerService.Source {
        if let fetch { return .fetched(folder: fetch, FetchPlan.Limits(worker: settings)) }
        return .shared(folder: data ?? "")
    }
}
