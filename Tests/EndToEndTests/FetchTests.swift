import Foundation
import Messaging
import Protocol
import Synchronization
import Testing

extension EndToEnd {
    /// Workers that share no folder with the indexers: each holds a shard and fetches its segments.
    @Suite(.serialized, .timeLimit(.minutes(20))) struct Fetching {
        @Test func `workers with a shard each fetch it, and answer together while one is killed and comes back`()
            async throws
        {
            let cluster = try FetchingCluster()
            for batch in 0..<3 { try await cluster.put(batch) }
            try await cluster.settle()
            #expect(
                try await cluster.client.call(Count.self, .init(query: "chung")).count == 3 * FetchingCluster.batchSize)
            let asking = Asking(cluster)
            async let asked = asking.run(documents: 3 * FetchingCluster.batchSize)
            for round in 0..<Executables.faultRounds {
                let victim = round % 2
                try await cluster.killWorker(victim)
                // Its own folder is enough: it serves before it asked anybody.
                try await cluster.workers.withLock { $0[victim] }.waitForOutput("as it was fetched before")
                try await asking.waitForWholeAnswers(20)
            }
            asking.stop()
            let (whole, partial) = try await asked
            print("answers while workers were killed: \(whole) whole, \(partial) flagged as partial, none wrong")
            try await cluster.stop()
        }

        @Test func `an indexer that dies leaves its workers to the one that stood by`() async throws {
            let cluster = try FetchingCluster()
            try await cluster.put(0)
            try await cluster.settle()
            for round in 1...Executables.faultRounds {
                try await cluster.killIndexer(of: round % 2)
                try await cluster.put(round)
                try await cluster.settle()
                let documents = (round + 1) * FetchingCluster.batchSize
                #expect(try await cluster.client.call(Count.self, .init(query: "chung")).count == documents)
                #expect(try await cluster.ids("riêng\(documents - 1)") == ["tin-\(documents - 1)"])
            }
            try await cluster.stop()
        }

        @Test func `a worker that dies while it fetches goes on where it was`() async throws {
            let cluster = try FetchingCluster()
            // Large enough that a kill may hit the middle of a file.
            try await cluster.put(0, wordCount: 30_000)
            try await cluster.settle()
            let expected = try await cluster.ids("chung", size: FetchingCluster.batchSize)
            var hitCount = 0
            for attempt in 0..<40 where hitCount < Executables.faultRounds {
                // A new copy each time, of which a part is there when the worker dies.
                let late = try cluster.startWorker(0, copy: "late-\(attempt)", arguments: ["--fetch-window=1"])
                let segments = cluster.folder.appending(path: "late-\(attempt)/shards/0000/index/segments").path
                // Looked at without a pause: a file is there within milliseconds.
                while Self.partialFiles(segments).isEmpty, late.isRunning, !late.output.contains(": fetched ") {
                    await Task.yield()
                }
                late.signal(SIGKILL)
                _ = try await late.exitStatus()
                guard !Self.partialFiles(segments).isEmpty else { continue }
                hitCount += 1
                let again = try cluster.startWorker(0, copy: "late-\(attempt)")
                try await again.waitForOutput(": fetched ")
                // The one worker of the shard that is left answers from what was fetched by two.
                let first = cluster.workers.withLock { workers in
                    defer { workers[0] = again }
                    return workers[0]
                }
                first.signal(SIGTERM)
                #expect(try await first.exitStatus() == 0)
                #expect(try await cluster.ids("chung", size: FetchingCluster.batchSize) == expected)
            }
            #expect(hitCount > 0, "no worker died in the middle of a file")
            print("workers that died while they fetched: \(hitCount)")
            try await cluster.stop()
        }

