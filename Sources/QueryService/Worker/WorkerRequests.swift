import Messaging
import Protocol
import Synchronization

/// Carries out what the broker asks a worker.
final class WorkerRequests: Sendable {
    private let member: MemberInfo
    private let shards: OpenShards
    private let threads: SearchThreads
    private let running = Atomic(0)

    init(member: MemberInfo, shards: OpenShards, threadCount: Int) {
        self.member = member
        self.shards = shards
        threads = SearchThreads(count: threadCount)
    }

    /// Requests taken and not answered yet.
    var outstanding: Int { running.load(ordering: .relaxed) }

    /// The methods of a worker.
    var handlers: RPCHandlers {
        var handlers = RPCHandlers()
        let member = member
        handlers.on(Ping.self, answering: Ping.Result(role: .worker, name: member.name))
        handlers.on(WorkerPing.self, answering: Ping.Result(role: .worker, name: member.name))
        handlers.on(Search.self) { params, context in
            let parameters = try SearchParameters(params)
            return try await self.run(context) { try SearchEngine.search(parameters, in: $0) }
        }
        handlers.on(SearchStatistics.self) { params, context in
            let parameters = SearchParameters(params)
            return try await self.run(context) { try SearchEngine.statistics(parameters, in: $0) }
        }
        handlers.on(Count.self) { params, context in
            let parameters = SearchParameters(params)
            return try await self.run(context) { try SearchEngine.count(parameters, in: $0) }
        }
        return handlers
    }

    /// Does the work on a search thread, unless its time is over before its turn comes.
    private func run<Result: Sendable>(
        _ context: RPCContext, _ work: @escaping @Sendable ([ShardView]) throws -> Result
    ) async throws -> Result {
        running.add(1, ordering: .relaxed)
        defer { running.subtract(1, ordering: .relaxed) }
        let shards = shards
        return try await threads.run {
            if let deadline = context.deadline, deadline <= .now {
                throw RPCError(
                    .deadlineExceeded, detail: "the deadline passed while the request waited for a thread of the worker"
                )
            }
            return try work(shards.views())
        }
    }
}
