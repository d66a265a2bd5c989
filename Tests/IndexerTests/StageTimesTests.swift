import Protocol
import Testing

@testable import Indexer

struct StageTimesTests {
    private let start = ContinuousClock.now

    @Test func `a percentile is precise to a tenth`() {
        var window = LatencyWindow(now: start)
        #expect(window.percentile(0.5, at: start) == nil)
        for milliseconds in 1...1000 { window.add(.milliseconds(milliseconds), count: 1, at: start) }
        for (share, exact) in [(0.0, 1.0), (0.5, 500), (0.9, 900), (0.99, 990), (1, 1000)] {
            let found = (window.percentile(share, at: start) ?? .zero) / .milliseconds(1)
            #expect(found >= exact && found <= exact * 1.1, "\(share): \(found)")
        }
    }

    @Test func `counts weigh, and whatever is beyond all measure has its place`() {
        var window = LatencyWindow(now: start)
        window.add(.zero, count: 99, at: start)
        window.add(.seconds(10_000_000), count: 1, at: start)
        #expect(window.percentile(0.99, at: start) == .milliseconds(1))
        #expect((window.percentile(1, at: start) ?? .zero) > .seconds(3600))
    }

    @Test func `what is older than the window does not count any more`() {
        var window = LatencyWindow(now: start)
        window.add(.milliseconds(100), count: 1, at: start)
        window.add(.milliseconds(10), count: 1, at: start + LatencyWindow.length)
        #expect((window.percentile(1, at: start + LatencyWindow.length) ?? .zero) >= .milliseconds(100))
        #expect((window.percentile(1, at: start + LatencyWindow.length * 2) ?? .seconds(1)) < .milliseconds(12))
        #expect(window.percentile(1, at: start + LatencyWindow.length * 4) == nil)
    }

    @Test func `ages are those of the changes that a generation adds`() {
        var times = AcknowledgementTimes()
        times.add(through: 10, at: start)
        times.add(through: 14, at: start + .milliseconds(100))
        times.add(through: 20, at: start + .milliseconds(200))
        let now = start + .milliseconds(300)
        func ages(_ after: UInt64, _ through: UInt64) -> [String] {
            times.ages(after: after, through: through, at: now).map { "\($0.count): \($0.age)" }
        }
        func expected(_ values: (Int, Int)...) -> [String] {
            values.map { "\($0.0): \(Duration.milliseconds($0.1))" }
        }
        #expect(ages(0, 20) == expected((10, 300), (4, 200), (6, 100)))
        #expect(ages(4, 12) == expected((6, 300), (2, 200)))
        #expect(ages(14, 14) == [])
        #expect(ages(20, 30) == [])
    }

    @Test func `an indexer counts what its stages did`() async throws {
        let data = try TemporaryFolder()
        let shard = try ServedShard(data)
        let params = DocumentsPut.Params(
            batch: "b", documents: (0..<20).map { .init(Document(id: "\($0)", title: "Lũ \($0)")) })
        for _ in 0..<2 { _ = try await shard.service.put(.init(params), readingTime: .milliseconds(3)) }
        _ = try await shard.service.commit(shard: nil)
        let counters = try #require(shard.service.memberState.counters)
        #expect(counters["documents"] == 20)
        #expect(counters["indexedDocuments"] == 20)
        #expect(counters["repeatedBatches"] == 1)
        #expect(counters["transactions"] == 2)
        #expect(counters["readMicroseconds"] == 6000)
        for name in ["prepare", "journal", "index"] { #expect(try #require(counters["\(name)Microseconds"]) > 0) }
        #expect(try #require(counters["generations"]) > 0)
        #expect(try #require(counters["acknowledgedToPublishedP50Milliseconds"]) > 0)
        await shard.service.stop()
    }
}