        private static func partialFiles(_ folder: String) -> [String] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.filter { $0.hasSuffix(".partial") }
        }

        @Test func `a folder of an indexer, of another worker or of another cluster is refused`() async throws {
            let cluster = try FetchingCluster()
            try await cluster.put(0)
            try await cluster.settle()
            let own = cluster.folder.appending(path: "worker-0").path
            for (arguments, reason) in [
                (["--fetch", cluster.data, "--shard", "0"], "data folder of an indexer"),
                (["--fetch", own, "--shard", "0"], "another process has"),
                (["--fetch", own, "--shard", "2"], "--shard 2"),
                (["--fetch", own, "--data", cluster.data], "give one of them"), ([], "--fetch"),
            ] {
                let ended = try await Child.run("timtin-query", ["worker", "--broker", cluster.endpoint] + arguments)
                #expect(ended.status != 0)
                #expect(ended.output.contains(reason), "\(arguments): \(ended.output)")
            }
            let foreign = cluster.folder.appending(path: "foreign").path
            try FileManager.default.createDirectory(atPath: foreign, withIntermediateDirectories: true)
            try Data("{\"shards\": 5}".utf8).write(to: URL(filePath: foreign + "/cluster.json"))
            for option in ["--fetch", "--data"] {
                let ended = try await Child.run(
                    "timtin-query", ["worker", "--broker", cluster.endpoint, option, foreign])
                #expect(ended.status != 0)
                #expect(ended.output.contains("was created for 5 shards"), "\(ended.output)")
            }
            try await cluster.stop()
        }
    }
}

/// A broker, two shards with an indexer that stands by, and a worker for each shard that fetches.
private final class FetchingCluster: Sendable {
    static let batchSize = 40

    let folder = Cluster.newFolder()
    let client: RPCClient
    let workers = Mutex<[Child]>([])
    private let broker: Child
    private let indexers = Mutex<[Child]>([])

    var data: String { folder.appending(path: "data").path }
    var endpoint: String { "ipc://\(folder.path)/clients" }

    init() throws {
        let inside = "ipc://\(folder.path)"
        broker = try Child(
            "timtin-query",
            [
                "broker", "--bind=\(inside)/clients", "--cluster-bind=\(inside)/cluster",
                "--events-bind=\(inside)/events", "--shards=2",
            ])
        client = try RPCClient(endpoint: "\(inside)/clients", logger: Cluster.quietLogger)
        for number in 0..<3 { try startIndexer("indexer-\(number)") }
        for shard in 0..<2 {
            let worker = try startWorker(shard)
            workers.withLock { $0.append(worker) }
        }
    }

    private func startIndexer(_ name: String) throws {
        let indexer = try Child(
            "timtin-indexer",
            [
                "serve", "--name=\(name)", "--broker=\(endpoint)", "--data=\(data)",
                "--bind=ipc://\(folder.path)/\(name)", "--advertise=auto",
            ])
        indexers.withLock { $0.append(indexer) }
    }

    /// - Parameter copy: The folder of its copy, inside of the cluster's.
    func startWorker(_ shard: Int, copy: String? = nil, arguments: [String] = []) throws -> Child {
        let copy = copy ?? "worker-\(shard)"
        return try Child(
            "timtin-query",
            [
                "worker", "--name=\(copy)", "--broker=\(endpoint)", "--shard=\(shard)",
                "--fetch=\(folder.path)/\(copy)", "--threads=2",
            ] + arguments)
    }

    /// Kills a worker by `kill -9` and starts it again.
    func killWorker(_ shard: Int) async throws {
        let worker = workers.withLock { $0[shard] }
        worker.signal(SIGKILL)
        _ = try await worker.exitStatus()
        let next = try startWorker(shard)
        workers.withLock { $0[shard] = next }
    }

    /// Kills the indexer of a shard by `kill -9` and starts another, which stands by.
    func killIndexer(of shard: Int) async throws {
        let owner = try await client.call(ClusterStatus.self, .init(), deadline: .seconds(30)).members.first { member in
            member.state.owned?.contains { $0.shard == shard } == true
        }
        let processID = try #require(owner?.member.processID)
        let indexer = try #require(indexers.withLock { $0.first { $0.processID == processID } })
        indexer.signal(SIGKILL)
        _ = try await indexer.exitStatus()
        try startIndexer("indexer-again-\(processID)")
    }

