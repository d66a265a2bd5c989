import Foundation
import Protocol
import SearchIndex
import Synchronization
import Testing

@testable import QueryService

@Suite struct `Open generations` {
    private let sample = SampleIndex()

    private func count(_ query: String, _ shards: OpenShards) throws -> Int {
        try SearchEngine.count(SearchParameters(Count.Params(query: query)), in: shards.views()).count
    }

    @Test func `what lies in the folder is open before any indexer is heard of`() async throws {
        let generation = try sample.publish([SampleIndex.document(1)], through: 5)
        let shards = try await sample.shards()
        #expect(
            shards.openGenerations == [OpenGeneration(shard: 0, generation: "\(generation.name)", through: 5)])
    }

    @Test func `a newer generation is opened and told, an older one is not`() async throws {
        let first = try sample.publish([SampleIndex.document(1)], through: 1)
        let shards = OpenShards(dataFolder: sample.folder.path, logger: SampleIndex.quiet)
        let switches = Mutex(0)
        try await shards.begin(shards: 1) { switches.withLock { $0 += 1 } }
        let second = try sample.publish([SampleIndex.document(2)], through: 2)
        shards.clusterChanged(ClusterState(shards: [SampleIndex.state(second)]))
        await shards.settle()
        #expect(shards.openGenerations.map(\.through) == [2])
        #expect(try count("chung", shards) == 2)
        shards.clusterChanged(ClusterState(shards: [SampleIndex.state(first)]))
        await shards.settle()
        #expect(shards.openGenerations.map(\.through) == [2])
        #expect(switches.withLock { $0 } == 2)
    }

    @Test func `where a generation is gone the newer one is taken`() async throws {
        let shards = try await sample.shards()
        let first = try sample.publish([SampleIndex.document(1)], through: 1)
        for number in 2...6 { try sample.publish([SampleIndex.document(number)], through: UInt64(number)) }
        try sample.removeUnused()
        shards.clusterChanged(ClusterState(shards: [SampleIndex.state(first)]))
        await shards.settle()
        #expect(shards.openGenerations.map(\.through).allSatisfy { $0 == 1 || $0 == 6 })
        #expect(shards.openGenerations.count == 1)
    }

    @Test func `a generation that cannot be opened leaves the one that is open`() async throws {
        let first = try sample.publish([SampleIndex.document(1)], through: 1)
        let shards = try await sample.shards()
        var state = SampleIndex.state(first)
        state.generation = "9.9"
        shards.clusterChanged(ClusterState(shards: [state]))
        await shards.settle()
        #expect(shards.openGenerations.map(\.through) == [1])
        #expect(try count("chung", shards) == 1)
    }

    @Test func `queries see one generation whole while generations are switched under them`() async throws {
        try sample.publish([SampleIndex.document(0)], through: 1)
        let shards = try await sample.shards()
        let isOver = Flag()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try await SearchThreads(count: 1).run {
                        var last = 0
                        while !isOver.isSet {
                            let views = shards.views()
                            let through = views[0].reader?.generation.through ?? 0
                            let parameters = SearchParameters(Count.Params(query: "chung"))
                            let count = try SearchEngine.count(parameters, in: views).count
                            #expect(count == Int(through), "a query saw half a generation")
                            #expect(count >= last, "a query saw an older generation than the one before it")
                            last = count
                        }
                        return last
                    }
                }
            }
            for number in 1..<40 {
                let generation = try sample.publish([SampleIndex.document(number)], through: UInt64(number + 1))
                shards.clusterChanged(ClusterState(shards: [SampleIndex.state(generation)]))
                await shards.settle()
            }
            isOver.set()
            for try await last in group { #expect(last <= 40) }
        }
        #expect(try count("chung", shards) == 40)
    }
}

/// Something that happens once, seen by all threads.
final class Flag: Sendable {
    private let state = Mutex(false)
    var isSet: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
}

@Suite struct `Freshness` {
    private func generation(_ number: UInt64, through: UInt64) -> Generation {
        Generation(
            name: GenerationName(epoch: 1, number: number), through: through, documentCount: 1, segmentCount: 1,
            byteCount: 1)
    }

    private let behind = [
        GenerationAge(generation: "1.2", ageMilliseconds: 300), GenerationAge(generation: "1.3", ageMilliseconds: 50),
    ]

    private func age(_ generation: Generation?, acknowledged: UInt64 = 10) -> Double {
        let state = SampleIndex.state(self.generation(3, through: 8), acknowledged: acknowledged, behind: behind)
        return GenerationFreshness.age(of: generation, in: state, elapsed: 20)
    }

    @Test func `a generation with all that is acknowledged is fresh`() {
        #expect(age(generation(3, through: 8), acknowledged: 8) == 0)
    }

    @Test func `one that is listed is as old as listed, and the time since`() {
        #expect(age(generation(3, through: 8)) == 70)
        #expect(age(generation(2, through: 5)) == 320)
    }

    @Test func `one too old to be listed, or none, is at least as old as the oldest listed`() {
        #expect(age(generation(1, through: 2)) == 320)
        #expect(age(nil) == 320)
    }
}
