import Foundation
import Messaging
import Protocol
import Testing

extension EndToEnd {
    /// `timtin up` with several of everything.
    @Suite(.serialized, .timeLimit(.minutes(10))) struct Scales {
        private static let documents = (0..<40).map { number in
            Document(id: "tin-\(number)", title: "Tin số\(number)", body: ["Chung một đoạn."])
        }

        /// The member that owns a shard, once the broker has told of one other than `before`.
        private func owner(
            of shard: Int, in cluster: Cluster, otherThan before: MemberInfo? = nil
        ) async throws -> MemberInfo {
            var found: MemberInfo?
            let end = ContinuousClock.now + .seconds(60)
            while found == nil, .now < end {
                found = try await cluster.members(.indexer).first { member in
                    member.member.instance != before?.instance
                        && (member.state.owned ?? []).contains { $0.shard == shard }
                }?.member
            }
            return try #require(found, "nobody owns shard \(shard)")
        }

        private func kill(_ member: MemberInfo) { Foundation.kill(Int32(member.processID), SIGKILL) }

        @Test func `a stand-by takes the shard of an indexer that dies, which stands by when it is back`() async throws
        {
            let cluster = try await Cluster(workers: 2, arguments: ["--shards", "2", "--scale", "indexer=3"])
            try await cluster.put(Self.documents)
            try await cluster.settle(workers: 2)
            #expect(try await cluster.ids("chung", size: 50).count == 40)
            let before = try await owner(of: 1, in: cluster)
            let standBys = try await cluster.members(.indexer).filter { $0.state.owned ?? [] == [] }.map(\.member.name)
            #expect(standBys.count == 1 && standBys != [before.name])
            kill(before)
            let after = try await owner(of: 1, in: cluster, otherThan: before)
            #expect(standBys == [after.name])
            try await cluster.put(Self.documents.map { Document(id: "\($0.id)-2", title: $0.title, body: $0.body) })
            try await cluster.settle(workers: 2)
            #expect(try await cluster.ids("chung", size: 100).count == 80)
            try await eventually("the killed one stands by") {
                try await cluster.members(.indexer).contains {
                    $0.member.name == before.name && $0.member.instance != before.instance && $0.state.owned == []
                }
            }
            let status = try await cluster.timtin("status")
            #expect(status.output.contains("stands by") && status.output.contains("holds 0, 1"), "\(status.output)")
            #expect(try await cluster.timtin("health", "--here").status == 0)
            try await cluster.stop()
        }

        @Test func `the number of shards is kept, and another is refused before anything starts`() async throws {
            let new = Cluster.newFolder()
            // A command that is refused for something else fixes nothing.
            let wrong = try await Child.run(
                "timtin", ["up", "--data", new.path, "--shards", "3", "--scale", "indexer=2"])
            #expect(wrong.status == 2, "\(wrong.output)")
            let cluster = try await Cluster(folder: new, arguments: ["--shards", "2"])
            try await cluster.put(Self.documents)
            try await cluster.stop(keepsFolder: true)
            let folder = cluster.folder.path
            let run = try await Child.run("timtin", ["up", "--data", folder, "--shards", "3"])
            #expect(run.status == 1, "\(run.output)")
            #expect(
                run.output.contains("was created for 2 shards") && !run.output.contains("listening"), "\(run.output)")
            let few = try await Child.run("timtin", ["up", "--data", folder, "--scale", "indexer=1"])
            #expect(few.status == 2 && few.output.contains("too few for 2 shards"), "\(few.output)")
            let again = try await Cluster(folder: cluster.folder)
            #expect(try await again.client.call(ClusterStatus.self, .init()).shards == 2)
            try await again.settle()
            #expect(try await again.ids("chung", size: 50).count == 40)
            try await again.stop()
        }

        @Test func `of two brokers one may die, and comes back`() async throws {
            let cluster = try await Cluster(arguments: ["--scale", "broker=2"])
            #expect(cluster.endpoints.count == 2)
            try await cluster.put(Self.documents)
            try await cluster.settle()
            let dead = try await cluster.client.call(ClusterStatus.self, .init()).broker
            kill(dead)
            for number in 0..<20 { #expect(try await cluster.ids("số\(number)") == ["tin-\(number)"]) }
            let both = cluster.endpoints.flatMap { ["--broker", $0] }
            try await eventually("both brokers know every member again") {
                let status = try await Child.run("timtin", ["status"] + both)
                return status.status == 0 && status.output.contains("the cluster is whole")
                    && status.output.contains("broker-1") && status.output.contains("broker-2")
            }
            try await cluster.stop()
        }

        @Test func `bench drives a cluster in both loops and writes what it measured`() async throws {
            let cluster = try await Cluster()
            try await cluster.put(Self.documents)
            try await cluster.settle()
            let log = cluster.folder.appending(path: "log.txt")
            try "chung\n+\"một đoạn\"\n{\"query\": \"số1\"}\n".write(to: log, atomically: true, encoding: .utf8)
            for mode in [["--connections", "3"], ["--rate", "500", "--spacing", "even"]] {
                let output = cluster.folder.appending(path: "out-\(mode[1])")
                let run = try await Child.run(
                    "timtin",
                    [
                        "bench", "--broker", cluster.endpoint, "--queries", log.path, "--requests", "50",
                        "--warmup", "100ms", "--output", output.path,
                    ] + mode)
                #expect(run.status == 0 && run.output.contains("no errors"), "\(run.output)")
                let summary = try JSONDecoder().decode(
                    [String: JSONValue].self, from: Data(contentsOf: output.appending(path: "summary.json")))
                #expect(summary["answered"] == .integer(50) && summary["partial"] == .integer(0))
                #expect(summary["mode"] == .string(mode[0] == "--rate" ? "open" : "closed"))
                let distribution = try String(
                    contentsOf: output.appending(path: "latency-corrected.hgrm"), encoding: .utf8)
                #expect(distribution.contains("#[Max"))
                #expect(FileManager.default.fileExists(atPath: output.appending(path: "latency.svg").path))
            }
            try await cluster.stop()
        }
    }
}
