import Logging
import Messaging
import Protocol
import ServiceLifecycle
import ServiceSupport
import Synchronization

/// A running worker: a link to the broker, the open generations, and the threads that search them.
final class WorkerService: Service {
    /// Where its generations come from.
    enum Source: Sendable, Hashable {
        /// A data folder that the worker shares with the indexers, and only reads.
        case shared(folder: String)
        /// The indexers, and a folder of its own to keep what was fetched.
        case fetched(folder: String, FetchPlan.Limits)
    }

    private let link: Membership
    private let shards: OpenShards
    private let source: Source
    private let held: [Int]?
    private let logger: Logger

    /// - Parameters:
    ///   - brokers: The brokers' client endpoints.
    ///   - held: The shards that the worker holds; every one when nil.
    ///   - threadCount: How many queries are answered at once.
    init(
        brokers: [String], member: MemberInfo, source: Source, held: [Int]? = nil, threadCount: Int,
        settings: MessagingSettings = MessagingSettings(), logger: Logger
    ) {
        let store: any SegmentStore =
            switch source {
            case .shared(let folder): SharedSegments(dataFolder: folder, logger: logger)
            case .fetched(let folder, let limits):
                FetchedSegments(folder: folder, limits: limits, settings: settings, logger: logger)
            }
        let shards = OpenShards(store)
        let requests = WorkerRequests(member: member, shards: shards, threadCount: threadCount)
        self.shards = shards
        self.source = source
        self.held = held.map { Set($0).sorted() }
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

    /// Compares what the worker was started with to the cluster.
    private func check(_ hello: ClusterHello.Result) throws(ProgramError) {
        if let shard = held?.last, shard >= hello.shards {
            throw .usage("--shard \(shard): the cluster has \(hello.shards) shards, the last is \(hello.shards - 1)")
        }
        let broker = "the broker \(hello.broker)"
        switch source {
        case .shared(let folder): try ClusterFile.check(shards: hello.shards, saidBy: broker, in: folder)
        case .fetched(let folder, _): try ClusterFile.establish(shards: hello.shards, saidBy: broker, in: folder)
        }
    }

    /// Runs until the process is to stop or the task is cancelled.
    ///
    /// - Throws: ``RPCError`` where the broker refuses this worker for good, ``ProgramError`` where its folder is that of
    ///   another cluster or process, or it is told to hold a shard that there is not.
    func run() async throws {
        try await withGracefulShutdownHandler {
            guard let hello = try await findBroker() else { return }
            let link = link
            try check(hello)
            defer { shards.end() }
            // What lies in the folder is open before the broker hears of this worker and sends it work.
            try await shards.begin(shards: hello.shards, held: held) { link.stateChanged() }
            try await link.run()
        } onGracefulShutdown: {
            Task { await self.link.shutdown() }
        }
    }
}
