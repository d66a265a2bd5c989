import Protocol

@testable import QueryService

/// A broker and workers that take a random time, five milliseconds on average, for each request, one after the other.
/// Time is simulated; everything follows from the seed.
struct WorkerFarm {
    private struct Worker {
        var queue: [BrokerHarness.Sent] = []
        var next = 0
        var doneAt: Duration?
        var isStalled = false
    }

    var broker: BrokerHarness
    private var random: SplitMix
    private var workers: [Worker]
    private var askedAt: [Int: Duration] = [:]
    private var answered: Set<Int> = []
    private var deliveredCount = 0
    private var seenReplyCount = 0
    private var nextBeat: Duration = .zero
    private(set) var askedCount = 0
    private(set) var answeredTwice = 0
    /// Answers that are errors.
    private(set) var failedCount = 0
    /// The longest time to an answer that is none.
    private(set) var slowest: Duration = .zero

    var answerCount: Int { answered.count }

    init(workers count: Int, seed: UInt64, change: (inout BrokerConfiguration) -> Void = { _ in }) throws {
        broker = BrokerHarness { change(&$0) }
        random = SplitMix(state: seed)
        workers = Array(repeating: Worker(), count: count)
        for worker in 0..<count { try broker.join(worker: "w\(worker)") }
    }

    /// Lets a worker show signs of life and do nothing else.
    mutating func stall(_ worker: Int) {
        workers[worker].isStalled = true
        workers[worker].doneAt = nil
    }

    mutating func resume(_ worker: Int) {
        workers[worker].isStalled = false
        begin(worker)
    }

    mutating func run(for duration: Duration, requestsPerSecond rate: Double) throws {
        let end = broker.uptime + duration
        var nextAsk = broker.uptime + wait(mean: 1 / rate)
        while broker.uptime < end {
            try advance(to: min(nextAsk, end))
            guard broker.uptime >= nextAsk else { continue }
            ask()
            nextAsk += wait(mean: 1 / rate)
        }
    }

    /// Lets the workers do all that is left.
    mutating func finish() throws {
        let end = broker.uptime + .seconds(60)
        while broker.uptime < end, !broker.core.attempts.isEmpty || !broker.core.isDrained { try advance(to: end) }
    }

    /// Goes on to the next thing that happens, at `end` at the latest.
    private mutating func advance(to end: Duration) throws {
        let times = workers.compactMap(\.doneAt) + [broker.core.nextWake, nextBeat, end].compactMap(\.self)
        broker.uptime = max(broker.uptime, times.min() ?? end)
        if nextBeat <= broker.uptime {
            for worker in workers.indices {
                let open = [OpenGeneration(shard: 0, generation: "1.1", through: 1)]
                try broker.heartbeat("w\(worker)", MemberState(open: open))
            }
            nextBeat += .milliseconds(250)
        }
        for worker in workers.indices {
            guard let doneAt = workers[worker].doneAt, doneAt <= broker.uptime else { continue }
            workers[worker].doneAt = nil
            workers[worker].next += 1
            try broker.answer(workers[worker].queue[workers[worker].next - 1])
            begin(worker)
        }
        broker.receive(.tick)
        deliver()
    }

    private mutating func ask() {
        askedCount += 1
        askedAt[askedCount] = broker.uptime
        broker.search(askedCount, deadline: 10_000)
        deliver()
    }

    /// Brings what the broker sent to where it goes.
    private mutating func deliver() {
        for sent in broker.sent[deliveredCount...] where sent.envelope.kind == .request {
            guard let worker = Int(sent.member.dropFirst()) else { continue }
            workers[worker].queue.append(sent)
            begin(worker)
        }
        deliveredCount = broker.sent.count
        for (_, body) in broker.replies[seenReplyCount...] {
            let text = String(decoding: body, as: UTF8.self)
            guard let id = Int(BrokerHarness.id(of: text)), let start = askedAt[id] else { continue }
            if !answered.insert(id).inserted { answeredTwice += 1 }
            if text.contains("\"error\"") { failedCount += 1 } else { slowest = max(slowest, broker.uptime - start) }
        }
        seenReplyCount = broker.replies.count
    }

    private mutating func begin(_ worker: Int) {
        let state = workers[worker]
        guard !state.isStalled, state.doneAt == nil, state.next < state.queue.count else { return }
        workers[worker].doneAt = broker.uptime + wait(mean: 0.005)
    }

    /// An exponentially distributed time.
    private mutating func wait(mean seconds: Double) -> Duration {
        .seconds(-Self.logarithm(Double.random(in: 0.000_1...1, using: &random)) * seconds)
    }

    /// The natural logarithm by its series, the same on every machine.
    private static func logarithm(_ value: Double) -> Double {
        let ratio = (value.significand - 1) / (value.significand + 1)
        var (sum, power) = (0.0, ratio)
        for index in 0..<20 {
            sum += power / Double(2 * index + 1)
            power *= ratio * ratio
        }
        return 2 * sum + Double(value.exponent) * 0.693_147_180_559_945_3
    }
}
