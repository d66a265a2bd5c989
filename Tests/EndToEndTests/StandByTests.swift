import Foundation
import Protocol
import Synchronization
import Testing

extension EndToEnd {
    /// An indexer that finds no free shard stands by, and takes over when one is free.
    @Suite(.serialized, .timeLimit(.minutes(60))) struct StandBys {
        @Test func `an owner dies in mid-ingest, and the one that stands by takes over`() async throws {
            let cluster = try await Cluster(arguments: ["--scale", "indexer=2"])
            let writer = Writer(cluster)
            async let written = writer.run()
            var times: [Duration] = []
            for _ in 0..<Executables.faultRounds {
                try await writer.waitForAcknowledgements(200)
                let (owner, standBy) = try await ownerAndStandBy(of: cluster)
                let moment = ContinuousClock.now
                kill(Int32(owner.processID), SIGKILL)
                times.append(try await writer.timeToAcknowledgement(after: moment))
                let (successor, _) = try await ownerAndStandBy(of: cluster)
                #expect(successor.instance == standBy.instance)
            }
            writer.stop()
            try await writer.expectAll(try await written)
            print("owner killed, until the next acknowledgement: \(Self.summary(times))")
            try await cluster.stop()
        }

        @Test func `an owner that stops in order hands over at once`() async throws {
            let cluster = try await Cluster(arguments: ["--scale", "indexer=2"])
            let writer = Writer(cluster)
            async let written = writer.run()
            var times: [Duration] = []
            for _ in 0..<Executables.faultRounds {
                try await writer.waitForAcknowledgements(100)
                let (owner, standBy) = try await ownerAndStandBy(of: cluster)
                let moment = ContinuousClock.now
                kill(Int32(owner.processID), SIGTERM)
                times.append(try await writer.timeToAcknowledgement(after: moment))
                let (successor, _) = try await ownerAndStandBy(of: cluster)
                #expect(successor.instance == standBy.instance)
            }
            writer.stop()
            try await writer.expectAll(try await written)
            print("owner stopped in order, until the next acknowledgement: \(Self.summary(times))")
            try await cluster.stop()
        }

        @Test func `a stand-by that dies is missed by nobody`() async throws {
            let cluster = try await Cluster(arguments: ["--scale", "indexer=2"])
            let writer = Writer(cluster)
            async let written = writer.run()
            var times: [Duration] = []
            for _ in 0..<Executables.faultRounds {
                try await writer.waitForAcknowledgements(60)
                let (owner, standBy) = try await ownerAndStandBy(of: cluster)
                let moment = ContinuousClock.now
                kill(Int32(standBy.processID), SIGKILL)
                times.append(try await writer.timeToAcknowledgement(after: moment))
                let (same, another) = try await ownerAndStandBy(of: cluster)
                #expect(same.instance == owner.instance)
                #expect(another.instance != standBy.instance)
            }
            writer.stop()
            try await writer.expectAll(try await written)
            print("stand-by killed, until the next acknowledgement: \(Self.summary(times))")
            try await cluster.stop()
        }

        @Test func `a frozen owner keeps its shard, and goes on when it thaws`() async throws {
            let cluster = try await Cluster(arguments: ["--scale", "indexer=2"])
            let writer = Writer(cluster)
            async let written = writer.run()
            try await writer.waitForAcknowledgements(100)
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
            try await writer.waitForAcknowledgements(100)
            #expect(try await ownerAndStandBy(of: cluster).owner.instance == owner.instance)
            writer.stop()
            try await writer.expectAll(try await written)
            try await cluster.stop()
        }

        @Test func `a cluster's folder is refused by a broker of another number of shards`() async throws {
            let folder = Cluster.newFolder()
            let cluster = try await Cluster(folder: folder)
            try await Writer(cluster).put(0)
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

        private static func summary(_ times: [Duration]) -> String {
            let sorted = times.sorted().map { Int($0 / .milliseconds(1)) }
            return "median \(sorted[sorted.count / 2]) ms, worst \(sorted[sorted.count - 1]) ms, of \(sorted.count)"
        }
    }
}
