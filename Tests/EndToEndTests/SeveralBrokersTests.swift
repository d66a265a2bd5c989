import Foundation
import Messaging
import Protocol
import Testing

extension EndToEnd {
    /// A cluster of two brokers, of which one is always enough.
    @Suite(.serialized, .timeLimit(.minutes(30))) struct SeveralBrokers {
        private static let arguments = ["--scale", "broker=2"]

        @Test(arguments: [SIGKILL, SIGTERM])
        func `one of two brokers dies or stops under searches and writes, and no request fails`(
            signal: Int32
        ) async throws {
            let cluster = try await Cluster(workers: 2, arguments: Self.arguments)
            #expect(cluster.endpoints.count == 2)
            let traffic = try await Traffic(cluster, workers: 2)
            let times = RecoveryTimes(of: signal == SIGKILL ? "one of two brokers" : "one of two brokers in order")
            async let run: Void = traffic.run()
            for _ in 0..<Executables.faultRounds {
                try await traffic.waitForAcknowledgements(100)
                let broker = try await cluster.client.call(ClusterStatus.self, .init(), deadline: .seconds(30)).broker
                try await times.measure(traffic) { kill(Int32(broker.processID), signal) }
                let search = try await cluster.timtin("search", "--format", "json", "riêng0")
                #expect(search.status == 0 && search.output.contains("tin-0"), "\(search.output)")
                let status = try await cluster.timtin("status")
                #expect(status.status == 0, "\(status.output)")
                try await Self.expectWhole(cluster, without: broker.instance)
            }
            traffic.stop()
            try await run
            times.report()
            try await traffic.expectAll(workers: 2)
            try await cluster.stop()
        }

        @Test func `an ingest goes on when a broker dies`() async throws {
            let cluster = try await Cluster(arguments: Self.arguments)
            let file = cluster.folder.appending(path: "news.jsonl")
            let lines = (0..<3_000).map { #"{"id":"tin-\#($0)","title":"Tin \#($0)","body":"chung riêng\#($0)"}"# }
            try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
            let state = cluster.folder.appending(path: "ingest-state").path
            let ingest = try Child(
                "timtin",
                ["ingest"] + cluster.brokerArguments
                    + ["--state", state, "--batch", "20", "--window", "2", "--wait", file.path])
            try await eventually("some documents are acknowledged") {
                try await cluster.client.call(IndexGeneration.self, .init()).shards.contains { $0.acknowledged > 100 }
            }
            let broker = try await cluster.client.call(ClusterStatus.self, .init()).broker
            kill(Int32(broker.processID), SIGKILL)
            let status = try await ingest.exitStatus(within: .seconds(120))
            #expect(status == 0, "\(ingest.output)")
            #expect(try await cluster.client.call(Count.self, .init(query: "chung")).count == 3_000)
            try await cluster.stop()
        }

        /// Waits until every broker, none of them the one that died, has all members.
        private static func expectWhole(_ cluster: Cluster, without instance: String) async throws {
            for endpoint in cluster.endpoints {
                let client = try RPCClient(endpoint: endpoint, logger: Cluster.quietLogger)
                defer { client.shutdown() }
                try await eventually("the broker at \(endpoint) has all members") {
                    let status = try await client.call(ClusterStatus.self, .init(), deadline: .seconds(10))
                    let roles = status.members.map(\.member.role)
                    return status.broker.instance != instance && status.waitingFor.isEmpty
                        && roles.contains(.indexer) && roles.count { $0 == .worker } == 2
                }
            }
        }
    }
}
