import Protocol
import Testing

@testable import Indexer

struct RivalOwnerTests {
    private func state(_ shard: Int, epoch: UInt64, at endpoint: String?) -> ShardState {
        ShardState(
            shard: shard, epoch: epoch, generation: nil, through: 0, acknowledged: 0, documents: 0, segments: 0,
            byteCount: 0, folder: "shards/0000", behind: [], endpoint: endpoint)
    }

    private func rival(epoch: UInt64, at endpoint: String?, shard: Int = 0) -> RivalOwner? {
        RivalOwner(
            of: state(0, epoch: 3, at: nil), at: "tcp://own:1",
            in: ClusterState(shards: [state(shard, epoch: epoch, at: endpoint)]))
    }

    @Test func `whoever has the same epoch elsewhere, or a greater one, is a rival`() {
        #expect(rival(epoch: 3, at: "tcp://other:1")?.endpoint == "tcp://other:1")
        #expect(rival(epoch: 4, at: "tcp://other:1")?.epoch == 4)
        #expect(rival(epoch: 4, at: nil) != nil)
    }

    @Test func `what the owner itself told, what came before, and other shards are none`() {
        #expect(rival(epoch: 3, at: "tcp://own:1") == nil)
        #expect(rival(epoch: 3, at: nil) == nil)
        #expect(rival(epoch: 2, at: "tcp://other:1") == nil)
        #expect(rival(epoch: 9, at: "tcp://other:1", shard: 1) == nil)
        #expect(RivalOwner(of: state(0, epoch: 1, at: nil), at: "tcp://own:1", in: ClusterState(shards: [])) == nil)
    }

    @Test func `a shard that is the cluster's elsewhere is never taken again`() {
        var standBy = StandBy(shard: nil, of: 2)
        standBy.abandon(0)
        #expect(standBy.candidates(at: .now + .seconds(1_000_000)) == [1])
    }
}
