import Foundation
import Messaging
import Protocol
import Testing

extension EndToEnd {
    /// What `timtin tap` shows of a real cluster.
    @Suite(.serialized, .timeLimit(.minutes(5))) struct Events {
        @Test func `what happens is shown, numbered without gaps`() async throws {
            let cluster = try await Cluster()
            let tap = try await Self.tap(cluster)
            let json = try await Self.jsonTap(cluster)
            try await tap.waitForOutput("generation.committed  shard 0 at ")

            let file = cluster.folder.appending(path: "bad.jsonl")
            try #"{"id":"a","title":"A"}"#.appending("\nno JSON\n").write(to: file, atomically: true, encoding: .utf8)
            let ingest = try await cluster.timtin("ingest", "--state", cluster.folder.path + "/state", file.path)
            #expect(ingest.status == 1 && ingest.output.contains("1 could not be read"), "\(ingest.output)")
            try await tap.waitForOutput("member.joined         ingestor ingestor-")
            try await tap.waitForOutput("document.quarantined  bad.jsonl, line 2: ")
            try await tap.waitForOutput("member.lost           ingestor ingestor-")

            let one = try Child(
                "timtin", ["tap", "--broker", cluster.endpoint, "--count", "1", "--topic", "timtin.member.lost"])
            try await one.waitForOutput("; whole")
            let worker = try #require(try await cluster.members(.worker).first)
            kill(Int32(worker.member.processID), SIGKILL)
            try await tap.waitForOutput("member.lost           worker ")
            #expect(try await one.exitStatus() == 0)
            #expect(!one.output.contains("generation.committed"))
            try await tap.waitForOutput("member.joined         worker ")
            try Self.expectNumbered(json)
            try await cluster.stop()
        }

        @Test func `a broker that is killed is waited for, and what was missed is said`() async throws {
            let cluster = try await Cluster()
            let tap = try await Self.tap(cluster)
            let json = try await Self.jsonTap(cluster)
            try await tap.waitForOutput("generation.committed")
            let broker = try await cluster.client.call(ClusterStatus.self, .init(), deadline: .seconds(30)).broker
            kill(Int32(broker.processID), SIGKILL)
            try await tap.waitForOutput("lost the broker at ")
            try await tap.waitForOutput("missed                another broker answers")
            try await eventually("events are shown again") {
                try await cluster.put([Document(id: UUID().uuidString, title: "Hai")])
                return tap.output.split(separator: "missed  ").last?.contains("generation.committed") == true
            }
            try await json.waitForOutput(#""type":"timtin.tap.missed""#)
            #expect(json.output.contains(#""status":{"#))
            try await cluster.stop()
        }

        @Test func `of two brokers one is listened to, and the other when that one dies`() async throws {
            let cluster = try await Cluster(arguments: ["--scale", "broker=2"])
            let tap = try Child("timtin", ["tap"] + cluster.brokerArguments)
            try await tap.waitForOutput("\(cluster.endpoint)  1 shard, ")
            let first = try RPCClient(endpoint: cluster.endpoint, logger: Cluster.quietLogger)
            let broker = try await first.call(ClusterStatus.self, .init(), deadline: .seconds(30)).broker
            first.shutdown()
            kill(Int32(broker.processID), SIGKILL)
            try await tap.waitForOutput("missed                another broker answers")
            try await eventually("events are shown again") {
                try await cluster.put([Document(id: UUID().uuidString, title: "Hai")])
                return tap.output.split(separator: "missed  ").last?.contains("generation.committed") == true
            }
            try await cluster.stop()
        }

        @Test func `nobody there is said, and a wrong topic`() async throws {
            let nobody = try await Child.run("timtin", ["tap", "--broker", "tcp://127.0.0.1:9"])
            #expect(nobody.status == 69, "\(nobody.output)")
            let wrong = try await Child.run("timtin", ["tap", "--topic", "weather"])
            #expect(wrong.status == 2 && wrong.output.contains("timtin.member.joined"), "\(wrong.output)")
        }

        /// A tap that listens.
        private static func tap(_ cluster: Cluster) async throws -> Child {
            let tap = try Child("timtin", ["tap", "--broker", cluster.endpoint])
            try await tap.waitForOutput("1 shard, ")
            return tap
        }

        /// A tap in JSON that listens: it has nothing to say before the first event.
        private static func jsonTap(_ cluster: Cluster) async throws -> Child {
            let tap = try Child("timtin", ["tap", "--broker", cluster.endpoint, "--format", "json"])
            try await eventually("events are shown in JSON") {
                try await cluster.put([Document(id: UUID().uuidString, title: "Tin")])
                return tap.output.contains("timtin.generation.committed")
            }
            return tap
        }

        /// Expects whole events, numbered one after the other, none twice.
        private static func expectNumbered(_ json: Child) throws {
            let text = json.output
            let lines = text[..<(text.lastIndex(of: "\n") ?? text.startIndex)].split(separator: "\n")
            let events = try lines.map { try WireCoder.decode(CloudEvent.self, from: Array($0.utf8)) }
            let numbers = try events.map { try #require($0.sequence.flatMap(Int.init)) }
            #expect(events.count > 4 && numbers == Array(numbers[0]..<numbers[0] + numbers.count))
            #expect(Set(events.map { "\($0.source) \($0.id)" }).count == events.count)
            #expect(events.allSatisfy { EventType(rawValue: $0.type) != nil && $0.specversion == "1.0" })
        }
    }
}
