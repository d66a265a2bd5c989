import Foundation
import Messaging
import Protocol
import Synchronization
import Testing

extension EndToEnd {
    /// Workers that live and do not answer: frozen by SIGSTOP, under a broker that does not miss them for a minute.
    @Suite(.serialized, .timeLimit(.minutes(10))) struct FrozenWorkers {
        @Test func `what a frozen worker was asked is answered by another, and it is avoided`() async throws {
            let cluster = try WorkerCluster(shards: 1, workers: [[0], [0], [0]])
            try await cluster.fill(30)
            for round in 0..<Executables.faultRounds {
                let frozen = cluster.workers[round % 3]
                let won = try await cluster.hedgesWon()
                frozen.signal(SIGSTOP)
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<6 { group.addTask { try await cluster.count() } }
                    for try await count in group { #expect(count == 30) }
                }
                #expect(try await cluster.hedgesWon() > won)
                // It has had its share of those and gets no more.
                let share = try await cluster.outstanding()[round % 3]
                #expect(share > 0)
                for _ in 0..<20 { #expect(try await cluster.count() == 30) }
                #expect(try await cluster.outstanding()[round % 3] == share)
                frozen.signal(SIGCONT)
                try await eventually("the worker that was frozen has answered") {
                    try await cluster.outstanding() == [0, 0, 0]
                }
            }
            try await cluster.stop()
        }

        @Test func `a shard whose only worker is frozen costs a flag and not the answer`() async throws {
            let cluster = try WorkerCluster(shards: 2, workers: [[0], [1]])
            try await cluster.fill(30)
            let whole = try await cluster.search(deadline: .seconds(30))
            #expect(whole.shards.answered == 2 && whole.total == TotalHits(value: 30, relation: .exact))
            cluster.workers[1].signal(SIGSTOP)
            let partial = try await cluster.search(deadline: .seconds(2))
            #expect(partial.shards.asked == 2 && partial.shards.generations.map(\.shard) == [0])
            #expect(partial.total.relation == .atLeast && partial.total.value < 30)
            let own = whole.hits.map(\.id).filter { ShardRouting.shard(of: $0.utf8, shards: 2) == 0 }
            #expect(Set(partial.hits.map(\.id)) == Set(own))
            cluster.workers[1].signal(SIGCONT)
            #expect(try await cluster.search(deadline: .seconds(30)).hits == whole.hits)
            try await cluster.stop()
        }
    }
}

/// A broker that misses nobody for a minute and asks a second worker whenever one is slow, an indexer a shard, and workers that hold chosen shards.
private final class WorkerCluster: Sendable {
    let workers: [Child]
    private let client: RPCClient
    private let others: [Child]
    private let folder = Cluster.newFolder()

    init(shards: Int, workers held: [[Int]]) throws {
        let inside = "ipc://\(folder.path)"
        let common = ["--broker=\(inside)/clients", "--data=\(folder.path)/data"]
        let broker = try Child(
            "timtin-query",
            [
                "broker", "--bind=\(inside)/clients", "--cluster-bind=\(inside)/cluster",
                "--events-bind=\(inside)/events", "--shards=\(shards)", "--drop-after=60s",
                "--hedge-percent=100",
            ])
        client = try RPCClient(endpoint: "\(inside)/clients", logger: Cluster.quietLogger)
        let indexers = try (0..<shards).map { shard in
            try Child(
                "timtin-indexer",
                ["serve", "--name=indexer-\(shard)", "--bind=\(inside)/indexer-\(shard)", "--advertise=auto"] + common)
        }
        others = indexers + [broker]
        workers = try held.enumerated().map { number, shards in
            try Child(
                "timtin-query",
                ["worker", "--name=worker-\(number)", "--threads=1"] + common + shards.map { "--shard=\($0)" })
        }
    }

    /// Writes documents and waits until every worker has its share of them open.
    func fill(_ count: Int) async throws {
        let documents = (0..<count).map { Document(id: "tin-\($0)", title: "Tin số \($0)", body: ["chung"]) }
        let params = DocumentsPut.Params(batch: "all", documents: documents.map { .init($0) })
        let result = try await client.call(DocumentsPut.self, params, deadline: .seconds(60))
        #expect(result.outcomes.map(\.index) == Array(0..<count))
        let wanted = try await client.call(IndexCommit.self, .init(), deadline: .seconds(60)).shards
        try await eventually("every worker has the committed generation open") {
            let members = try await self.members()
            return members.count == self.workers.count
                && members.allSatisfy { member in
                    let open = member.state.open ?? []
                    return !open.isEmpty
                        && open.allSatisfy { own in
                            wanted.contains { $0.shard == own.shard && $0.through <= own.through }
                        }
                }
        }
    }

    func count() async throws -> Int {
        try await client.call(Count.self, .init(query: "chung"), deadline: .seconds(30)).count
    }

    func search(deadline: Duration) async throws -> Search.Result {
        try await client.call(Search.self, .init(query: "chung", size: 50, snippets: false), deadline: deadline)
    }

    func hedgesWon() async throws -> Int {
        try await client.call(ClusterStatus.self, .init(), deadline: .seconds(10)).counters["hedgesWon"] ?? 0
    }

    /// What each worker was given and has not answered.
    func outstanding() async throws -> [Int] { try await members().map(\.outstanding) }

    private func members() async throws -> [MemberStatus] {
        try await client.call(ClusterStatus.self, .init(), deadline: .seconds(10)).members
            .filter { $0.member.role == .worker }
    }

    func stop() async throws {
        client.shutdown()
        for child in workers + others { child.signal(SIGTERM) }
        for child in workers + others { #expect(try await child.exitStatus(within: .seconds(30)) == 0) }
        try FileManager.default.removeItem(at: folder)
    }
}
