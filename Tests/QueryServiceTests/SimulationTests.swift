import Protocol
import Testing

@testable import QueryService

/// A broker in seeded random weather: members come, answer, stall, fall silent, die and come back; time passes.
@Suite struct Simulation {
    @Test(arguments: 0..<4) func `every request is answered once, and rightly, whatever dies`(seed: UInt64) throws {
        var weather = try Weather(seed: seed)
        for _ in 0..<1_500 { try weather.step() }
        try weather.calm()
        let core = weather.broker.core
        #expect(weather.problems == [])
        #expect(weather.answers.count == weather.askedCount)
        #expect(core.isDrained && core.jobs.isEmpty && core.attempts.isEmpty && core.waiting.isEmpty)
        #expect(core.pendingByteCount == 0)
        #expect(core.status.members.allSatisfy { $0.outstanding == 0 })
        #expect(core.counters.requests == core.counters.answered)
        // The weather was neither too good nor too bad to show anything.
        #expect(weather.wholeCount > 200 && weather.partialCount > 0 && weather.failedCount > 0)
        #expect(core.counters.retried > 0 && core.counters.fannedOut > 0)
        let numbers = weather.broker.events.compactMap(\.sequence).compactMap(Int.init)
        #expect(numbers == Array(1...numbers.count))
    }
}

/// Three shards; workers that hold some or all of them; an indexer each.
private struct Weather {
    private struct Process {
        var name: String
        var instance: String
        var open: [Int]?
        var owned: Int?
        var isStalled = false
        /// Whether it is there at all, and since which step it is gone.
        var goneSince: Int?
        /// What it was sent and has not answered, with the step in which it came.
        var inbox: [(sent: BrokerHarness.Sent, step: Int)] = []
    }

    /// A request as it was asked.
    private struct Asked {
        var method: String
        var at: Int
        var deadline: Duration
        var ids: [String] = []
    }

    private static let shards = 3
    private let documents = FakeShards(shards: shards, documents: 12)
    var broker: BrokerHarness
    private var random: SplitMix
    private var processes: [Process] = []
    private var asked: [Int: Asked] = [:]
    private var stepNumber = 0
    private var instanceCount = 0
    private var epoch: UInt64 = 0
    private var sentCount = 0
    private var replyCount = 0
    /// By shard, the last step in which not all was well with those who answer for it.
    private var lastTrouble: [Int: Int] = [:]
    private var acknowledged: Set<String> = []
    var answers: Set<Int> = []
    var askedCount: Int { asked.count }
    var problems: [String] = []
    var (wholeCount, partialCount, failedCount) = (0, 0, 0)

    init(seed: UInt64) throws {
        random = SplitMix(state: seed)
        broker = BrokerHarness(shards: Self.shards) {
            $0.pendingCountMax = 60
            $0.memberRequestsMax = 8
            $0.memberWait = .milliseconds(600)
            $0.hedgeFloor = .milliseconds(30)
        }
        let plans: [[Int]] = [[0], [0, 1], [1, 2], [2], [0], [1], [0, 1, 2]]
        for (number, open) in plans.enumerated() { try start(Process(name: "w\(number)", instance: "", open: open)) }
        for shard in 0..<Self.shards { try start(Process(name: "i\(shard)", instance: "", owned: shard)) }
    }

    mutating func step() throws {
        stepNumber += 1
        broker.uptime += .milliseconds(Int.random(in: 1...40, using: &random))
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<60: ask()
        case 60..<62: try kill()
        case 62..<64: stall()
        default: break
        }
        try goOn()
    }

    /// Heals everything and lets it all be answered.
    mutating func calm() throws {
        for index in processes.indices { processes[index].isStalled = false }
        for _ in 0..<400 {
            stepNumber += 1
            broker.uptime += .milliseconds(20)
            try goOn()
        }
    }

    private mutating func goOn() throws {
        try restart()
        if stepNumber % 12 == 0 { try beat() }
        broker.receive(.tick)
        noteTrouble()
        deliver()
        try work()
        broker.receive(.tick)
        noteTrouble()
        deliver()
        readReplies()
    }
}

