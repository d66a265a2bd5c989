import Foundation
import Messaging
import Protocol
import Synchronization
import Testing

extension EndToEnd {
    /// Parts of the cluster die by `kill -9` under writes and searches: nothing acknowledged is missing or double, no
    /// answer is wrong, no request fails, and the cluster is whole again by itself.
    @Suite(.serialized, .timeLimit(.minutes(60))) struct Kills {
        @Test func `an indexer dies in mid-ingest`() async throws {
            try await killAgainAndAgain("an indexer in mid-ingest, no other there", of: try await Cluster()) {
                members in
                members.first { $0.member.role == .indexer }
            }
        }

        @Test func `an indexer dies in mid-ingest while another stands by`() async throws {
            let cluster = try await Cluster(arguments: ["--scale", "indexer=2"])
            try await killAgainAndAgain("an indexer in mid-ingest, another standing by", of: cluster) { members in
                members.first { $0.state.owned?.isEmpty == false }
            }
        }

        @Test func `an indexer dies that stands by`() async throws {
            let cluster = try await Cluster(arguments: ["--scale", "indexer=2"])
            try await killAgainAndAgain("an indexer that stands by", of: cluster) { members in
                members.first { $0.member.role == .indexer && $0.state.owned?.isEmpty == true }
            }
        }

        @Test func `the broker dies`() async throws {
            let cluster = try await Cluster()
            try await killAgainAndAgain("the broker", of: cluster) { _ in nil }
        }

        @Test func `a worker dies with requests in flight`() async throws {
            let cluster = try await Cluster(workers: 2)
            let traffic = try await Traffic(cluster, workers: 2)
            let times = RecoveryTimes(of: "a worker with requests in flight")
            var inFlight = 0
            for _ in 0..<Executables.faultRounds {
                var killed = 0
                for _ in 0..<10 where killed == 0 {
                    try await eventually("two workers serve") {
                        try await cluster.members(.worker).filter { $0.state.open?.isEmpty == false }.count == 2
                    }
                    killed = try await killWorkerWithRequests(cluster, traffic, times)
                }
                #expect(killed > 0, "no request was in flight at a worker when it died")
                inFlight += killed
            }
            print("requests in flight at workers that died: \(inFlight), all answered rightly")
            times.report()
            try await traffic.expectAll(workers: 2)
            try await cluster.stop()
        }

        @Test func `an ingest that is killed goes on where it was`() async throws {
            let cluster = try await Cluster()
            let traffic = try await Traffic(cluster)
            let count = 2_000 + 1_000 * Executables.faultRounds
            let file = cluster.folder.appending(path: "news.jsonl")
            let lines = (0..<count).map { #"{"id":"báo-\#($0)","title":"Báo \#($0)","body":"dài"}"# }
            try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
            let state = cluster.folder.appending(path: "ingest-state").path
            let arguments = [
                "run", "--broker", cluster.endpoint, "--state", state, "--batch", "20", "--window", "2", file.path,
            ]
            let times = RecoveryTimes(of: "an ingestor")
            var ingestor = try Child("timtin-ingestor", arguments)
            for _ in 0..<Executables.faultRounds {
                try await moreIsAcknowledged(cluster, than: try await acknowledged(cluster), ingestor)
                #expect(ingestor.isRunning, "it was done before it could be killed")
                let start = ContinuousClock.now
                ingestor.signal(SIGKILL)
                _ = try await ingestor.exitStatus()
                try await traffic.search()
                let answer = ContinuousClock.now - start
                let before = try await acknowledged(cluster)
                ingestor = try Child("timtin-ingestor", arguments)
                try await moreIsAcknowledged(cluster, than: before, ingestor)
                times.add(acknowledgement: .now - start, answer: answer)
            }
            times.report()
            #expect(try await ingestor.exitStatus() == 0, "\(ingestor.output)")
            let wait = try await Child.run("timtin-ingestor", arguments + ["--wait"])
            #expect(wait.status == 0, "\(wait.output)")
            let found = try await cluster.client.call(Count.self, .init(query: "dài"), deadline: .seconds(30))
            #expect(found.count == count)
            try await traffic.expectAll()
            try await cluster.stop()
        }

        private func moreIsAcknowledged(_ cluster: Cluster, than before: UInt64, _ ingestor: Child) async throws {
            try await eventually("more documents are acknowledged") {
                try await acknowledged(cluster) > before || !ingestor.isRunning
            }
        }

        /// Kills a member under writes and searches, as often as faults are repeated, each time once the cluster is as
        /// it was before.
        ///
        /// - Parameter victim: Chooses the member to kill, once it is there; the broker where it chooses none.
        private func killAgainAndAgain(
            _ name: String, of cluster: Cluster, victim: @Sendable @escaping ([MemberStatus]) -> MemberStatus?
        ) async throws {
            let traffic = try await Traffic(cluster)
            let times = RecoveryTimes(of: name)
            let memberCount = try await wholeStatus(of: cluster, memberCount: 0).members.count
            let hasVictim = try await victim(wholeStatus(of: cluster, memberCount: memberCount).members) != nil
            async let run: Void = traffic.run()
            // Who died is listed until that is noticed.
            let killed = Mutex<Set<Int>>([])
            for _ in 0..<Executables.faultRounds {
                try await traffic.waitForAcknowledgements(100)
                let victimID = Mutex(0)
                try await eventually("the cluster is whole, with somebody to kill") {
                    let status = try await wholeStatus(of: cluster, memberCount: memberCount)
                    guard let chosen = hasVictim ? victim(status.members)?.member : status.broker else { return false }
                    victimID.withLock { $0 = chosen.processID }
                    return killed.withLock { $0.insert(chosen.processID).inserted }
                }
                try await times.measure(traffic) { kill(Int32(victimID.withLock { $0 }), SIGKILL) }
            }
            _ = try await wholeStatus(of: cluster, memberCount: memberCount)
            traffic.stop()
            try await run
            times.report()
            try await traffic.expectAll()
            try await cluster.stop()
        }

        /// The cluster's status once nothing is waited for and all members are there.
        private func wholeStatus(of cluster: Cluster, memberCount: Int) async throws -> ClusterStatus.Result {
            let found = Mutex<ClusterStatus.Result?>(nil)
            try await eventually("the cluster is whole") {
                let status = try await cluster.client.call(ClusterStatus.self, .init(), deadline: .seconds(10))
                guard status.waitingFor.isEmpty, status.members.count >= memberCount else { return false }
                found.withLock { $0 = status }
                return true
            }
            return try #require(found.withLock { $0 })
        }

        /// Stops a worker, lets requests pile up at it, kills it, and expects every one to be answered rightly.
        ///
        /// - Returns: How many requests the worker had when it was last seen; 0 where the broker took it for gone before
        ///   it had any, as on a machine that is busy with other work. It is killed all the same.
        private func killWorkerWithRequests(
            _ cluster: Cluster, _ traffic: Traffic, _ times: RecoveryTimes
        ) async throws -> Int {
            let victim = try #require(try await cluster.members(.worker).first)
            let processID = Int32(victim.member.processID)
            kill(processID, SIGSTOP)
            // A test that fails before the kill must not leave a stopped process behind.
            defer { kill(processID, SIGKILL) }
            return try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<32 { group.addTask { try await traffic.search() } }
                let waiting = Mutex(0)
                try await eventually("the stopped worker has requests, or is taken for gone") {
                    let status = try await cluster.members(.worker).first {
                        $0.member.instance == victim.member.instance
                    }
                    guard let status else { return true }
                    waiting.withLock { $0 = status.outstanding }
                    return status.outstanding > 0
                }
                try await times.measure(traffic) { kill(processID, SIGKILL) }
                try await group.waitForAll()
                return waiting.withLock { $0 }
            }
        }

        private func acknowledged(_ cluster: Cluster) async throws -> UInt64 {
            try await cluster.client.call(IndexGeneration.self, .init()).shards.reduce(0) { $0 + $1.acknowledged }
        }
    }
}
