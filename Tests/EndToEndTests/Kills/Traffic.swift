import Messaging
import Protocol
import Synchronization
import Testing

/// Writes and searches that go on while parts of a cluster die. Each is checked as it is answered; none may fail.
final class Traffic: Sendable {
    static let batchSize = 20
    /// The documents that are searched for: those written before anything dies.
    static let knownCount = 4 * batchSize

    private struct State {
        var batchCount = 0
        var acknowledgedCount = 0
        var answeredCount = 0
        var isStopped = false
    }

    private let cluster: Cluster
    private let state = Mutex(State())

    /// Writes the documents that are to be searched for, and waits until every worker has them.
    init(_ cluster: Cluster, workers: Int = 1) async throws {
        self.cluster = cluster
        for _ in 0..<Self.knownCount / Self.batchSize { try await write() }
        try await cluster.settle(workers: workers)
    }

    /// Writes and searches without a pause until ``stop()``.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { while self.isGoingOn { try await self.write() } }
            group.addTask { while self.isGoingOn { try await self.search() } }
            try await group.waitForAll()
        }
    }

    func stop() { state.withLock { $0.isStopped = true } }

    /// Writes one batch; returns once it is acknowledged.
    func write() async throws {
        let batch = state.withLock { state in
            defer { state.batchCount += 1 }
            return state.batchCount
        }
        let numbers = batch * Self.batchSize..<(batch + 1) * Self.batchSize
        let result = try await cluster.put(
            numbers.map { Document(id: "tin-\($0)", title: "Tin \($0)", body: ["chung riêng\($0)"]) })
        #expect(result.outcomes.map(\.id) == numbers.map { "tin-\($0)" })
        // A batch that was sent again may find itself there already.
        #expect(result.outcomes.allSatisfy { [.created, .unchanged].contains($0.outcome) })
        state.withLock { $0.acknowledgedCount += Self.batchSize }
    }

    /// Searches for one of the known documents, the next of them with each call.
    func search() async throws {
        let number = state.withLock { state in
            defer { state.answeredCount += 1 }
            return state.answeredCount % Self.knownCount
        }
        #expect(try await cluster.ids("riêng\(number)") == ["tin-\(number)"])
    }

    /// Waits until so many more documents than now are acknowledged.
    func waitForAcknowledgements(_ count: Int) async throws {
        let goal = state.withLock { $0.acknowledgedCount } + count
        try await eventually("\(goal) documents are acknowledged") {
            self.state.withLock { $0.acknowledgedCount } >= goal
        }
    }

    /// Expects each document that was written to be there once, in the journal and in the index.
    func expectAll(workers: Int = 1) async throws {
        let count = state.withLock { $0.batchCount } * Self.batchSize
        try await cluster.settle(workers: workers)
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

    private var isGoingOn: Bool { state.withLock { !$0.isStopped } && !Task.isCancelled }
}
