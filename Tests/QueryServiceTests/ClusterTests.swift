import Foundation
import Logging
import Messaging
import Protocol
import Testing
import ServiceSupport
import ZeroMQ

@testable import QueryService

/// Broker and worker as they run, in this process, with an indexer that only tells of a shard.
@Suite(.serialized, .timeLimit(.minutes(2))) struct `Broker and workers over sockets` {
    private let sample = SampleIndex()

    @Test func `a query goes through broker and worker and comes back`() async throws {
        let generation = try sample.publish((0..<5).map { SampleIndex.document($0) }, through: 5)
        try await withCluster { cluster in
            let indexer = cluster.indexer(SampleIndex.state(generation))
            let worker = cluster.worker(sample.folder.path)
            let result = try await cluster.client.call(Search.self, .init(query: "riêng3"), deadline: .seconds(30))
            #expect(result.hits.map(\.id) == ["tin-3"])
            #expect(try await cluster.client.call(Count.self, .init(query: "chung")).count == 5)
            let error = await #expect(throws: RPCError.self) {
                try await cluster.client.call(Search.self, .init(query: "a", size: -1))
            }
            #expect(error?.data.pointer == "/params/size")
            worker.cancel()
            indexer.cancel()
        }
    }

    @Test func `a worker that is started first waits, and a new generation reaches it`() async throws {
        let first = try sample.publish([SampleIndex.document(0)], through: 1)
        try await withCluster { cluster in
            let worker = cluster.worker(sample.folder.path)
            let state = Told(SampleIndex.state(first))
            let link = cluster.link(state)
            let indexer = Task { try await link.run() }
            #expect(try await cluster.client.call(Count.self, .init(query: "chung"), deadline: .seconds(30)).count == 1)
            state.set(SampleIndex.state(try sample.publish([SampleIndex.document(1)], through: 2)))
            link.stateChanged()
            while try await cluster.client.call(Count.self, .init(query: "chung")).count < 2 {}
            let status = try await cluster.client.call(ClusterStatus.self, .init())
            #expect(status.waitingFor.isEmpty)
            #expect(status.members.map(\.member.role) == [.indexer, .worker])
            worker.cancel()
            indexer.cancel()
        }
    }

    @Test func `a worker that stops leaves its requests to another`() async throws {
        let generation = try sample.publish((0..<5).map { SampleIndex.document($0) }, through: 5)
        try await withCluster { cluster in
            let indexer = cluster.indexer(SampleIndex.state(generation))
            let workers = (0..<2).map { _ in cluster.worker(sample.folder.path) }
            _ = try await cluster.client.call(Count.self, .init(query: "chung"), deadline: .seconds(30))
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<200 {
                    if number == 50 { workers[0].cancel() }
                    group.addTask {
                        try await cluster.client.call(Count.self, .init(query: "chung"), deadline: .seconds(30)).count
                    }
                }
                for try await count in group { #expect(count == 5) }
            }
            workers[1].cancel()
            indexer.cancel()
        }
    }

    @Test func `a broker on a port that is taken says so`() async throws {
        try await withCluster { cluster in
            let error = #expect(throws: ZeroMQError.self) { try Self.start(clients: cluster.endpoint) }
            #expect(error?.description.contains(cluster.endpoint) == true)
        }
    }

    private static func start(clients: String = "tcp://127.0.0.1:0") throws -> BrokerServer {
        let binding = BrokerServer.Binding(
            clients: clients, cluster: "tcp://127.0.0.1:0", events: "tcp://127.0.0.1:0")
        return try BrokerServer(
            binding, drainTimeout: .seconds(5), logger: SampleIndex.quiet
        ) { bound in
            var configuration = BrokerConfiguration(
                identity: .thisProcess(role: .broker, name: "broker"), clusterEndpoint: bound.cluster,
                eventsEndpoint: bound.events)
            configuration.memberWait = .seconds(20)
            return configuration
        }
    }

    private func withCluster(_ body: (RunningBroker) async throws -> Void) async throws {
        let server = try Self.start()
        let client = try RPCClient(endpoint: server.bound.clients, logger: SampleIndex.quiet)
        let running = Task { try await server.run() }
        try await body(RunningBroker(endpoint: server.bound.clients, client: client))
        client.shutdown()
        running.cancel()
        try await running.value
    }
}

private struct RunningBroker: Sendable {
    var endpoint: String
    var client: RPCClient

    func worker(_ folder: String) -> Task<Void, any Error> {
        let name = "worker-\(UUID().uuidString.prefix(8))"
        let worker = WorkerService(
            brokers: [endpoint], member: .thisProcess(role: .worker, name: name), source: .shared(folder: folder),
            threadCount: 2,
            logger: SampleIndex.quiet)
        return Task { try await worker.run() }
    }

    func indexer(_ state: ShardState) -> Task<Void, any Error> {
        let link = link(Told(state))
        return Task { try await link.run() }
    }

    func link(_ told: Told) -> MemberLink {
        MemberLink(
            broker: endpoint, member: .thisProcess(role: .indexer, name: "indexer"), shards: 1,
            handlers: RPCHandlers(), logger: SampleIndex.quiet, state: { MemberState(owned: [told.state]) },
            clusterChanged: { _ in })
    }
}