/// Members.
extension Weather {
    private mutating func start(_ process: Process) throws {
        instanceCount += 1
        var process = process
        process.instance = "\(process.name)#\(instanceCount)"
        (process.goneSince, process.inbox, process.isStalled) = (nil, [], false)
        if process.owned != nil { epoch += 1 }
        if let index = processes.firstIndex(where: { $0.name == process.name }) {
            processes[index] = process
        } else {
            processes.append(process)
        }
        let role = process.owned == nil ? MemberRole.worker : .indexer
        try broker.register(process.instance, role, state(process), as: process.name)
    }

    private func state(_ process: Process) -> MemberState {
        if let shard = process.owned { return BrokerHarness.state(owning: [shard], epoch: epoch) }
        return MemberState(
            open: (process.open ?? []).map { OpenGeneration(shard: $0, generation: "1.\($0)", through: 1) })
    }

    private mutating func kill() throws {
        guard let index = processes.indices.randomElement(using: &random), processes[index].goneSince == nil else {
            return
        }
        processes[index].goneSince = stepNumber
        processes[index].inbox = []
        let address = BrokerHarness.address(processes[index].instance)
        // Some deaths are noticed by a connection that is gone, others by silence or by the successor alone.
        if Bool.random(using: &random) { broker.receive(.unreachable(address)) }
    }

    private mutating func stall() {
        guard let index = processes.indices.randomElement(using: &random) else { return }
        processes[index].isStalled.toggle()
    }

    private mutating func restart() throws {
        for process in processes {
            guard let since = process.goneSince, stepNumber - since > 60 else { continue }
            try start(process)
        }
    }

    private mutating func beat() throws {
        for process in processes where process.goneSince == nil {
            let body = ClusterHeartbeat.Params(
                name: process.name, instance: process.instance, state: state(process))
            try broker.request(process.instance, ClusterHeartbeat.self, body)
            if try broker.lastReplyToMember().error != nil {
                try start(process)
            }
        }
    }

    /// What somebody who is all there was sent he answers within four steps, in any order.
    private mutating func work() throws {
        for index in processes.indices where !processes[index].isStalled && processes[index].goneSince == nil {
            var rest: [(sent: BrokerHarness.Sent, step: Int)] = []
            for item in processes[index].inbox.shuffled(using: &random) {
                if item.step + 4 > stepNumber, Bool.random(using: &random) {
                    rest.append(item)
                } else {
                    try answer(item.sent, by: processes[index])
                }
            }
            processes[index].inbox = rest
        }
    }

    private mutating func answer(_ sent: BrokerHarness.Sent, by process: Process) throws {
        guard process.owned != nil else {
            return try broker.answer(sent, documents.reply(to: sent.body, open: process.open ?? []))
        }
        let request = try WireCoder.decode(JSONRPCRequest<DocumentsPut.Params>.self, from: sent.body)
        let ids = request.params.documents.map(\.document.id)
        acknowledged.formUnion(ids)
        let result = DocumentsPut.Result(
            outcomes: ids.map { PutOutcome(id: $0, outcome: .created) },
            sequences: [ShardSequence(shard: process.owned ?? 0, sequence: 1)])
        let reply = try WireCoder.encode(JSONRPCResponse(id: request.id ?? .null, result: result))
        try broker.answer(sent, String(decoding: reply, as: UTF8.self))
    }

    private mutating func deliver() {
        for sent in broker.sent[sentCount...] where sent.envelope.kind == .request {
            guard let index = processes.firstIndex(where: { $0.instance == sent.member }) else { continue }
            if processes[index].goneSince == nil { processes[index].inbox.append((sent, stepNumber)) }
        }
        sentCount = broker.sent.count
    }

    /// All is well with a shard while everybody who ever answers for it is there, known, and at work.
    private mutating func noteTrouble() {
        for process in processes {
            let isWell = process.goneSince == nil && !process.isStalled && broker.member(process.instance) != nil
            guard !isWell else { continue }
            if let shard = process.owned { lastTrouble[shard + Self.shards] = stepNumber }
            for shard in process.open ?? [] { lastTrouble[shard] = stepNumber }
        }
    }
}

