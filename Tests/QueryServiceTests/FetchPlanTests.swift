import SearchIndex
import Testing

@testable import QueryService

@Suite struct `What a worker fetches next` {
    private let limits = FetchPlan.Limits(windowCount: 3, partByteCount: 10)
    private func name(_ number: UInt64) -> GenerationName { GenerationName(epoch: 1, number: number) }

    @Test func `is the published generation of whoever has the shard, once it is newer than what is open`() {
        var plan = FetchPlan(limits: limits, current: name(4))
        #expect(plan.handle(.told(name(4), endpoint: "a")) == [])
        #expect(plan.handle(.told(name(3), endpoint: "a")) == [])
        #expect(plan.handle(.told(name(5), endpoint: "a")) == [.list(1, from: "a")])
        // While the answer is awaited nothing more is asked, unless the shard has moved.
        #expect(plan.handle(.told(name(6), endpoint: "a")) == [])
        #expect(plan.handle(.told(name(6), endpoint: "b")) == [.list(2, from: "b")])
        #expect(plan.handle(.listed(1, name(5), missing: [])) == [])
        #expect(plan.handle(.listed(2, name(7), missing: [])) == [.install(name(7))])
        #expect(plan.handle(.installed) == [])
        #expect(plan.current == name(7))
    }

    @Test func `is an earlier epoch's generation where the shard was made anew`() {
        var plan = FetchPlan(limits: limits, current: GenerationName(epoch: 5, number: 3))
        #expect(plan.handle(.told(name(2), endpoint: "a")) == [.list(1, from: "a")])
        #expect(plan.handle(.listed(1, name(2), missing: [])) == [.install(name(2))])
        #expect(plan.handle(.installed) == [])
        #expect(plan.handle(.told(name(1), endpoint: "a")) == [])
        #expect(plan.handle(.told(name(3), endpoint: "a")) == [.list(2, from: "a")])
    }

