import Foundation
import Messaging
import Protocol
import Testing

extension EndToEnd {
    /// The number of shards, and who holds them, is not seen in the answers.
    @Suite(.serialized, .timeLimit(.minutes(5))) struct Shards {
        private static let queries = [
            "muong khuong", "Mường Khương", "\"mường khương\"", "title:mườ*", "kind:teaser", "biên giới", "+biên +giới",
            "chung", "chợ phiên", "\"chợ phiên\"", "cho phien", "+chung -chợ", "lũ quét OR mưa", "(lũ mưa) AND chung",
            "mư*", "riêng7", "riêng8 riêng9 chung", "tin", "title:tin lũ", "kind:article -title:tin", "*", "-chung",
            "nowhere", "lead:huyện", "hoà bình", "hoa binh", "+hoa bình lũ chợ",
        ]

        @Test func `one shard or two, in one worker or in two, give the same answers to the bit`() async throws {
            let one = try await ShardedCluster(shards: 1, workers: [nil])
            let two = try await ShardedCluster(shards: 2, workers: [nil])
            for cluster in [one, two] { try await Self.fill(cluster) }
            let expected = try await Self.answers(one)
            #expect(expected.filter { $0.hits.count > 5 }.count > Self.queries.count)
            let together = try await Self.answers(two)
            try await two.startWorkers([[0], [1]])
            let apart = try await Self.answers(two)
            for (index, wanted) in expected.enumerated() {
                for found in [together[index], apart[index]] {
                    let query = Self.queries[index % Self.queries.count]
                    #expect(found.hits == wanted.hits, "\(query)")
                    #expect(found.hits.map(\.score.bitPattern) == wanted.hits.map(\.score.bitPattern), "\(query)")
                    #expect(found.total == wanted.total, "\(query)")
                    #expect(found.shards.asked == 2 && found.shards.answered == 2, "\(query)")
                    #expect(found.shards.generations.map(\.shard) == [0, 1], "\(query)")
                }
            }
            for query in Self.queries {
                let count = try await two.client.call(Count.self, .init(query: query), deadline: .seconds(30))
                let wanted = try await one.client.call(Count.self, .init(query: query), deadline: .seconds(30))
                #expect(count.count == wanted.count, "\(query)")
            }
            for cluster in [one, two] { try await cluster.stop() }
        }

        /// Seeds, generated documents, replacements and deletions, in several generations.
        private static func fill(_ cluster: ShardedCluster) async throws {
            let seeds = Executables.root.appending(path: "seeds").path
            let state = cluster.folder.appending(path: "ingest").path
            let ingest = try await Child.run(
                "timtin", ["ingest", "--broker", cluster.endpoint, "--wait", "--state", state, seeds])
            #expect(ingest.status == 0, "\(ingest.output)")
            for start in stride(from: 0, to: 300, by: 60) {
                try await cluster.put((start..<start + 60).map { document($0, edition: 0) })
                try await cluster.settle()
            }
            try await cluster.put(stride(from: 0, to: 300, by: 7).map { document($0, edition: 1) })
            let deleted = try await cluster.client.call(
                DocumentsDelete.self, .init(ids: stride(from: 3, to: 300, by: 11).map { "tin-\($0)" }),
                deadline: .seconds(60))
            #expect(deleted.deleted == 27)
            try await cluster.settle()
        }

        private static func document(_ number: Int, edition: Int) -> Document {
            let words = ["chợ phiên", "lũ quét", "mưa lũ", "cho phien", "hoà bình", "hoa bình", "Mường Khương"]
            let chosen = (0..<number % 9).map { words[(number / 3 + $0 * (edition + 1)) % words.count] }
            return Document(
                id: "tin-\(number)", kind: number % 5 == 0 ? .teaser : .article, title: "Tin \(words[number % 7])",
                lead: number % 4 == 0 ? "huyện vùng cao" : "",
                body: ["chung riêng\(number)"] + chosen.map { "\($0) bản \(edition)" })
        }

        /// All of the best, a page of them, and the best without a count.
        private static func answers(_ cluster: ShardedCluster) async throws -> [Search.Result] {
            var answers: [Search.Result] = []
            for (from, size, totalUpTo) in [(0, 400, nil), (3, 10, nil), (0, 5, 0)] as [(Int, Int, Int?)] {
                for query in queries {
                    var result = try await cluster.client.call(
                        Search.self, .init(query: query, from: from, size: size, totalUpTo: totalUpTo),
                        deadline: .seconds(30))
                    // How many are "at least" is chance.
                    if result.total.relation == .atLeast { result.total.value = 0 }
                    if totalUpTo != nil { result.total = TotalHits(value: 0, relation: .atLeast) }
                    answers.append(result)
                }
            }
            return answers
        }
    }
}