/// Clients.
extension Weather {
    private mutating func ask() {
        let id = asked.count + 1
        let deadline = Int.random(in: 1_500...4_000, using: &random)
        var request = Asked(
            method: Search.name, at: stepNumber, deadline: broker.uptime + .milliseconds(deadline))
        var params = #""query":"a""#
        switch Int.random(in: 0..<6, using: &random) {
        case 0: request.method = Count.name
        case 1:
            request.method = DocumentsPut.name
            request.ids = (0..<4).map { "d-\(id)-\($0)" }
            let list = request.ids.map { #"{"document":{"id":"\#($0)","kind":"article","title":"x"}}"# }
            params = #""documents":[\#(list.joined(separator: ","))]"#
        default: break
        }
        asked[id] = request
        broker.client(
            #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(request.method)","params":{\#(params),"#
                + #""_meta":{"deadline":\#(deadline)}}}"#)
    }

    private mutating func readReplies() {
        for (_, body) in broker.replies[replyCount...] {
            let text = String(decoding: body, as: UTF8.self)
            guard let id = Int(BrokerHarness.id(of: text)), let request = asked[id] else {
                problems.append("an answer to nothing: \(text)")
                continue
            }
            if !answers.insert(id).inserted { problems.append("answered twice: \(id)") }
            if broker.uptime > request.deadline + .milliseconds(50) { problems.append("late: \(id)") }
            do {
                try check(request, body)
            } catch {
                problems.append("\(id): \(error)")
            }
        }
        replyCount = broker.replies.count
    }

    private mutating func check(_ request: Asked, _ body: [UInt8]) throws {
        if let error = try WireCoder.decode(JSONRPCResponse<JSONValue>.self, from: body).error {
            failedCount += 1
            let isExpected = error.data.retryable || error.knownCode == .deadlineExceeded
            if !isExpected { problems.append("\(error)") }
            let shards = request.method == DocumentsPut.name ? Self.shards..<2 * Self.shards : 0..<Self.shards
            let wasWell = shards.allSatisfy { lastTrouble[$0] ?? -1 < request.at }
            if wasWell, error.knownCode != .overloaded { problems.append("no reason for \(error)") }
            return
        }
        switch request.method {
        case Search.name:
            let found: Search.Result = try result(body)
            note(found.shards, request)
            guard found.shards.answered == Self.shards else { return }
            let expected = try documents.search(.init(query: "a"), open: Array(0..<Self.shards))
            if found.hits != expected.hits || found.total != expected.total { problems.append("wrong hits") }
        case Count.name:
            let found: Count.Result = try result(body)
            note(found.shards, request)
            let expected = found.shards.generations.reduce(0) { $0 + documents.ids[$1.shard].count }
            if found.count != expected { problems.append("wrong count") }
        default:
            let found: DocumentsPut.Result = try result(body)
            if found.outcomes.map(\.id) != request.ids { problems.append("outcomes out of order") }
            for outcome in found.outcomes {
                let shard = ShardRouting.shard(of: outcome.id.utf8, shards: Self.shards) + Self.shards
                let wasWell = lastTrouble[shard] ?? -1 < request.at
                if outcome.outcome == .failed, wasWell { problems.append("no reason to fail: \(outcome)") }
                if outcome.outcome == .created, !acknowledged.contains(outcome.id) {
                    problems.append("\(outcome.id) was never written")
                }
            }
        }
    }

    private mutating func note(_ report: ShardReport, _ request: Asked) {
        if report.asked != Self.shards || report.answered != report.generations.count {
            problems.append("a report that does not add up: \(report)")
        }
        if report.answered == Self.shards { wholeCount += 1 } else { partialCount += 1 }
        for shard in 0..<Self.shards where !report.generations.contains(where: { $0.shard == shard }) {
            if lastTrouble[shard] ?? -1 < request.at { problems.append("shard \(shard) was there and is missing") }
        }
    }

    private func result<Value: Codable & Sendable>(_ body: [UInt8]) throws -> Value {
        let response = try WireCoder.decode(JSONRPCResponse<Value>.self, from: body)
        guard let result = response.result else { throw RPCError(.internalError, detail: "neither result nor error") }
        return result
    }
}
