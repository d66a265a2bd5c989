import Foundation
import Messaging
import Protocol
import Synchronization
import Testing

extension EndToEnd {
    /// Parts of the cluster die by `kill -9`: nothing acknowledged is missing or double, no answer is wrong, and the
    /// cluster is whole again by itself.
    @Suite(.serialized, .timeLimit(.minutes(60))) struct Kills {
        @Test func `an indexer dies in mid-ingest`() async throws {
            let cluster = try await Cluster()
            let writer = Writer(cluster)
            async let written = writer.run()
            for _ in 0..<Executables.faultRounds {
                try await writer.waitForAcknowledgements(200)
                try await kill(.indexer, of: cluster)
            }
            writer.stop()
            try await writer.expectAll(try await written)
            try await cluster.stop()
        }

        @Test func `a worker dies with requests in flight`() async throws {
            let cluster = try await Cluster(workers: 2)
            let writer = Writer(cluster)
            for batch in 0..<4 { try await writer.put(batch) }
            try await cluster.settle(workers: 2)
            var inFlight = 0
            for _ in 0..<Executables.faultRounds {
                var killed = 0
                for _ in 0..<10 where killed == 0 {
                    try await eventually("two workers serve") {
                        try await cluster.members(.worker).filter { $0.state.open?.isEmpty == false }.count == 2
                    }
                    killed = try await killWorkerWithRequests(cluster, documents: 4 * Writer.batchSize)
                }
                #expect(killed > 0, "no request was in flight at a worker when it died")
                inFlight += killed
            }
            print("requests in flight at workers that died: \(inFlight), all answered rightly")
            try await cluster.stop()
        }

        /// Stops a worker, lets requests pile up at it, kills it, and expects every one to be answered rightly.
        ///
        /// - Returns: How many requests the worker had when it was last seen; 0 where the broker took it for gone before
        ///   it had any, as on a machine that is busy with other work. It is killed all the same.
        private func killWorkerWithRequests(_ cluster: Cluster, documents: Int) async throws -> Int {
            let victim = try #require(try await cluster.members(.worker).first)
            let processID = Int32(victim.member.processID)
            Foundation.kill(processID, SIGSTOP)
            // A test that fails before the kill must not leave a stopped process behind.
            defer { Foundation.kill(processID, SIGKILL) }
            return try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<32 {
                    group.addTask {
                        let wanted = number % documents
                        let found = try await cluster.ids("riêng\(wanted)")
                        #expect(found == ["tin-\(wanted)"])
                    }
                }
                let waiting = Mutex(0)
                try await eventually("the stopped worker has requests, or is taken for gone") {
                    let status = try await cluster.members(.worker).first {
                        $0.member.instance == victim.member.instance
                    }
                    guard let status else { return true }
                    waiting.withLock { $0 = status.outstanding }
                    return status.outstanding > 0
                }
                Foundation.kill(processID, SIGKILL)
                try await group.waitForAll()
                return waiting.withLock { $0 }
            }
        }

        @Test func `the broker dies under writes and searches`() async throws {
            let cluster = try await Cluster()
            let writer = Writer(cluster)
            try await writer.put(0)
            try await cluster.settle()
            async let written = writer.run(from: 1)
            for round in 0..<Executables.faultRounds {
                try await writer.waitForAcknowledgements(100)
                let broker = try await cluster.client.call(ClusterStatus.self, .init(), deadline: .seconds(30)).broker
                Foundation.kill(Int32(broker.processID), SIGKILL)
                #expect(try await cluster.ids("riêng\(round)") == ["tin-\(round)"])
                try await eventually("indexer and worker have registered with the new broker") {
                    let status = try await cluster.client.call(ClusterStatus.self, .init(), deadline: .seconds(10))
                    return status.broker.instance != broker.instance && status.waitingFor.isEmpty
                        && Set(status.members.map(\.member.role)).isSuperset(of: [.indexer, .worker])
                }
            }
            writer.stop()
            try await writer.expectAll(try await written)
            try await cluster.stop()
        }

        @Test func `an ingest that is killed goes on where it was`() async throws {
            let cluster = try await Cluster()
            let file = cluster.folder.appending(path: "news.jsonl")
            let lines = (0..<3_000).map { #"{"id":"tin-\#($0)","title":"Tin \#($0)","body":"chung riêng\#($0)"}"# }
            try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
            let state = cluster.folder.appending(path: "ingest-state").path
            let arguments = [
                "run", "--broker", cluster.endpoint, "--state", state, "--batch", "20", "--window", "2", file.path,
            ]
            for round in 0..<Executables.faultRounds {
                let ingestor = try Child("timtin-ingestor", arguments)
                try await eventually("some documents are acknowledged") {
                    try await cluster.client.call(IndexGeneration.self, .init()).shards
                        .contains { $0.acknowledged > UInt64(round * 100) } || !ingestor.isRunning
                }
                ingestor.signal(SIGKILL)
                _ = try await ingestor.exitStatus()
            }
            let last = try await Child.run("timtin-ingestor", arguments + ["--wait"])
            #expect(last.status == 0, "\(last.output)")
            #expect(try await cluster.client.call(Count.self, .init(query: "chung")).count == 3_000)
            try await cluster.stop()
        }

        /// Kills the member of a role and waits until its successor has registered.
        private func kill(_ role: MemberRole, of cluster: Cluster) async throws {
            let victim = try #require(try await cluster.members(role).first)
            Foundation.kill(Int32(victim.member.processID), SIGKILL)
            try await eventually("a new \(role.rawValue) has registered") {
                try await cluster.members(role).contains { $0.member.instance != victim.member.instance }
            }
        }
    }
}
