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
        abstract: "Runs a worker: opens the indexers' segments in place and answers queries.",
        discussion: """
            Connects out to each broker and waits for one, and for the indexers, as long as it takes.

            EXAMPLES
              timtin-query worker --data /var/lib/timtin
              timtin-query worker --broker tcp://broker:5570 --data /data --threads 4

            \(settingsTable.helpText)
            """)

    @OptionGroup var broker: BrokerOptions

    @Option(help: ArgumentHelp("The data folder that the indexers write; only read here.", valueName: "folder"))
    var data: String

    @Option(help: "How many queries are answered at once; 1 to 256 (default: the number of processors).")
    var threads = ProcessInfo.processInfo.activeProcessorCount

    @OptionGroup var service: ServiceOptions

    func validate() throws {
        guard (1...256).contains(threads) else {
            throw ValidationError("--threads \(threads): expected from 1 to 256")
        }
    }

    func run() async throws {
        let context = try service.start(label: "worker", table: Self.settingsTable)
        // Workers keep nothing, so one that is started again may well be another; two on a machine must not be the same.
        let name = context.name ?? "worker-\(HostIdentity.hostName)-\(HostIdentity.processID)"
        let worker = WorkerService(
            brokers: try broker.endpoints(), member: .thisProcess(role: .worker, name: name), dataFolder: data,
            threadCount: threads, settings: MessagingSettings(worker: context.settings), logger: context.logger)
        try await runService([worker], context: context)
    }
}