    @Test func `is asked for within the credit, written in order and placed when whole`() {
        var plan = FetchPlan(limits: limits, current: nil)
        _ = plan.handle(.told(name(1), endpoint: "a"))
        let files = [FetchPlan.File(path: "x", byteCount: 25), FetchPlan.File(path: "y", byteCount: 12, done: 12)]
        #expect(
            plan.handle(.listed(1, name(1), missing: files)) == [
                .place(path: "y"), .ask(2, from: "a", path: "x", offset: 0, byteCount: 10),
                .ask(3, from: "a", path: "x", offset: 10, byteCount: 10),
                .ask(4, from: "a", path: "x", offset: 20, byteCount: 5),
            ])
        #expect(plan.handle(.placed("y")) == [])
        let (first, second, third) = ([UInt8](0..<10), [UInt8](10..<20), [UInt8](20..<25))
        #expect(plan.handle(.arrived(3, second)) == [])
        #expect(plan.handle(.arrived(4, third)) == [])
        #expect(
            plan.handle(.arrived(2, first)) == [
                .write(first, at: 0, path: "x"), .write(second, at: 10, path: "x"), .write(third, at: 20, path: "x"),
                .place(path: "x"),
            ])
        #expect(plan.handle(.placed("x")) == [.install(name(1))])
    }

    @Test func `is the rest alone when the shard moves, asked of the new owner`() {
        var plan = FetchPlan(limits: limits, current: nil)
        _ = plan.handle(.told(name(1), endpoint: "a"))
        _ = plan.handle(.listed(1, name(1), missing: [FetchPlan.File(path: "x", byteCount: 40, done: 7)]))
        #expect(plan.handle(.arrived(2, [UInt8](repeating: 1, count: 10))).first != nil)
        let moved = plan.handle(.told(nil, endpoint: "b"))
        #expect(
            moved == [
                .ask(6, from: "b", path: "x", offset: 17, byteCount: 10),
                .ask(7, from: "b", path: "x", offset: 27, byteCount: 10),
                .ask(8, from: "b", path: "x", offset: 37, byteCount: 3),
            ])
        // What the one before still sends, or fails by, changes nothing.
        #expect(plan.handle(.arrived(3, [UInt8](repeating: 9, count: 10))) == [])
        #expect(plan.handle(.failed(4, .unreachable)) == [])
    }

    @Test func `is tried again after pauses that grow, and at once when a generation was replaced`() {
        var plan = FetchPlan(limits: limits, current: nil)
        _ = plan.handle(.told(name(1), endpoint: "a"))
        #expect(plan.handle(.failed(1, .gone)) == [.list(2, from: "a")])
        #expect(plan.handle(.failed(2, .gone)) == [.wake(3, after: .milliseconds(200))])
        #expect(plan.handle(.woken(1)) == [])
        #expect(plan.handle(.woken(3)) == [.list(4, from: "a")])
        #expect(plan.handle(.failed(4, .unreachable)) == [.wake(5, after: .milliseconds(400))])
        // Whoever takes the shard over is asked at once.
        #expect(plan.handle(.told(nil, endpoint: "b")) == [.list(6, from: "b")])
        #expect(plan.handle(.listed(6, name(2), missing: [])) == [.install(name(2))])
        #expect(plan.handle(.stuck) == [.wake(7, after: .milliseconds(800))])
        for _ in 0..<6 {
            guard case .wake(let ticket, let pause)? = plan.handle(.stuck).first else { break }
            #expect(pause <= limits.lastPause)
            _ = plan.handle(.woken(ticket))
        }
    }

    @Test func `is a damaged file anew, a few times, then a long pause`() {
        var plan = FetchPlan(limits: limits, current: nil)
        _ = plan.handle(.told(name(1), endpoint: "a"))
        var asked = plan.handle(.listed(1, name(1), missing: [FetchPlan.File(path: "x", byteCount: 8)]))
        for _ in 0..<limits.damageCountMax {
            guard case .ask(let ticket, _, _, 0, 8)? = asked.first else { break }
            let whole = plan.handle(.arrived(ticket, [UInt8](repeating: 0, count: 8)))
            #expect(whole.last == .place(path: "x"))
            asked = plan.handle(.damaged("x"))
        }
        #expect(asked == [.wake(5, after: limits.damagePause)])
    }

    @Test(arguments: UInt64(0)..<300)
    func `arrives at the newest generation whatever fails on the way`(seed: UInt64) {
        var world = FetchWorld(seed: seed)
        for _ in 0..<400 { world.step() }
        world.calm()
        #expect(world.plan.current == world.published)
        #expect(world.isWhole)
    }
}

/// A shard that publishes, moves and fails at random, and a disk, as a plan meets them.
private struct FetchWorld {
    private static let limits = FetchPlan.Limits(windowCount: 4, partByteCount: 10)

    var plan = FetchPlan(limits: limits, current: nil)
    var published = GenerationName(epoch: 1, number: 1)
    private var random: SplitMix
    private var endpoint = 0
    /// Files of the published generation.
    private var files: [String: [UInt8]] = [:]
    /// Files of each generation that was listed.
    private var listed: [GenerationName: [String: [UInt8]]] = [:]
    private var questions: [FetchPlan.Action] = []
    private var wakes: [FetchPlan.Ticket] = []
    private var placed: [String: [UInt8]] = [:]
    private var partial: [String: [UInt8]] = [:]
    private var fetching: GenerationName?
    private var isCalm = false

    init(seed: UInt64) {
        random = SplitMix(state: seed)
        publish()
    }

    /// Whether the open generation's files are here, each with its content.
    var isWhole: Bool { files.allSatisfy { placed[$0.key] == $0.value } }

