import ArgumentParser
import Logging
import Protocol
import ServiceSupport

/// `timtin-query broker`.
struct BrokerCommand: AsyncParsableCommand, SettingsCommand {
    static let settingsTable = BrokerSettings.table
    static let configuration = CommandConfiguration(
        commandName: "broker",
        abstract: "Runs the broker: the one address that clients and members know.",
        discussion: """
            Prints where clients reach it, as in "broker: clients tcp://127.0.0.1:5570", and logs to standard error.

            EXAMPLES
              timtin-query broker
              timtin-query broker --bind tcp://127.0.0.1:0 --cluster-bind tcp://127.0.0.1:0 \
            --events-bind tcp://127.0.0.1:0
              timtin-query broker --bind tcp://0.0.0.0:5570 --allow-plaintext --shards 2 --drop-after 3s

            \(settingsTable.helpText)
            """)

    @Option(help: ArgumentHelp("Where clients reach the broker; port 0 is any free one.", valueName: "endpoint"))
    var bind = DefaultEndpoint.client

    @Option(help: ArgumentHelp("Where members connect to.", valueName: "endpoint"))
    var clusterBind = DefaultEndpoint.cluster

    @Option(help: ArgumentHelp("Where events are published.", valueName: "endpoint"))
    var eventsBind = DefaultEndpoint.events

    @Option(help: "How many shards the cluster has; the same for all its life.")
    var shards = 1

    @OptionGroup var plaintext: PlaintextOptions
    @OptionGroup var service: ServiceOptions

    func validate() throws {
        guard (1...1024).contains(shards) else {
            throw ValidationError("--shards \(shards): a cluster has from 1 to 1024 shards")
        }
    }

    func run() async throws {
        let context = try service.start(label: "broker", table: Self.settingsTable)
        for endpoint in [bind, clusterBind, eventsBind] { try plaintext.check(binding: endpoint) }
        let (shards, settings) = (shards, context.settings)
        let identity = MemberInfo.thisProcess(role: .broker, name: context.name ?? "broker")
        let server = try BrokerServer(
            BrokerServer.Binding(
                clients: bind, cluster: clusterBind, events: eventsBind,
                messageByteCountMax: settings[BrokerSettings.messageByteCountMax].bytes),
            drainTimeout: context.settings[ServiceSettings.gracePeriod] * 0.75, logger: context.logger
        ) { bound in
            var configuration = BrokerConfiguration(
                identity: identity, clusterEndpoint: bound.cluster, eventsEndpoint: bound.events)
            configuration.shards = shards
            configuration.apply(settings)
            return configuration
        }
        let bound = server.bound
        context.logger.info(
            "listening",
            metadata: ["clients": "\(bound.clients)", "cluster": "\(bound.cluster)", "events": "\(bound.events)"])
        StandardStream.output.write("broker: clients \(bound.clients)\n")
        try await runService([server], context: context)
    }
}
