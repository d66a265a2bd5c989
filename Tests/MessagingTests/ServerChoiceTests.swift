import Testing

@testable import Messaging

@Suite struct `A choice of servers` {
    private let start = ContinuousClock.now

    private static var settings: MessagingSettings {
        var settings = MessagingSettings()
        settings.connectTimeout = .seconds(1)
        settings.probeAfter = .seconds(2)
        settings.heartbeatInterval = .seconds(1)
        settings.livenessFactor = 3
        settings.reconnectInterval = .milliseconds(100)
        settings.reconnectIntervalMax = .milliseconds(300)
        return settings
    }

    private func choice(_ serverCount: Int) -> ServerChoice {
        ServerChoice(serverCount: serverCount, settings: Self.settings, now: start, jitter: 0)
    }

    /// A choice that is connected to its first server.
    private func connected(_ serverCount: Int) -> ServerChoice {
        var choice = choice(serverCount)
        _ = choice.next(start)
        choice.resolved(["a"], of: 0, start)
        _ = choice.next(start)
        choice.connected()
        return choice
    }

    /// What it does at one moment when names are known at once and nobody is anywhere.
    private func failing(_ choice: inout ServerChoice, _ now: ContinuousClock.Instant) -> [Int] {
        var tried: [Int] = []
        while let step = choice.next(now) {
            switch step {
            case .resolve(let server): choice.resolved(["x"], of: server, now)
            case .connect(let server, _):
                tried.append(server)
                choice.failed(now)
            case .probe, .giveUp: Issue.record("\(step)")
            }
        }
        return tried
    }

    @Test func `begins with the first`() {
        var choice = choice(2)
        #expect(choice.next(start) == .resolve(server: 0))
        #expect(choice.next(start) == nil)
        choice.resolved(["a", "b"], of: 0, start)
        #expect(choice.next(start) == .connect(server: 0, address: "a"))
        #expect(choice.next(start) == nil)
        choice.connected()
        #expect(choice.next(start + .seconds(3600)) == nil)
        #expect(choice.wakeUp == nil)
    }

    @Test func `tries each address of a server, then the next server`() {
        var choice = choice(2)
        _ = choice.next(start)
        choice.resolved(["a", "b"], of: 0, start)
        #expect(choice.next(start) == .connect(server: 0, address: "a"))
        choice.failed(start)
        #expect(choice.next(start) == .connect(server: 0, address: "b"))
        choice.failed(start)
        #expect(choice.next(start) == .resolve(server: 1))
        #expect(choice.lastLoss == .unreachable)
    }

    @Test func `waits for a connection no longer than it may take`() {
        var choice = choice(2)
        _ = choice.next(start)
        choice.resolved(["a"], of: 0, start)
        _ = choice.next(start)
        #expect(choice.wakeUp == start + .seconds(1))
        #expect(choice.next(start + .milliseconds(999)) == nil)
        #expect(choice.next(start + .seconds(1)) == .giveUp(.unreachable))
        #expect(choice.next(start + .seconds(1)) == .resolve(server: 1))
    }

    @Test func `goes on when a name is not found, or not found in time`() {
        var choice = choice(3)
        _ = choice.next(start)
        choice.resolved([], of: 0, start)
        #expect(choice.next(start) == .resolve(server: 1))
        #expect(choice.wakeUp == start + .seconds(1))
        #expect(choice.next(start + .seconds(1)) == .resolve(server: 2))
        // The name of the second is found too late.
        choice.resolved(["b"], of: 1, start + .seconds(1))
        #expect(choice.next(start + .seconds(1)) == nil)
        choice.resolved(["c"], of: 2, start + .seconds(1))
        #expect(choice.next(start + .seconds(1)) == .connect(server: 2, address: "c"))
    }

    @Test func `pauses after each round, longer each time`() {
        var choice = choice(2)
        var now = start
        for pause in [100, 200, 300, 300] {
            #expect(failing(&choice, now) == [0, 1])
            #expect(choice.wakeUp == now + .milliseconds(pause))
            #expect(choice.next(now + .milliseconds(pause - 1)) == nil)
            now += .milliseconds(pause)
        }
    }

    @Test func `begins pauses anew after an answer, not after a mere connection`() {
        var choice = connected(1)
        choice.failed(start)
        #expect(choice.wakeUp == start + .milliseconds(100))
        for (hasAnswered, pause) in [(false, 200), (true, 100)] {
            let now = choice.wakeUp ?? start
            _ = choice.next(now)
            choice.resolved(["a"], of: 0, now)
            _ = choice.next(now)
            choice.connected()
            if hasAnswered { choice.heard(owesMore: false, now) }
            choice.failed(now)
            #expect(choice.wakeUp == now + .milliseconds(pause))
        }
    }

    @Test func `looks a name up anew each time, and stays with who answers`() {
        var choice = connected(2)
        choice.failed(start)
        #expect(choice.next(start) == .resolve(server: 1))
        choice.resolved(["b"], of: 1, start)
        _ = choice.next(start)
        choice.connected()
        choice.heard(owesMore: false, start)
        #expect(choice.next(start + .seconds(3600)) == nil)
        choice.failed(start)
        #expect(choice.next(start) == .resolve(server: 0))
    }

    @Test func `asks a silent server whether it lives, and leaves it when it does not`() {
        var choice = connected(2)
        choice.sent(start)
        choice.sent(start + .seconds(1))
        #expect(choice.wakeUp == start + .seconds(2))
        #expect(choice.next(start + .seconds(2)) == .probe)
        #expect(choice.next(start + .seconds(2)) == nil)
        #expect(choice.wakeUp == start + .seconds(5))
        #expect(choice.next(start + .seconds(5)) == .giveUp(.silent))
        #expect(choice.next(start + .seconds(5)) == .resolve(server: 1))
    }

    @Test func `keeps a server that is slow but lives`() {
        var choice = connected(2)
        choice.sent(start)
        for second in stride(from: 2, through: 20, by: 2) {
            #expect(choice.next(start + .seconds(second)) == .probe)
            choice.heard(owesMore: true, start + .seconds(second))
        }
        choice.heard(owesMore: false, start + .seconds(21))
        #expect(choice.next(start + .seconds(3600)) == nil)
    }

    @Test func `counts silence also where every call gave up waiting`() {
        var choice = connected(1)
        choice.sent(start)
        // One call after the other passes its deadline; none is answered.
        for second in 1...3 { choice.sent(start + .seconds(second)) }
        #expect(choice.next(start + .seconds(3)) == .probe)
        #expect(choice.next(start + .seconds(6)) == .giveUp(.silent))
    }

    @Test func `leaves a server that stops only for another`() {
        var alone = connected(1)
        #expect(alone.turnedAway(start) == false)
        #expect(alone.next(start) == nil)
        var choice = connected(2)
        #expect(choice.turnedAway(start) == true)
        #expect(choice.next(start) == .resolve(server: 1))
        choice.resolved(["b"], of: 1, start)
        _ = choice.next(start)
        choice.connected()
        // Where all stop, it does not run in circles.
        #expect(choice.turnedAway(start) == true)
        #expect(choice.next(start) == nil)
        #expect(choice.wakeUp == start + .milliseconds(100))
    }
}
