import ArgumentParser
import Messaging
import Protocol
import ServiceSupport

/// `timtin-indexer serve`.
struct ServeCommand: AsyncParsableCommand, SettingsCommand {
    static let settingsTable = IndexerSettings.table
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Own a shard: journal its documents and keep its index.",
        discussion: """
            Takes a free shard under --data by a lock, registers with each broker and takes documents from it, and from \
            ingestors straight. Where all shards are taken it stands by, and takes over as soon as one is free. A \
            document is acknowledged once it is durable and searchable within a second. The index is made of the journal \
            alone: remove it, and it is built anew. SIGTERM publishes what is acknowledged and stops.

            EXAMPLES:
              timtin-indexer serve --data data/
              timtin-indexer serve --broker tcp://broker:5570 --data /data --bind tcp://0.0.0.0:5580 --allow-plaintext
              timtin-indexer serve --data data/ --shard 1 --publish-delay 50ms

            How many shards there are stands in DIR/cluster.json, written at the first start as the broker says; another \
            number is refused from then on.

            \(settingsTable.helpText)
            """)

    @OptionGroup var service: ServiceOptions
    @OptionGroup var broker: BrokerOptions
    @OptionGroup var plaintext: PlaintextOptions

    @Option(
        help: ArgumentHelp(
            "The data folder, shared with workers on this machine (also TIMTIN_DATA; default: data).", valueName: "dir")
    )
    var data: String?

    @Option(help: "The one shard to own, from 0; else any that is free.")
    var shard: Int?

    @Option(help: ArgumentHelp("Where ingestors connect to; port 0 takes a free one.", valueName: "endpoint"))
    var bind = "tcp://127.0.0.1:0"

    @Option(
        help: ArgumentHelp(
            "The endpoint that others are told: auto is the one bound, with this machine's own address in place of 0.0.0.0.",
            valueName: "endpoint"))
    var advertise = "auto"

    func validate() throws {
        guard let shard else { return }
        guard (0..<10_000).contains(shard) else { throw ValidationError("--shard \(shard) is out of range: 0 to 9999") }
    }

    func run() async throws {
        let context = try service.start(label: "indexer", table: Self.settingsTable)
        try plaintext.check(binding: bind)
        let environment = ProcessEnvironment.current
        // Several may run on one machine, each with another shard, and the broker tells members apart by their names.
        let name = context.name ?? "indexer-\(HostIdentity.hostName)-\(HostIdentity.processID)"
        let folder = data ?? environment["TIMTIN_DATA"].flatMap { $0.isEmpty ? nil : $0 } ?? "data"
        let server = IndexerServer(
            configuration: IndexerServer.Configuration(
                brokers: try broker.endpoints(), data: folder, shard: shard, bind: bind, advertise: advertise,
                name: name, standByInterval: context.settings[IndexerSettings.standByInterval],
                messaging: MessagingSettings(indexer: context.settings),
                service: ShardService.Options(indexer: context.settings),
                journalByteCountMax: context.settings[IndexerSettings.journalSizeMax].bytes),
            logger: context.logger)
        try await runService([server], context: context)
    }
}
