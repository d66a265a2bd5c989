import Messaging
import Protocol

/// A question for workers none of which holds every shard.
///
/// Scores are computed from numbers of all documents. So a search has two rounds: what scores are computed from is asked
/// of one worker a shard and added up, then the sum goes with the search to the same workers. Scores are then those of one
/// index of everything, to the last bit. Counting takes one round.
struct FanOut {
    private enum Question {
        case search(Search.Params)
        case count(Count.Params)
        case statistics(SearchStatistics.Params)
    }

    private let question: Question
    /// The shards that the client asks for.
    let shards: [Int]
    /// Those of them that are known to be empty.
    private var empty: [Int] = []
    /// By part of this round, the shards that it is asked for.
    private var asked: [[Int]] = []
    /// Who answered in the first round, by shard.
    private var holders: [Int: MemberID] = [:]
    private var statistics: QueryStatistics?
    private var isSummingUp = false
    private var answers = FanOutAnswers()
    private var lastError: RPCError?

    /// Takes a request of a client apart.
    ///
    /// - Throws: ``RPCError`` where the parameters are wrong.
    init(method: String, body: [UInt8], shards count: Int) throws(RPCError) {
        let wanted: [Int]?
        switch method {
        case Search.name:
            var params = try Gathering.params(of: Search.self, in: body)
            // The window is checked here, since workers are asked for another one.
            _ = try SearchParameters(params)
            (wanted, params._meta) = (params.shards, nil)
            statistics = params.statistics
            question = .search(params)
        case Count.name:
            var params = try Gathering.params(of: Count.self, in: body)
            (wanted, params._meta) = (params.shards, nil)
            question = .count(params)
        default:
            var params = try Gathering.params(of: SearchStatistics.self, in: body)
            (wanted, params._meta) = (params.shards, nil)
            question = .statistics(params)
        }
        for (place, shard) in (wanted ?? []).enumerated() where !(0..<count).contains(shard) {
            throw RPCError(
                .invalidParams, detail: "there is no shard \(shard): the cluster's are 0 to \(count - 1)",
                pointer: "/params/shards/\(place)")
        }
        // Empty means the same as absent.
        let named = Set(wanted ?? [])
        shards = named.isEmpty ? Array(0..<count) : named.sorted()
    }

    /// Whether the answers of this round are the last ones that are needed.
    var isLastRound: Bool { !isSummingUp }

    /// The first round.
    ///
    /// - Parameters:
    ///   - empty: The shards that are known to be empty: nothing is asked of them.
    ///   - missing: The shards that nobody has held for too long to wait for.
    mutating func begin(empty: [Bool], missing: [Bool]) throws(RPCError) -> [Piece] {
        self.empty = shards.filter { empty[$0] }
        asked = shards.filter { !empty[$0] && !missing[$0] }.map { [$0] }
        for shard in shards where !empty[shard] && missing[shard] {
            lastError = RPCError(
                .unavailable,
                detail: "no worker has had shard \(shard) open for a while: cluster.status says what is missing")
        }
        if case .search = question { isSummingUp = statistics == nil && asked.count > 1 }
        if asked.isEmpty, self.empty.count == shards.count { asked = [self.empty] }
        return try pieces()
    }

    /// Takes how a part ended. A shard that cannot answer is missing in the answer.
    ///
    /// - Throws: The error to answer at once: one that every worker would give.
    mutating func take(
        _ outcome: Result<[UInt8], RPCError>, part: Int, from member: MemberID?
    ) throws(RPCError) {
        do throws(RPCError) {
            let result = try Gathering.result(in: outcome.get())
            if isSummingUp {
                try add(statistics: result, part: part, from: member)
            } else {
                try answers.add(result)
            }
        } catch {
            switch error.knownCode {
            // The shards are right: the worker has lost one of them meanwhile.
            case .invalidParams where error.data.pointer?.hasPrefix("/params/shards") == true: lastError = error
            case .invalidParams, .invalidRequest, .methodNotFound, .messageTooLarge: throw error
            default: lastError = error
            }
        }
    }

    private mutating func add(
        statistics json: ArraySlice<UInt8>, part: Int, from member: MemberID?
    ) throws(RPCError) {
        let result = try Gathering.decode(SearchStatistics.Result.self, from: json)
        guard result.shards.answered > 0, let shard = asked[part].first else { return }
        statistics = try FanOutAnswers.sum(statistics, result.statistics)
        holders[shard] = member
    }

    /// What to do now that all parts of the round have ended.
    mutating func next(after elapsed: Duration) throws(RPCError) -> Gathering.Step {
        guard isSummingUp else { return try end(after: elapsed) }
        isSummingUp = false
        asked = asked.filter { holders[$0[0]] != nil }
        guard !asked.isEmpty else { return .fail(unavailable) }
        return .ask(try pieces())
    }

    private func end(after elapsed: Duration) throws(RPCError) -> Gathering.Step {
        guard answers.hasAny else { return .fail(unavailable) }
        // Where all shards are empty one worker told of all of them.
        let others = asked == [empty] ? 0 : empty.count
        let report = answers.report(asked: shards.count, empty: others)
        let took = elapsed / .milliseconds(1)
        let json: [UInt8]
        switch question {
        case .search(let params):
            json = try answers.search(from: params.from ?? 0, size: params.size ?? 10, report, took: took)
        case .count: json = try answers.count(report, took: took)
        case .statistics: json = try answers.statistics(report)
        }
        return .finish(json, isPartial: report.answered < report.asked)
    }

    private var unavailable: RPCError {
        lastError ?? RPCError(.unavailable, detail: "no worker has any of the shards open that were asked for")
    }

    private func pieces() throws(RPCError) -> [Piece] {
        try asked.map { (shards) throws(RPCError) in
            let target = shards == empty ? Target.anyWorker : .holder(shard: shards[0])
            return Piece(
                target: target, body: try request(shards), lane: lane, preferred: holders[shards[0]])
        }
    }

    private var lane: HedgeLane {
        switch question {
        case .search: isSummingUp ? .statistics : .search
        case .count: .count
        case .statistics: .statistics
        }
    }

    private func request(_ shards: [Int]) throws(RPCError) -> [UInt8] {
        switch question {
        case .search(let params) where isSummingUp:
            return try Gathering.request(
                SearchStatistics.self,
                .init(
                    query: params.query, syntax: params.syntax, defaultOperator: params.defaultOperator,
                    shards: shards))
        case .search(var params):
            // Any of the best of all shards may be of this one.
            (params.from, params.size) = (0, (params.from ?? 0) + (params.size ?? 10))
            (params.shards, params.statistics) = (shards, statistics)
            return try Gathering.request(Search.self, params)
        case .count(var params):
            params.shards = shards
            return try Gathering.request(Count.self, params)
        case .statistics(var params):
            params.shards = shards
            return try Gathering.request(SearchStatistics.self, params)
        }
    }
}
