import Foundation
import Messaging
import Protocol
import SearchIndex
import ServiceSupport
import Testing

@testable import QueryService

@Suite(.timeLimit(.minutes(2))) struct `Fetched segments` {
    private let sample = SampleIndex()
    private let copy = SampleIndex()
    private static let queries = ["chung", "riêng3", "riêng3 OR riêng7", "\"tin số\"", "ri*", "*"]

    private func documents(_ numbers: Range<Int>) -> [Document] { numbers.map { SampleIndex.document($0) } }

    private var expected: [[String]] {
        get async throws {
            let shards = try await sample.shards()
            return try Self.queries.map { query in
                try SearchEngine.search(SearchParameters(Search.Params(query: query, size: 100)), in: shards.views())
                    .hits.map { "\($0.id) \($0.score)" }
            }
        }
    }

    @Test func `are searched as the indexer's own are, and are there after a restart without asking`() async throws {
        let server = try FileServer(sample)
        let generation = try sample.publish(documents(0..<50), through: 1)
        do {
            let worker = try await FetchingWorker(copy.folder.path)
            #expect(worker.shards.openGenerations.isEmpty)
            worker.shards.clusterChanged(server.publish(generation))
            await worker.open(generation)
            #expect(try worker.answers(to: Self.queries) == (try await expected))
            await worker.shards.settle()
        }
        let byteCount = server.byteCount
        #expect(byteCount == Int(generation.byteCount))
        let again = try await FetchingWorker(copy.folder.path)
        #expect(again.shards.openGenerations.map(\.through) == [1])
        again.shards.clusterChanged(server.cluster)
        let next = try sample.publish(documents(50..<60), through: 2)
        again.shards.clusterChanged(server.publish(next))
        await again.open(next)
        // Only what is new was fetched.
        #expect(server.byteCount - byteCount == Int(next.byteCount - generation.byteCount))
        #expect(try again.answers(to: Self.queries) == (try await expected))
    }

    @Test(arguments: UInt64(0)..<6)
    func `answer as the indexer's do after publishes, merges, damage, moves and kills`(seed: UInt64) async throws {
        var random = SplitMix(state: seed)
        let server = try FileServer(sample)
        var worker: FetchingWorker? = try await FetchingWorker(copy.folder.path)
        var last = try sample.publish(documents(0..<20), through: 1)
        for step in 2...30 {
            switch Int.random(in: 0..<7, using: &random) {
            case 0:
                if let merged = try sample.merge() { last = merged }
            case 1: try sample.removeUnused()
            case 2: try server.restart()
            case 3: server.damage(oneIn: Bool.random(using: &random) ? Int.random(in: 5...9, using: &random) : nil)
            case 4:
                // A killed worker leaves its folder as it is; its lock goes with it.
                worker?.shards.end()
                worker = nil
                worker = try await FetchingWorker(copy.folder.path)
            default:
                let first = Int.random(in: 0..<80, using: &random)
                last = try sample.publish(documents(first..<first + 15), through: UInt64(step))
            }
            worker?.shards.clusterChanged(server.publish(last))
            if Int.random(in: 0..<4, using: &random) == 0 { await worker?.open(last) }
        }
        server.damage(oneIn: nil)
        worker?.shards.clusterChanged(server.publish(last))
        await worker?.open(last)
        #expect(try worker?.answers(to: Self.queries) == (try await expected))
        await worker?.shards.settle()
        // What the generation does not name is deleted.
        let names = try FileManager.default.contentsOfDirectory(atPath: copy.indexFolder(0) + "/segments")
        #expect(names.count == last.segmentCount)
    }

    @Test func `that come damaged are fetched again, and never opened`() async throws {
        let server = try FileServer(sample)
        let generation = try sample.publish(documents(0..<40), through: 1)
        let worker = try await FetchingWorker(copy.folder.path)
        // Each file comes damaged once, since its first part is.
        server.damage(oneIn: 1_000_000)
        worker.shards.clusterChanged(server.publish(generation))
        await worker.open(generation)
        #expect(server.byteCount > Int(generation.byteCount))
        #expect(try worker.answers(to: Self.queries) == (try await expected))
    }

    @Test func `serve on when the disk refuses, and go on when it does not any more`() async throws {
        let server = try FileServer(sample)
        let first = try sample.publish(documents(0..<10), through: 1)
        let worker = try await FetchingWorker(copy.folder.path)
        worker.shards.clusterChanged(server.publish(first))
        await worker.open(first)
        await worker.shards.settle()
        let second = try sample.publish(documents(10..<20), through: 2)
        let manifest = try GenerationFiles(folder: sample.indexFolder(0)).manifest(of: second.name)
        let path = try #require(manifest.files.last?.path)
        // A folder in the place of a file cannot be written to, by nobody.
        let obstacle = "\(copy.indexFolder(0))/\(path).partial"
        try FileManager.default.createDirectory(atPath: obstacle, withIntermediateDirectories: true)
        let before = server.byteCount
        worker.shards.clusterChanged(server.publish(second))
        while server.byteCount < before + 3 * Int(second.byteCount - first.byteCount) { await Task.yield() }
        #expect(worker.shards.openGenerations.map(\.through) == [1])
        #expect(try worker.answers(to: ["chung"])[0].count == 10)
        try FileManager.default.removeItem(atPath: obstacle)
        await worker.open(second)
        #expect(try worker.answers(to: Self.queries) == (try await expected))
    }

    @Test func `are switched whole while queries run`() async throws {
        let server = try FileServer(sample)
        let worker = try await FetchingWorker(copy.folder.path)
        var last = try sample.publish(documents(0..<1), through: 1)
        worker.shards.clusterChanged(server.publish(last))
        await worker.open(last)
        let isOver = Flag()
        try await withThrowingTaskGroup(of: Void.self) { group in
            let shards = worker.shards
            group.addTask {
                try await SearchThreads(count: 1).run {
                    var count = 1
                    while !isOver.isSet {
                        let views = shards.views()
                        let parameters = SearchParameters(Count.Params(query: "chung"))
                        let now = try SearchEngine.count(parameters, in: views).count
                        #expect(now == Int(views[0].reader?.generation.through ?? 0))
                        #expect(now >= count)
                        count = now
                    }
                }
            }
            for number in 1..<25 {
                last = try sample.publish(documents(number..<number + 1), through: UInt64(number + 1))
                try sample.removeUnused()
                worker.shards.clusterChanged(server.publish(last))
            }
            await worker.open(last)
            isOver.set()
            try await group.waitForAll()
        }
        #expect(try worker.answers(to: ["chung"])[0].count == 25)
    }

    @Test func `lie in a folder that is nobody else's`() async throws {
        _ = try sample.publish(documents(0..<3), through: 1)
        let first = try await FetchingWorker(copy.folder.path)
        let taken = await #expect(throws: ProgramError.self) { try await FetchingWorker(copy.folder.path) }
        #expect(taken?.message.contains("of its own") == true)
        withExtendedLifetime(first) {}
        try Data().write(to: sample.folder.appending(path: "shards/0000/journal.sqlite"))
        let indexers = await #expect(throws: ProgramError.self) { try await FetchingWorker(sample.folder.path) }
        #expect(indexers?.message.contains("--fetch") == true)
    }

    @Test func `are those of the shards that are held, and no others`() async throws {
        let server = try FileServer(sample, shard: 1)
        let generation = try sample.publish(documents(0..<3), shard: 1, through: 1)
        let worker = try await FetchingWorker(copy.folder.path, shards: 3, held: [1])
        worker.shards.clusterChanged(ClusterState(shards: [SampleIndex.state(generation, shard: 0)]))
        worker.shards.clusterChanged(server.publish(generation))
        await worker.open(generation)
        #expect(worker.shards.openGenerations.map(\.shard) == [1])
        #expect(worker.shards.views().map { $0.reader != nil } == [false, true, false])
    }
}
