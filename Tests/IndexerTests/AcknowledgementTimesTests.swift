import Testing

@testable import Indexer

struct AcknowledgementTimesTests {
    let start = ContinuousClock.Instant.now

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

    @Test func `a generation is as old as the oldest change that it lacks`() {
        var times = AcknowledgementTimes()
        times.add(through: 3, at: at(0))
        times.add(through: 7, at: at(100))
        times.add(through: 9, at: at(200))
        #expect(times.oldest(after: 0) == at(0))
        #expect(times.oldest(after: 2) == at(0))
        #expect(times.oldest(after: 3) == at(100))
        #expect(times.oldest(after: 8) == at(200))
        #expect(times.oldest(after: 9) == nil)
    }

    @Test func `what comes close together is taken for as old as its first`() {
        var times = AcknowledgementTimes()
        times.add(through: 1, at: at(0))
        times.add(through: 2, at: at(4))
        times.add(through: 3, at: at(6))
        #expect(times.oldest(after: 1) == at(0))
        #expect(times.oldest(after: 2) == at(6))
    }

    @Test func `what is forgotten is not asked for`() {
        var times = AcknowledgementTimes()
        times.add(through: 1, at: at(0))
        times.add(through: 2, at: at(10))
        times.forget(through: 1)
        #expect(times.oldest(after: 1) == at(10))
        times.forget(through: 2)
        #expect(times.oldest(after: 0) == nil)
    }

    @Test func `however many there are, memory is bounded and no age is told too young`() {
        var times = AcknowledgementTimes()
        for index in 0..<20_000 { times.add(through: UInt64(index + 1), at: at(index * 10)) }
        for index in [0, 1, 4999, 12_345, 19_998] {
            let oldest = times.oldest(after: UInt64(index))
            #expect(oldest.map { $0 <= at(index * 10) } == true)
        }
        #expect(times.oldest(after: 19_999) == at(199_990))
    }
}
