import Protocol
import Testing

@testable import Messaging

@Suite struct `A retry policy` {
    @Test func `doubles its pauses up to the longest`() {
        let policy = RetryPolicy(
            initialDelay: .milliseconds(50), maxDelay: .milliseconds(300), multiplier: 2, jitter: 0)
        let delays = (0..<5).map { policy.delay(attempt: $0) }
        #expect(delays == [50, 100, 200, 300, 300].map { .milliseconds($0) })
        #expect(policy.delay(attempt: 1_000_000) == .milliseconds(300))
        #expect(policy.delay(attempt: -1) == .milliseconds(50))
    }

    @Test func `leaves a share of each pause to chance, and no more`() {
        let policy = RetryPolicy(initialDelay: .seconds(1), maxDelay: .seconds(1), multiplier: 2, jitter: 0.5)
        var generator = SeededGenerator(seed: 1)
        let delays = (0..<200).map { policy.delay(attempt: $0, using: &generator) }
        #expect(delays.allSatisfy { (.milliseconds(500) ... .seconds(1)).contains($0) })
        #expect(Set(delays).count > 100)
    }
}

@Suite struct `A ledger of calls` {
    private let start = ContinuousClock.now
    private let far = ContinuousClock.now + .seconds(3600)

    private func ledger() -> CallLedger { CallLedger(callCountMax: 3) }

    /// Sends over a connection as much as it takes.
    private func flush(_ ledger: inout CallLedger, over connection: Int = 1, atMost count: Int = .max) -> [UInt64] {
        var sent: [UInt64] = []
        let hasSent = ledger.flush(over: connection) { id, _ in
            guard sent.count < count else { return false }
            sent.append(id)
            return true
        }
        #expect(hasSent == !sent.isEmpty)
        return sent
    }

    @Test func `sends in order, as far as the peer takes it`() {
        var ledger = ledger()
        for id in 1...3 { #expect(ledger.add(UInt64(id), deadline: far, isIdempotent: true) == true) }
        #expect(ledger.add(4, deadline: far, isIdempotent: true) == false)
        #expect(flush(&ledger, atMost: 2) == [1, 2])
        #expect(ledger.hasQueued)
        #expect(flush(&ledger) == [3])
        #expect(!ledger.hasQueued)
    }

    @Test func `sends nothing that was given up`() {
        var ledger = ledger()
        _ = ledger.add(1, deadline: far, isIdempotent: true)
        _ = ledger.add(2, deadline: far, isIdempotent: true)
        #expect(ledger.remove(1) == true)
        #expect(ledger.remove(1) == false)
        #expect(flush(&ledger) == [2])
    }

    @Test func `sends again after a lost connection what may be sent twice`() {
        var ledger = ledger()
        _ = ledger.add(1, deadline: far, isIdempotent: true)
        _ = ledger.add(2, deadline: far, isIdempotent: false)
        _ = flush(&ledger)
        _ = ledger.add(3, deadline: far, isIdempotent: false)
        #expect(ledger.connectionLost(1) == [2])
        #expect(flush(&ledger) == [3, 1])
        #expect(ledger.count == 2)
    }

    @Test func `forgets calls at their deadline`() {
        var ledger = ledger()
        _ = ledger.add(1, deadline: start + .seconds(1), isIdempotent: true)
        _ = ledger.add(2, deadline: start + .seconds(2), isIdempotent: true)
        #expect(ledger.wakeUp == start + .seconds(1))
        #expect(ledger.expire(start) == [])
        #expect(ledger.expire(start + .seconds(1)) == [1])
        #expect(ledger.wakeUp == start + .seconds(2))
        #expect(ledger.expire(start + .seconds(5)) == [2])
        #expect(ledger.wakeUp == nil)
    }

    @Test func `takes back from a lost connection what was sent over it and nothing else`() {
        var ledger = ledger()
        _ = ledger.add(1, deadline: far, isIdempotent: true)
        _ = flush(&ledger, over: 1)
        _ = ledger.add(2, deadline: far, isIdempotent: true)
        _ = flush(&ledger, over: 2)
        #expect(ledger.isOwed(by: 1) && ledger.isOwed(by: 2))
        #expect(ledger.connectionLost(1) == [])
        #expect(!ledger.isOwed(by: 1))
        #expect(flush(&ledger, over: 2) == [1])
    }

    @Test func `counts what is not answered`() {
        var ledger = ledger()
        for id in 1...3 { _ = ledger.add(UInt64(id), deadline: start + .seconds(id), isIdempotent: id != 3) }
        #expect(ledger.unansweredCount == 0)
        _ = flush(&ledger)
        #expect(ledger.unansweredCount == 3)
        _ = ledger.expire(start + .seconds(1))
        #expect(ledger.unansweredCount == 2)
        _ = ledger.remove(2)
        #expect(ledger.unansweredCount == 1)
        _ = ledger.connectionLost(1)
        #expect(ledger.unansweredCount == 0)
    }

    @Test func `gives all up at the end`() {
        var ledger = ledger()
        _ = ledger.add(2, deadline: far, isIdempotent: true)
        _ = ledger.add(1, deadline: far, isIdempotent: true)
        #expect(ledger.removeAll() == [1, 2])
        #expect(ledger.count == 0 && !ledger.hasQueued && ledger.wakeUp == nil)
    }
}

@Suite struct `A member's session` {
    private let start = ContinuousClock.now
    private var settings: MessagingSettings {
        var settings = MessagingSettings()
        settings.heartbeatInterval = .milliseconds(250)
        settings.livenessFactor = 5
        return settings
    }

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