    mutating func step() {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: publish()
        case 1: endpoint += 1
        case 2: restart()
        case 3, 4: tell()
        case 5: if let ticket = wakes.popLast() { feed(.woken(ticket)) }
        default: answer()
        }
    }

    /// Lets everything work from now on.
    mutating func calm() {
        isCalm = true
        for _ in 0..<3 {
            tell()
            while !questions.isEmpty || !wakes.isEmpty {
                if let ticket = wakes.popLast() { feed(.woken(ticket)) }
                answer()
            }
        }
    }

    private mutating func publish() {
        published.number += 1
        // Some files go, some come, some stay.
        for path in files.keys.sorted() where Bool.random(using: &random) { files[path] = nil }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let count = Int.random(in: 1...45, using: &random)
            files["f\(random.next())"] = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
    }

    private mutating func tell() { feed(.told(published, endpoint: "e\(endpoint)")) }

    /// The worker is killed: what was not written is lost.
    private mutating func restart() {
        plan = FetchPlan(limits: Self.limits, current: plan.current)
        questions = []
        wakes = []
    }

    private mutating func answer() {
        guard !questions.isEmpty else { return }
        let index = Int.random(in: 0..<questions.count, using: &random)
        let question = questions.remove(at: index)
        let isFailing = !isCalm && Int.random(in: 0..<10, using: &random) == 0
        switch question {
        case .list(let ticket, let from):
            guard !isFailing, from == "e\(endpoint)" else { return feed(.failed(ticket, .unreachable)) }
            guard plan.isListing(ticket) else { return }
            fetching = published
            listed[published] = files
            let missing = files.filter { placed[$0.key] == nil }.sorted { $0.key < $1.key }.map { path, content in
                FetchPlan.File(
                    path: path, byteCount: UInt64(content.count), done: UInt64(partial[path]?.count ?? 0))
            }
            feed(.listed(ticket, published, missing: missing))
        case .ask(let ticket, let from, let path, let offset, let byteCount):
            guard !isFailing, from == "e\(endpoint)" else { return feed(.failed(ticket, .unreachable)) }
            guard let content = files[path] else { return feed(.failed(ticket, .gone)) }
            var bytes = Array(content[Int(offset)..<Int(offset + byteCount)])
            if !isCalm, Int.random(in: 0..<15, using: &random) == 0 { bytes[0] ^= 1 }
            feed(.arrived(ticket, bytes))
        default: break
        }
    }

    private mutating func feed(_ event: FetchPlan.Event) {
        var events = [event]
        while !events.isEmpty {
            var isStuck = false
            for action in plan.handle(events.removeFirst()) {
                if let result = perform(action, &isStuck) { events.append(result) }
            }
        }
        let open = questions.count { if case .ask = $0 { true } else { false } }
        // Those of an endpoint that was left may still be on their way.
        let current = questions.count { if case .ask(_, "e\(endpoint)", _, _, _) = $0 { true } else { false } }
        #expect(min(open, current) <= Self.limits.windowCount)
    }

    private mutating func perform(_ action: FetchPlan.Action, _ isStuck: inout Bool) -> FetchPlan.Event? {
        switch action {
        case .list, .ask: questions.append(action)
        case .wake(let ticket, _): wakes.append(ticket)
        case _ where isStuck: break
        case .write(let bytes, let offset, let path):
            guard isCalm || Int.random(in: 0..<60, using: &random) > 0 else {
                isStuck = true
                return .stuck
            }
            #expect(UInt64(partial[path]?.count ?? 0) == offset, "\(path) is not written in order")
            partial[path, default: []] += bytes
        case .place(let path):
            guard let content = fetching.flatMap({ listed[$0]?[path] }) else { break }
            defer { partial[path] = nil }
            guard partial[path] == content else { return .damaged(path) }
            placed[path] = content
            return .placed(path)
        case .install(let name):
            #expect(name == fetching)
            #expect(listed[name]?.allSatisfy { placed[$0.key] == $0.value } == true, "\(name) is not whole")
            placed = placed.filter { listed[name]?[$0.key] != nil }
            return .installed
        }
        return nil
    }
}
