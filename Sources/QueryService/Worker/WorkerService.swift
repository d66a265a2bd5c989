import Logging
import Messaging
import Protocol
import ServiceLifecycle
import Synchronization

/// A running worker: a link to the broker, the open generations, and the threads that search them.
final class WorkerService: Service {
    private let link: Membership
    private let shards: OpenShards
    private let logger: Logger

    /// - Parameters:
    ///   - brokers: The brokers' client endpoints.
    ///   - dataFolder: The data folder that the worker shares with the indexers.
    ///   - threadCount: How many queries are answered at once.
    init(
        brokers: [String], member: MemberInfo, dataFolder: String, threadCount: Int,
        settings: MessagingSettings = MessagingSettings(), logger: Logger
    ) {
        let shards = OpenShards(dataFolder: dataFolder, logger: logger)
        let requests = WorkerRequests(member: member, shards: shards, threadCount: threadCount)
        self.shards = shards
        self.logger = logger
        link = Membership(
            brokers: brokers, member: member, shards: nil, handlers: requests.handlers, settings: settings,
            logger: logger,
            state: { MemberState(open: shards.openGenerations, outstanding: requests.outstanding) },
            clusterChanged: { shards.clusterChanged($0) })
    }

    /// The broker's answer; nil where the process is to stop before there is one.
    private func findBroker() async throws -> ClusterHello.Result? {
        do {
            return try await link.hello()
        } catch is CancellationError {
            return nil
        }
    }

    /// Runs until the process is to stop or the task is cancelled.
    ///
    /// - Throws: ``RPCError`` where the broker refuses this worker for good.
    func run() async throws {
        try await withGracefulShutdownHandler {
            guard let hello = try await findBroker() else { return }
            let link = link
            shards.begin(shards: hello.shards) { link.stateChanged() }
            // What lies in the folder is open before the broker hears of this worker and sends it work.
            await shards.settle()
            try await link.run()
        } onGracefulShutdown: {
            Task { await self.link.shutdown() }
        }
    }
}