    @Test func `beats once an interval from its registration on`() {
        var session = MemberSession(settings: settings, now: start)
        #expect(session.turn(at(400)) == .nothing)
        session.registered(by: "one", at(400))
        #expect(session.wakeUp == at(650))
        #expect(session.turn(at(649)) == .nothing)
        #expect(session.turn(at(650)) == .beat)
        #expect(session.turn(at(651)) == .nothing)
        session.heard(at(700))
        #expect(session.turn(at(900)) == .beat)
    }

    @Test func `beats at once when there is news`() {
        var session = MemberSession(settings: settings, now: start)
        session.registered(by: "one", start)
        session.hasNews(at(10))
        #expect(session.turn(at(10)) == .beat)
        #expect(session.turn(at(11)) == .nothing)
    }

    @Test func `beats as soon as it is registered when there was news before`() {
        var session = MemberSession(settings: settings, now: start)
        session.hasNews(at(10))
        #expect(session.turn(at(10)) == .nothing)
        session.registered(by: "one", at(20))
        #expect(session.turn(at(20)) == .beat)
        #expect(session.turn(at(21)) == .nothing)
    }

    @Test func `ends when the broker is silent, registered or not`() {
        var session = MemberSession(settings: settings, now: start)
        #expect(session.wakeUp == at(1250))
        #expect(session.turn(at(1250)) == .end(.silent))
        session = MemberSession(settings: settings, now: start)
        session.registered(by: "one", at(10))
        session.heard(at(1000))
        #expect(session.turn(at(2249)) == .beat)
        #expect(session.turn(at(2250)) == .end(.silent))
    }

    @Test func `ends when another broker answers`() {
        var session = MemberSession(settings: settings, now: start)
        session.registered(by: "one", start)
        #expect(session.heartbeatAnswered(by: "one") == .nothing)
        #expect(session.heartbeatAnswered(by: "two") == .end(.otherBroker))
    }

    @Test func `says once what it waits for, and again after a while`() {
        var notice = WaitNotice(since: start, interval: .seconds(10))
        #expect(!notice.wasSaid)
        #expect(notice.due(at(1000)) == .seconds(1))
        #expect(notice.due(at(10_999)) == nil)
        #expect(notice.due(at(11_000)) == .seconds(11))
        #expect(notice.wasSaid)
    }

    @Test func `keeps the newest events`() {
        let queue = EventQueue(countMax: 2)
        for id in ["a", "b", "c"] {
            queue.append(CloudEvent(id: id, source: "", type: .memberLost, time: "", data: .null))
        }
        #expect(queue.takeAll().map(\.id) == ["b", "c"])
        #expect(queue.takeAll().isEmpty)
    }
}
