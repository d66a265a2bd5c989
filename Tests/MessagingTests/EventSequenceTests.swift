import Messaging
import Testing

@Suite struct EventSequenceTests {
    private typealias Gap = EventSequence.Gap

    @Test func `numbers that follow one another are no gap, whichever is the first`() {
        var sequence = EventSequence()
        #expect(sequence.subscribed(to: "a") == nil)
        let gaps = (7...20).map { sequence.heard($0) }
        #expect(gaps.allSatisfy { $0 == nil })
    }

    @Test func `a number that is left out is a gap once`() {
        var sequence = EventSequence()
        _ = sequence.subscribed(to: "a")
        _ = sequence.heard(1)
        #expect(sequence.heard(5) == Gap(count: 3, after: 1))
        #expect(sequence.heard(6) == nil)
    }

    @Test func `an event lost between the first count and the first event is a gap`() {
        var sequence = EventSequence()
        _ = sequence.subscribed(to: "a")
        #expect(sequence.told(10) == nil)
        #expect(sequence.heard(12) == Gap(count: 1, after: 10))
    }

    @Test func `events that the answer overtook are none`() {
        var sequence = EventSequence()
        _ = sequence.subscribed(to: "a")
        #expect(sequence.told(10) == nil)
        #expect(sequence.heard(9) == nil)
        #expect(sequence.heard(10) == nil)
        #expect(sequence.told(12) == nil)
        #expect(sequence.heard(11) == nil)
        #expect(sequence.heard(12) == nil)
        #expect(sequence.told(12) == nil)
    }

    @Test func `a lost last event is noticed when the broker is asked the second time`() {
        var sequence = EventSequence()
        _ = sequence.subscribed(to: "a")
        _ = sequence.heard(3)
        #expect(sequence.told(5) == nil)
        #expect(sequence.told(5) == Gap(count: 2, after: 3))
        #expect(sequence.told(5) == nil)
        #expect(sequence.heard(6) == nil)
    }

    @Test func `a subscription to the same broker goes on where it was`() {
        var sequence = EventSequence()
        _ = sequence.subscribed(to: "a")
        _ = sequence.heard(3)
        #expect(sequence.subscribed(to: "a") == nil)
        #expect(sequence.heard(6) == Gap(count: 2, after: 3))
    }

    @Test func `another broker is a gap of unknown length, and its numbers begin anew`() {
        var sequence = EventSequence()
        _ = sequence.subscribed(to: "a")
        _ = sequence.heard(900)
        #expect(sequence.subscribed(to: "b") == Gap(count: nil, after: 0))
        #expect(sequence.told(4) == nil)
        #expect(sequence.heard(5) == nil)
        #expect(sequence.heard(7) == Gap(count: 1, after: 5))
    }
}
