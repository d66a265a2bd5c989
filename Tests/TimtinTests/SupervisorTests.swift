import Testing

@testable import timtin

@Suite struct SupervisorTests {
    private static func started() -> Supervisor {
        var supervisor = Supervisor(names: ["broker", "indexer-1", "worker-1"])
        #expect(supervisor.begin() == [.start(0), .start(1), .start(2)])
        for part in 0..<3 { #expect(supervisor.started(part, now: .zero).isEmpty) }
        return supervisor
    }

    private static func serving() -> Supervisor {
        var supervisor = started()
        #expect(supervisor.serves() == [.announce])
        return supervisor
    }

    @Test func `it is announced once that all serve`() {
        var supervisor = Self.serving()
        #expect(supervisor.serves().isEmpty)
    }

    @Test func `what dies is started again after a pause`() {
        var supervisor = Self.serving()
        #expect(supervisor.ended(1, .signalled(9), now: .seconds(60)) == [.pause(1, .milliseconds(100))])
        #expect(supervisor.pauseOver(1) == [.start(1)])
        #expect(supervisor.started(1, now: .seconds(61)).isEmpty)
        #expect(supervisor.pauseOver(1).isEmpty, "a pause that is over twice starts nothing")
    }

    @Test func `what dies again and again waits longer, up to a bound, and never for good`() {
        var supervisor = Self.serving()
        var pauses: [Duration] = []
        for _ in 0..<12 {
            guard case .pause(2, let pause)? = supervisor.ended(2, .exited(1), now: .seconds(1)).first else { return }
            pauses.append(pause)
            _ = supervisor.started(2, now: .seconds(1))
        }
        #expect(pauses.count == 12)
        #expect(pauses.prefix(4) == [.milliseconds(100), .milliseconds(200), .milliseconds(400), .milliseconds(800)])
        #expect(pauses.last == .seconds(2))
    }

    @Test func `a long life ends the count`() {
        var policy = RestartPolicy()
        for _ in 0..<5 { _ = policy.pause(afterLifeOf: .zero) }
        #expect(policy.pause(afterLifeOf: .seconds(60)) == .milliseconds(100))
    }

    @Test func `the broker stops last, and then it is finished`() {
        var supervisor = Self.serving()
        #expect(supervisor.stop() == [.terminate(1), .terminate(2)])
        #expect(supervisor.stop().isEmpty)
        #expect(supervisor.ended(2, .exited(0), now: .seconds(1)).isEmpty)
        #expect(supervisor.ended(1, .exited(0), now: .seconds(1)) == [.terminate(0)])
        #expect(supervisor.ended(0, .exited(0), now: .seconds(1)) == [.finish(failure: nil)])
    }

    @Test func `of several brokers all stop last`() {
        var supervisor = Supervisor(names: ["broker-1", "broker-2", "indexer-1"], brokers: 2)
        for part in 0..<3 { _ = supervisor.started(part, now: .zero) }
        #expect(supervisor.stop() == [.terminate(2)])
        #expect(supervisor.ended(2, .exited(0), now: .seconds(1)) == [.terminate(0), .terminate(1)])
        #expect(supervisor.ended(1, .exited(0), now: .seconds(1)).isEmpty)
        #expect(supervisor.ended(0, .exited(0), now: .seconds(1)) == [.finish(failure: nil)])
    }

    @Test func `what does not stop in time is killed`() {
        var supervisor = Self.serving()
        #expect(supervisor.overdue().isEmpty)
        _ = supervisor.stop()
        #expect(supervisor.overdue() == [.kill(0), .kill(1), .kill(2)])
    }

    @Test func `stopping during a pause starts nothing more`() {
        var supervisor = Self.serving()
        _ = supervisor.ended(1, .signalled(9), now: .seconds(1))
        #expect(supervisor.stop() == [.terminate(2)])
        #expect(supervisor.pauseOver(1).isEmpty)
        #expect(supervisor.ended(2, .exited(0), now: .seconds(2)) == [.terminate(0)])
    }

    @Test func `before all have served, one asked wrongly ends it`() {
        var supervisor = Self.started()
        #expect(supervisor.ended(0, .exited(2), now: .zero) == [.terminate(1), .terminate(2)])
        _ = supervisor.ended(1, .exited(0), now: .zero)
        let failure = "broker ended with exit status 2 before the cluster was ready; its last lines say why"
        #expect(supervisor.ended(2, .exited(0), now: .zero) == [.finish(failure: failure)])
    }

    @Test func `before all have served, one that ends three times ends it`() {
        var supervisor = Self.started()
        for _ in 0..<2 {
            #expect(supervisor.ended(1, .exited(1), now: .zero).count == 1)
            #expect(!supervisor.isStopping)
            _ = supervisor.started(1, now: .zero)
        }
        _ = supervisor.ended(1, .exited(1), now: .zero)
        #expect(supervisor.isStopping)
    }
}
