import Protocol
import Testing

@testable import Ingestor

@Suite struct SortedOutcomesTests {
    @Test func `those that failed are told from those that are settled, by their place`() throws {
        let sorted = try SortedOutcomes(
            [
                PutOutcome(id: "a", outcome: .created),
                PutOutcome(id: "b", outcome: .failed, reason: "shard 1 is away", retryable: true),
                PutOutcome(id: "c", outcome: .refused, reason: "too long"),
                PutOutcome(id: "b", outcome: .failed, reason: "later"),
            ], documentCount: 4)
        #expect(sorted.settled.map(\.place) == [0, 2])
        #expect(sorted.failed == [1, 3])
        #expect(sorted.failure?.data.retryable == true && sorted.failure?.data.detail == "shard 1 is away")
    }

    @Test func `the place that an outcome names counts, not its order`() throws {
        let sorted = try SortedOutcomes(
            [
                PutOutcome(index: 2, id: "c", outcome: .refused, reason: "too long"),
                PutOutcome(index: 0, id: "a", outcome: .failed, reason: "away", retryable: true),
                PutOutcome(index: 1, id: "b", outcome: .created),
            ], documentCount: 3)
        #expect(sorted.settled.map(\.place) == [2, 1] && sorted.failed == [0])
        for wrong in [3, -1, 1] {
            #expect(throws: RPCError.self) {
                try SortedOutcomes(
                    [
                        PutOutcome(index: 0, id: "a", outcome: .created),
                        PutOutcome(index: 1, id: "b", outcome: .created),
                        PutOutcome(index: wrong, id: "c", outcome: .created),
                    ], documentCount: 3)
            }
        }
    }

    @Test func `a failure that another attempt cannot cure is not tried again`() throws {
        let sorted = try SortedOutcomes(
            [PutOutcome(id: "a", outcome: .failed, reason: "damaged", retryable: false)], documentCount: 1)
        let failure = try #require(sorted.failure)
        #expect(SendRecovery.decide(on: failure, documentCount: 1) == .fail)
    }

    @Test func `an answer that leaves a document out is an error`() {
        #expect(throws: RPCError.self) {
            try SortedOutcomes([PutOutcome(id: "a", outcome: .created)], documentCount: 2)
        }
    }
}
