import Testing

@testable import SearchIndex

@Suite struct `The pace of merges` {
    @Test func `Pauses are what is missing of the time`() {
        var pace = MergePace(1 << 20)
        let start = ContinuousClock.now
        #expect(pace.pause(atByteCount: 0, now: start) == .zero)
        #expect(pace.pause(atByteCount: 2 << 20, now: start) == .seconds(2))
        #expect(pace.pause(atByteCount: 2 << 20, now: start + .milliseconds(500)) == .milliseconds(1500))
        #expect(pace.pause(atByteCount: 3 << 20, now: start + .seconds(3)) == .zero)
        #expect(pace.pause(atByteCount: 4 << 20, now: start + .seconds(60)) == .zero)
    }

    @Test func `Without a rate there are none`() {
        var pace = MergePace(nil)
        let start = ContinuousClock.now
        #expect(pace.pause(atByteCount: 0, now: start) == .zero)
        #expect(pace.pause(atByteCount: .max / 2, now: start) == .zero)
    }
}