/// A cluster of processes that a test starts one by one, an indexer for each shard.
private final class ShardedCluster: Sendable {
    let folder = Cluster.newFolder()
    let endpoint: String
    let client: RPCClient
    private let broker: Child
    private let indexers: [Child]
    private let workers = MutableChildren()

    /// - Parameter workers: For each worker the shards that it holds; nil for all.
    init(shards: Int, workers: [[Int]?]) async throws {
        let anyPort = "tcp://127.0.0.1:0"
        broker = try Child(
            "timtin-query",
            [
                "broker", "--bind", anyPort, "--cluster-bind", anyPort, "--events-bind", anyPort, "--shards",
                "\(shards)",
            ])
        let mark = "broker: clients "
        try await broker.waitForOutput(mark)
        let output = broker.output
        guard let start = output.range(of: mark) else { throw TestFailure("the broker says no endpoint: \(output)") }
        let endpoint = String(output[start.upperBound...].prefix { !$0.isWhitespace })
        self.endpoint = endpoint
        client = try RPCClient(endpoint: endpoint, logger: Cluster.quietLogger)
        let data = folder.path
        // Segments are not alike in clusters of different numbers of shards.
        indexers = try (0..<shards).map { shard in
            try Child(
                "timtin-indexer",
                [
                    "serve", "--broker", endpoint, "--data", data, "--shard", "\(shard)", "--merge-factor",
                    shards == 1 ? "64" : "2",
                ])
        }
        try await startWorkers(workers)
    }

    /// Starts other workers in place of those there are, and waits until they serve.
    func startWorkers(_ holdings: [[Int]?]) async throws {
        try await workers.replace(
            by: try holdings.map { held in
                try Child(
                    "timtin-query",
                    ["worker", "--broker", endpoint, "--data", folder.path]
                        + (held ?? []).flatMap { ["--shard", "\($0)"] })
            })
        try await settle()
    }

    func put(_ documents: [Document]) async throws {
        _ = try await client.call(
            DocumentsPut.self, .init(batch: UUID().uuidString, documents: documents.map { .init($0) }),
            deadline: .seconds(60))
    }

    /// Waits until all that is acknowledged is open in the workers of these processes.
    func settle() async throws {
        let wanted = try await client.call(IndexCommit.self, .init(), deadline: .seconds(60)).shards
        let client = client
        let processes = await workers.processIDs
        try await eventually("the workers have all shards open") {
            let status = try await client.call(ClusterStatus.self, .init(), deadline: .seconds(10))
            let members = status.members.filter { $0.member.role == .worker }
            guard Set(members.map { Int32($0.member.processID) }) == processes else { return false }
            let open = members.flatMap { $0.state.open ?? [] }
            return wanted.allSatisfy { shard in
                let own = open.filter { $0.shard == shard.shard }
                return shard.generation == nil || !own.isEmpty && own.allSatisfy { $0.through >= shard.through }
            }
        }
    }

    func stop() async throws {
        client.shutdown()
        try await workers.replace(by: [])
        for child in indexers + [broker] { try await MutableChildren.stop(child) }
        try FileManager.default.removeItem(at: folder)
    }
}

/// Processes that take each other's place.
private actor MutableChildren {
    private var children: [Child] = []

    var processIDs: Set<Int32> { Set(children.map(\.processID)) }

    func replace(by others: [Child]) async throws {
        for child in children { try await Self.stop(child) }
        children = others
    }

    static func stop(_ child: Child) async throws {
        child.signal(SIGTERM)
        let status = try await child.exitStatus(within: .seconds(30))
        #expect(status == 0, "\(child.name) ended with \(status):\n\(child.output)")
    }
}
