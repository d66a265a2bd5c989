import Foundation
import Messaging
import Protocol
import Synchronization
import Testing

extension EndToEnd {
    /// An indexer that finds no free shard stands by, and takes over when one is free.
    @Suite(.serialized, .timeLimit(.minutes(60))) struct StandBys {
        @Test func `an owner that stops in order hands over at once`() async throws {
            let cluster = try await Cluster(arguments: ["--scale", "indexer=2"])
            let traffic = try await Traffic(cluster)
            let times = RecoveryTimes(of: "an owner in order, another standing by")
            async let run: Void = traffic.run()
            for _ in 0..<Executables.faultRounds {
                try await traffic.waitForAcknowledgements(100)
                let (owner, _) = try await ownerAndStandBy(of: cluster)
                try await times.measure(traffic) { kill(Int32(owner.processID), SIGTERM) }
                // It may have acknowledged a last batch before it took note of the signal.
                try await eventually("another has the shard") {
                    try await ownerAndStandBy(of: cluster).owner.instance != owner.instance
                }
            }
            traffic.stop()
            try await run
            times.report()
            try await traffic.expectAll()
            try await cluster.stop()
        }

        @Test func `a batch that is resent to the one that took over is answered as the first time`() async throws {
            let cluster = try await Cluster(arguments: ["--scale", "indexer=2"])
            func put(_ batch: String, _ title: String) async throws -> DocumentsPut.Result {
                let params = DocumentsPut.Params(batch: batch, documents: [.init(Document(id: "tin", title: title))])
                return try await cluster.client.call(DocumentsPut.self, params, deadline: .seconds(60))
            }
            let first = try await put("a", "bản một")
            _ = try await put("b", "bản hai")
            let (owner, _) = try await ownerAndStandBy(of: cluster)
            kill(Int32(owner.processID), SIGKILL)
            #expect(try await put("a", "bản một") == first)
            #expect(first.outcomes == [PutOutcome(index: 0, id: "tin", outcome: .created)])
            let found = try await cluster.client.call(DocumentsGet.self, .init(ids: ["tin"]), deadline: .seconds(30))
            #expect(found.documents.map(\.document.title) == ["bản hai"])
            #expect(try await ownerAndStandBy(of: cluster).owner.instance != owner.instance)
            try await cluster.stop()
        }

        @Test func `a frozen owner keeps its shard, and goes on when it thaws`() async throws {
            let cluster = try await Cluster(arguments: ["--scale", "indexer=2"])
            let traffic = try await Traffic(cluster)
            async let run: Void = traffic.run()
            try await traffic.waitForAcknowledgements(100)
            let (owner, standBy) = try await ownerAndStandBy(of: cluster)
            let processID = Int32(owner.processID)
            kill(processID, SIGSTOP)
            // A test that fails in between must not leave a stopped process behind.
            defer { kill(processID, SIGCONT) }
            try await eventually("the broker has dropped the frozen owner") {
                try await cluster.members(.indexer).map(\.member.instance) == [standBy.instance]
            }
            #expect(try await cluster.members(.indexer).first?.state.owned == [])
            kill(processID, SIGCONT)
            try await traffic.waitForAcknowledgements(100)
            #expect(try await ownerAndStandBy(of: cluster).owner.instance == owner.instance)
            traffic.stop()
            try await run
            try await traffic.expectAll()
            try await cluster.stop()
        }

        @Test func `an indexer on another data folder gives up a shard that the cluster has already`() async throws {
            let cluster = try await Cluster()
            _ = try await Traffic(cluster)
            let owner = try #require(try await cluster.members(.indexer).first).member.instance
            let folder = Cluster.newFolder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let stray = try Child(
                "timtin-indexer",
                ["serve", "--data", folder.path, "--broker", cluster.endpoint, "--name", "stray"])
            try await stray.waitForOutput("another data folder")
            try await eventually("the stray one owns nothing") {
                try await cluster.members(.indexer).contains { $0.member.name == "stray" && $0.state.owned == [] }
            }
            let put = try await cluster.put([Document(id: "tin", title: "Tin")])
            #expect(put.outcomes.map(\.outcome) == [.created])
            let still = try await cluster.members(.indexer).filter { $0.state.owned?.isEmpty == false }
            #expect(still.map(\.member.instance) == [owner])
            stray.signal(SIGTERM)
            #expect(try await stray.exitStatus() == 0)
            try await cluster.stop()
        }

        @Test func `a cluster's folder is refused by a broker of another number of shards`() async throws {
            let folder = Cluster.newFolder()
            let cluster = try await Cluster(folder: folder)
            _ = try await Traffic(cluster)
            let indexer = try await Child.run(
                "timtin-indexer", ["serve", "--data", folder.path, "--broker", cluster.endpoint, "--shard", "1"])
            #expect(indexer.status == 2, "\(indexer.output)")
            try "{\"shards\": 2}".write(
                to: folder.appending(path: "cluster.json"), atomically: true, encoding: .utf8)
            let other = try await Child.run(
                "timtin-indexer", ["serve", "--data", folder.path, "--broker", cluster.endpoint, "--name", "other"])
            #expect(other.status == 1, "\(other.output)")
            for part in [folder.path, "2 shards", "--shards 2", "--data"] {
                #expect(other.output.contains(part), "\(other.output)")
            }
            try await cluster.stop()
        }

        /// The indexer that has the one shard and the one that has none, once both are there.
        private func ownerAndStandBy(of cluster: Cluster) async throws -> (owner: MemberInfo, standBy: MemberInfo) {
            let found = Mutex<(MemberInfo, MemberInfo)?>(nil)
            try await eventually("one indexer has the shard and another stands by") {
                let members = try await cluster.members(.indexer)
                let owners = members.filter { $0.state.owned?.isEmpty == false }
                let others = members.filter { $0.state.owned?.isEmpty == true }
                guard members.count == 2, let owner = owners.first, let other = others.first else { return false }
                found.withLock { $0 = (owner.member, other.member) }
                return true
            }
            return try #require(found.withLock { $0 })
        }
    }
}
