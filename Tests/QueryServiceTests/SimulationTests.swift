import Protocol
import Testing

@testable import QueryService

/// A broker in seeded random weather: members come, answer, fall silent, die and come back; time passes. Every request
/// has to be answered exactly once, by its own id, by its deadline.
@Suite struct `Simulation` {
    @Test(arguments: 0..<20) func `every request is answered exactly once by its deadline`(seed: Int) throws {
        var weather = Weather(seed: UInt64(seed))
        for _ in 0..<600 { try weather.step() }
        weather.broker.pass(.seconds(120))
        let answered = try weather.broker.replies.map { reply in
            try WireCoder.decode(JSONRPCResponse<JSONValue>.self, from: reply.body).id
        }
        #expect(answered.count == weather.asked.count)
        #expect(Set(answered) == Set(weather.asked.keys.map { .integer(Int64($0)) }))
        let core = weather.broker.core
        #expect(core.isDrained && core.jobs.isEmpty && core.attempts.isEmpty)
        #expect(core.pendingByteCount == 0)
        #expect(core.counters.requests == core.counters.answered)
        #expect(weather.lateCount == 0)
        let numbers = weather.broker.events.compactMap(\.sequence).compactMap(Int.init)
        #expect(numbers == Array(1...max(1, numbers.count)).prefix(numbers.count).map(\.self))
    }
}

private struct Weather {
    var broker: BrokerHarness
    var random: SplitMix
    /// The deadline of each request by its id, as uptime.
    var asked: [Int: Duration] = [:]
    var lateCount = 0
    private var nextID = 0
    private var instances: [String] = []
    private var nextInstance = 0
    private var answeredCount = 0

    init(seed: UInt64) {
        random = SplitMix(state: seed)
        broker = BrokerHarness(shards: Int.random(in: 1...3, using: &random)) { $0.pendingCountMax = 20 }
    }

    mutating func step() throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<35: ask()
        case 35..<65: try answerSomething()
        case 65..<80: try beat()
        case 80..<86: try join()
        case 86..<89: killSomebody()
        default: broker.pass(.milliseconds(Int.random(in: 1...400, using: &random)))
        }
        noteAnswers()
    }

    private mutating func ask() {
        nextID += 1
        let deadline = Int.random(in: 1...3000, using: &random)
        asked[nextID] = broker.uptime + .milliseconds(deadline)
        let meta = #""_meta":{"deadline":\#(deadline)}"#
        let ids = (0..<3).map { _ in #""tin-\#(Int.random(in: 0..<50, using: &random))""# }.joined(separator: ",")
        let text =
            switch Int.random(in: 0..<4, using: &random) {
            case 0: #"{"jsonrpc":"2.0","id":\#(nextID),"method":"documents.get","params":{"ids":[\#(ids)],\#(meta)}}"#
            case 1: #"{"jsonrpc":"2.0","id":\#(nextID),"method":"index.commit","params":{\#(meta)}}"#
            default: #"{"jsonrpc":"2.0","id":\#(nextID),"method":"search","params":{"query":"a",\#(meta)}}"#
            }
        broker.client(text, as: "c")
    }

    /// Some member answers some request that it was ever sent, be it for the second time.
    private mutating func answerSomething() throws {
        guard let request = broker.requests.suffix(30).randomElement(using: &random) else { return }
        let method = try WireCoder.decode(JSONRPCRequest<JSONValue>.self, from: request.body).method
        let id = BrokerHarness.id(of: request.text)
        let result =
            switch method {
            case "documents.get": #"{"documents":[],"missing":[]}"#
            case "index.commit": #"{"shards":[]}"#
            default: "{}"
            }
        let isRefused = Int.random(in: 0..<12, using: &random) == 0
        let error = String(decoding: try WireCoder.encode(BrokerCore.stoppingError), as: UTF8.self)
        let outcome = isRefused ? #""error":\#(error)"# : #""result":\#(result)"#
        try broker.answer(request, #"{"id":\#(id),"jsonrpc":"2.0",\#(outcome)}"#)
    }

    private mutating func join() throws {
        nextInstance += 1
        let name = "m\(nextInstance)"
        instances.append(name)
        if Bool.random(using: &random) {
            try broker.join(worker: name, open: [0, 1, 2].filter { _ in Bool.random(using: &random) })
        } else {
            let shards = Array(0..<broker.core.configuration.shards).filter { _ in Bool.random(using: &random) }
            try broker.join(indexer: name, owning: shards, epoch: UInt64(Int.random(in: 1...9, using: &random)))
        }
    }

    private mutating func beat() throws {
        for name in instances where Int.random(in: 0..<4, using: &random) > 0 {
            guard let member = broker.member(name) else { continue }
            let address = Int.random(in: 0..<30, using: &random) == 0 ? "\(name)-\(nextID)" : nil
            let known = BrokerHarness.name(member.address)
            try broker.heartbeat(name, member.state, address: address ?? known)
        }
    }

    private mutating func killSomebody() {
        guard let name = instances.randomElement(using: &random), let member = broker.member(name) else {
            return
        }
        broker.receive(.unreachable(member.address))
    }

    /// Counts the answers that came later than the first event after their deadline.
    private mutating func noteAnswers() {
        for reply in broker.replies[answeredCount...] {
            let id = BrokerHarness.id(of: String(decoding: reply.body, as: UTF8.self))
            guard let number = Int(id), let deadline = asked[number] else { continue }
            if broker.uptime > deadline + .milliseconds(400) { lateCount += 1 }
        }
        answeredCount = broker.replies.count
    }
}

/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
