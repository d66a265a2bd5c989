import Testing

@testable import Indexer

struct StandByTests {
    private let start = ContinuousClock.now

    @Test func `any shard is tried, in order, or the one that is wanted`() {
        #expect(StandBy(shard: nil, of: 3).candidates(at: start) == [0, 1, 2])
        #expect(StandBy(shard: 2, of: 3).candidates(at: start) == [2])
    }

    @Test func `a shard that was lost is left alone twice as long each time`() {
        var standBy = StandBy(shard: nil, of: 2)
        var now = start
        var pauses: [Duration] = []
        for _ in 0..<12 {
            let pause = standBy.lost(1, at: now)
            #expect(standBy.candidates(at: now) == [0])
            #expect(standBy.candidates(at: now + pause - .nanoseconds(1)) == [0])
            now += pause
            #expect(standBy.candidates(at: now) == [0, 1])
            pauses.append(pause)
        }
        #expect(pauses.prefix(4) == [.seconds(5), .seconds(10), .seconds(20), .seconds(40)])
        #expect(pauses.last == StandBy.pauseMax)
    }
}
