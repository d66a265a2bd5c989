import Foundation
import Messaging
import Protocol
import Synchronization
import Testing

/// Writes numbered documents, batch after batch, and remembers what was acknowledged.
final class Writer: Sendable {
    static let batchSize = 20

    private struct State {
        var acknowledged = 0
        var isStopped = false
        /// When each batch was sent first and when it was acknowledged.
        var times: [(sent: ContinuousClock.Instant, acknowledged: ContinuousClock.Instant)] = []
    }

    private let cluster: Cluster
    private let state = Mutex(State())

    init(_ cluster: Cluster) { self.cluster = cluster }

    /// Writes until stopped.
    ///
    /// - Returns: How many documents were written, numbered from 0.
    func run(from first: Int = 0) async throws -> Int {
        var batch = first
        while !state.withLock({ $0.isStopped }) {
            try await put(batch)
            batch += 1
        }
        return batch * Self.batchSize
    }

    /// Writes one batch; returns once it is acknowledged.
    func put(_ batch: Int) async throws {
        let numbers = batch * Self.batchSize..<(batch + 1) * Self.batchSize
        let start = ContinuousClock.now
        let result = try await cluster.put(
            numbers.map { Document(id: "tin-\($0)", title: "Tin \($0)", body: ["chung riêng\($0)"]) })
        #expect(result.outcomes.count == Self.batchSize)
        #expect(result.outcomes.allSatisfy { $0.outcome != .refused })
        state.withLock { state in
            state.acknowledged += Self.batchSize
            state.times.append((start, .now))
        }
    }

    func stop() { state.withLock { $0.isStopped = true } }

    /// Waits until so many more documents than now are acknowledged.
    func waitForAcknowledgements(_ count: Int) async throws {
        let goal = state.withLock { $0.acknowledged } + count
        try await eventually("\(goal) documents are acknowledged") { self.state.withLock { $0.acknowledged } >= goal }
    }

    /// How long after a moment the first batch was acknowledged that was sent after it; waits for that.
    func timeToAcknowledgement(after moment: ContinuousClock.Instant) async throws -> Duration {
        let found = Mutex<Duration?>(nil)
        try await eventually("a batch sent after the fault is acknowledged") {
            let first = self.state.withLock { $0.times.first { $0.sent >= moment } }
            found.withLock { $0 = first.map { $0.acknowledged - moment } }
            return first != nil
        }
        return try #require(found.withLock { $0 })
    }

    /// Expects each document to be there once, in the journal and in the index.
    func expectAll(_ count: Int) async throws {
        try await cluster.settle()
        #expect(try await cluster.client.call(Count.self, .init(query: "chung"), deadline: .seconds(30)).count == count)
        let ids = (0..<count).map { "tin-\($0)" }
        for start in stride(from: 0, to: count, by: 500) {
            let part = Array(ids[start..<min(start + 500, count)])
            let found = try await cluster.client.call(DocumentsGet.self, .init(ids: part), deadline: .seconds(30))
            #expect(found.missing == [])
        }
        for number in stride(from: 0, to: count, by: max(1, count / 50)) {
            #expect(try await cluster.ids("riêng\(number)") == ["tin-\(number)"])
        }
    }
}
