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
