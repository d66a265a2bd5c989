import DocumentReading
import Protocol
import Testing

@testable import Ingestor

@Suite struct AcknowledgementOrderTests {
    static func batch(_ number: Int, sequence: UInt64 = 0) -> FinishedBatch {
        FinishedBatch(
            number: number, next: BatcherTests.position(UInt64(number) + 1),
            sequences: sequence == 0 ? [] : [ShardSequence(shard: 0, sequence: sequence)])
    }

    @Test func `acknowledgements out of order wait for the earlier ones`() {
        var order = AcknowledgementOrder()
        #expect(order.finished(Self.batch(2)).isEmpty)
        #expect(order.finished(Self.batch(1)).isEmpty)
        #expect(order.waitingCount == 2)
        #expect(order.finished(Self.batch(0)).map(\.number) == [0, 1, 2])
        #expect(order.finished(Self.batch(3)).map(\.number) == [3])
        #expect(order.waitingCount == 0)
    }

    @Test func `every order of five acknowledgements ends behind the fifth and never skips one`() {
        func permutations(_ rest: [Int]) -> [[Int]] {
            rest.isEmpty
                ? [[]] : rest.flatMap { first in permutations(rest.filter { $0 != first }).map { [first] + $0 } }
        }
        for arrival in permutations(Array(0..<5)) {
            var order = AcknowledgementOrder()
            var done: [Int] = []
            var arrived: Set<Int> = []
            for number in arrival {
                arrived.insert(number)
                done += order.finished(Self.batch(number)).map(\.number)
                #expect(done == Array(0..<done.count))
                #expect(done.allSatisfy(arrived.contains))
                #expect(!arrived.contains(done.count), "batch \(done.count) is done and was held back")
            }
            #expect(done.count == 5)
        }
    }
}

@Suite struct CheckpointTests {
    static let shards = [
        ShardState(
            shard: 0, epoch: 1, generation: nil, through: 0, acknowledged: 40, documents: 0, segments: 0, byteCount: 0,
            folder: "shards/0000", behind: [])
    ]

    static func checkpoint(sequence: UInt64) -> Checkpoint {
        var checkpoint = Checkpoint(inputs: ["news"])
        checkpoint.pass(AcknowledgementOrderTests.batch(0, sequence: sequence))
        return checkpoint
    }

    @Test func `a checkpoint moves to the end of the batch and keeps the greatest sequences`() {
        var checkpoint = Self.checkpoint(sequence: 20)
        checkpoint.pass(AcknowledgementOrderTests.batch(1, sequence: 10))
        #expect(checkpoint.position == BatcherTests.position(2))
        #expect(checkpoint.sequences == [ShardSequence(shard: 0, sequence: 20)])
    }

    @Test(arguments: [(40, true), (41, false)] as [(UInt64, Bool)])
    func `a run goes on only where the journal holds what was acknowledged`(sequence: UInt64, expected: Bool) {
        #expect(Self.checkpoint(sequence: sequence).canGoOn(inputs: ["news"], shards: Self.shards) == expected)
    }

    @Test func `other inputs, another version and a shard that is gone begin anew`() {
        var checkpoint = Self.checkpoint(sequence: 1)
        #expect(!checkpoint.canGoOn(inputs: ["news", "more"], shards: Self.shards))
        #expect(!checkpoint.canGoOn(inputs: ["news"], shards: []))
        checkpoint.version += 1
        #expect(!checkpoint.canGoOn(inputs: ["news"], shards: Self.shards))
        #expect(!Checkpoint(inputs: ["news"]).canGoOn(inputs: ["news"], shards: Self.shards))
    }

    @Test func `a checkpoint comes back from its JSON as it was`() throws {
        let checkpoint = Self.checkpoint(sequence: 3)
        #expect(try WireCoder.decode(Checkpoint.self, from: try WireCoder.encode(checkpoint)) == checkpoint)
    }
}