    /// Writes a batch of documents, whatever it takes within a minute.
    ///
    /// - Parameter wordCount: How many words of its own each document has besides.
    func put(_ batch: Int, wordCount: Int = 0) async throws {
        let documents = (0..<Self.batchSize).map { place in
            let number = batch * Self.batchSize + place
            return Document(
                id: "tin-\(number)", title: "Tin số \(number)",
                body: [
                    "chung riêng\(number)",
                    (0..<wordCount).map { String(($0 + number) &* 0x9E37_79B9 & 0xFF_FFFF, radix: 36) }
                        .joined(separator: " "),
                ])
        }
        let result = try await client.call(
            DocumentsPut.self, .init(batch: "\(batch)", documents: documents.map { .init($0) }), deadline: .seconds(60))
        #expect(result.outcomes.allSatisfy { $0.outcome == .created || $0.outcome == .unchanged })
    }

    /// Waits until each shard's worker has all that is acknowledged open.
    func settle() async throws {
        let wanted = try await client.call(IndexCommit.self, .init(), deadline: .seconds(60)).shards
        #expect(wanted.count == 2)
        try await eventually("each shard's worker has the committed generation open") {
            let members = try await self.client.call(ClusterStatus.self, .init(), deadline: .seconds(10)).members
            return wanted.allSatisfy { shard in
                members.contains { member in
                    member.member.name == "worker-\(shard.shard)"
                        && member.state.open?.map(\.shard) == [shard.shard]
                        && (member.state.open?.first?.through ?? 0) >= shard.through
                }
            }
        }
    }

    func ids(_ query: String, size: Int = 10) async throws -> [String] {
        try await client.call(Search.self, .init(query: query, size: size, snippets: false), deadline: .seconds(30))
            .hits.map(\.id)
    }

    func stop() async throws {
        client.shutdown()
        for child in workers.withLock({ $0 }) + indexers.withLock({ $0 }).filter(\.isRunning) {
            child.signal(SIGTERM)
            #expect(try await child.exitStatus() == 0, "\(child.name):\n\(child.output)")
        }
        broker.signal(SIGTERM)
        #expect(try await broker.exitStatus() == 0, "\(broker.output)")
        try FileManager.default.removeItem(at: folder)
    }
}

/// Searches without a pause, and expects every answer to be right: the document that was asked for, or a flag that its
/// shard did not answer.
private final class Asking: Sendable {
    private let cluster: FetchingCluster
    private let isStopped = Mutex(false)
    private let wholeCount = Mutex(0)

    init(_ cluster: FetchingCluster) { self.cluster = cluster }

    func stop() { isStopped.withLock { $0 = true } }

    func run(documents: Int) async throws -> (whole: Int, partial: Int) {
        var partialCount = 0
        var number = 0
        while !isStopped.withLock({ $0 }) {
            number = (number + 7) % documents
            let answer: Search.Result
            do {
                answer = try await cluster.client.call(
                    Search.self, .init(query: "riêng\(number)", snippets: false), deadline: .seconds(30))
            } catch let error as RPCError where error.data.retryable {
                continue
            }
            #expect(answer.shards.asked == 2)
            if answer.shards.answered == 2 {
                #expect(answer.hits.map(\.id) == ["tin-\(number)"])
                wholeCount.withLock { $0 += 1 }
            } else {
                #expect(answer.hits.isEmpty || answer.hits.map(\.id) == ["tin-\(number)"])
                partialCount += 1
            }
        }
        return (wholeCount.withLock { $0 }, partialCount)
    }

    /// Waits for so many further answers of all shards.
    func waitForWholeAnswers(_ count: Int) async throws {
        let wanted = wholeCount.withLock { $0 } + count
        try await eventually("\(count) whole answers come") { self.wholeCount.withLock { $0 } >= wanted }
    }
}
