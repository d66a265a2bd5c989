import Testing

@testable import Indexer

struct CommitPolicyTests {
    typealias Instant = ContinuousClock.Instant

    let start = Instant.now
    let limits = CommitPolicy.Limits()

    private func at(_ milliseconds: Int) -> Instant { start + .milliseconds(milliseconds) }

    private func policy(acknowledged: UInt64 = 0, published: UInt64 = 0) -> CommitPolicy {
        CommitPolicy(limits: limits, acknowledged: acknowledged, published: published, oldestPending: start)
    }

    @Test func `nothing to do means waiting without end`() {
        #expect(policy().next(at: start) == .wait(until: nil))
        #expect(policy(acknowledged: 9, published: 9).next(at: start) == .wait(until: nil))
    }

    @Test func `a change that comes alone is published soon`() {
        var policy = policy()
        policy.handle(.acknowledged(through: 1, documents: 1, bytes: 100), at: at(0))
        #expect(policy.next(at: at(1)) == .wait(until: at(150)))
        policy.handle(.acknowledged(through: 2, documents: 1, bytes: 100), at: at(140))
        #expect(policy.next(at: at(141)) == .wait(until: at(150)))
        #expect(policy.next(at: at(150)) == .publish)
    }

    @Test func `under load a publication gathers more, and none waits longer than the limit`() {
        var policy = policy()
        policy.handle(.acknowledged(through: 500, documents: 500, bytes: 1000), at: at(0))
        #expect(policy.next(at: at(199)) == .wait(until: at(200)))
        #expect(policy.next(at: at(200)) == .publish)
    }

    @Test(arguments: [(8192, 1), (1, 64 << 20)])
    func `a full segment is published at once`(documents: Int, bytes: Int) {
        var policy = policy()
        policy.handle(.acknowledged(through: 9000, documents: documents, bytes: bytes), at: at(0))
        #expect(policy.next(at: at(0)) == .publish)
    }

    @Test func `what comes during a publication waits from its own acknowledgement`() {
        var policy = policy()
        policy.handle(.acknowledged(through: 1, documents: 1, bytes: 1), at: at(0))
        policy.handle(.acknowledged(through: 2, documents: 1, bytes: 1), at: at(200))
        policy.handle(.published(through: 1, documents: 1, bytes: 1), at: at(250))
        #expect(policy.next(at: at(250)) == .wait(until: at(350)))
        #expect(policy.next(at: at(350)) == .publish)
    }

    @Test func `when publishing does not keep up, new changes should wait`() {
        var policy = policy()
        policy.handle(.acknowledged(through: 1, documents: 1, bytes: 1), at: at(0))
        policy.handle(.acknowledged(through: 2, documents: 1, bytes: 1), at: at(300))
        #expect(!policy.isLagging(at: at(500)))
        #expect(policy.isLagging(at: at(501)))
        policy.handle(.published(through: 1, documents: 1, bytes: 1), at: at(502))
        #expect(!policy.isLagging(at: at(503)))
        // An index that cannot be written is no reason not to acknowledge, nor is what was left from before.
        policy.handle(.failed, at: at(900))
        #expect(!policy.isLagging(at: at(901)))
        #expect(!self.policy(acknowledged: 5, published: 3).isLagging(at: at(5000)))
    }

    @Test func `who waits for a commit is served at once`() {
        var policy = policy()
        policy.handle(.acknowledged(through: 1, documents: 1, bytes: 1), at: at(0))
        policy.handle(.requested(through: 1), at: at(1))
        #expect(policy.next(at: at(1)) == .publish)
        policy.handle(.published(through: 1, documents: 1, bytes: 1), at: at(2))
        policy.handle(.acknowledged(through: 2, documents: 1, bytes: 1), at: at(3))
        #expect(policy.next(at: at(3)) != .publish)
    }

    @Test func `what an earlier process left is published without delay`() {
        #expect(policy(acknowledged: 5, published: 3).next(at: start) == .publish)
    }

    @Test func `a pause is used to sync`() {
        var policy = policy(acknowledged: 5, published: 3)
        policy.handle(.published(through: 5, documents: 2, bytes: 2), at: at(10))
        #expect(policy.next(at: at(10)) == .sync)
        policy.handle(.syncBegan, at: at(10))
        #expect(policy.next(at: at(11)) == .wait(until: nil))
        policy.handle(.synced, at: at(20))
        #expect(policy.next(at: at(20)) == .wait(until: at(10) + limits.cleanInterval))
    }

    @Test func `without a pause it syncs all the same`() {
        var policy = policy()
        var now = 0
        var sequence: UInt64 = 0
        while now < 1900 {
            sequence += 2
            policy.handle(.acknowledged(through: sequence, documents: 2, bytes: 2), at: at(now))
            policy.handle(.published(through: sequence - 1, documents: 1, bytes: 1), at: at(now + 100))
            #expect(policy.next(at: at(now + 100)) != .sync)
            now += 100
        }
        policy.handle(.acknowledged(through: sequence + 1, documents: 1, bytes: 1), at: at(2099))
        policy.handle(.published(through: sequence, documents: 1, bytes: 1), at: at(2099))
        #expect(policy.next(at: at(2100)) == .sync)
    }

    @Test func `publishing goes on while a sync runs, and what is published meanwhile is synced after it`() {
        var policy = policy(acknowledged: 5, published: 3)
        policy.handle(.published(through: 5, documents: 2, bytes: 2), at: at(0))
        policy.handle(.syncBegan, at: at(0))
        policy.handle(.acknowledged(through: 6, documents: 1, bytes: 1), at: at(10))
        #expect(policy.next(at: at(160)) == .publish)
        policy.handle(.published(through: 6, documents: 1, bytes: 1), at: at(170))
        #expect(policy.next(at: at(180)) == .wait(until: nil))
        policy.handle(.synced, at: at(3000))
        #expect(policy.next(at: at(3000)) == .sync)
        policy.handle(.syncBegan, at: at(3000))
        policy.handle(.synced, at: at(3010))
        #expect(policy.next(at: at(3010)) == .wait(until: at(0) + limits.cleanInterval))
    }

    @Test func `a sync that fails is done again after a pause`() {
        var policy = policy(acknowledged: 5, published: 3)
        policy.handle(.published(through: 5, documents: 2, bytes: 2), at: at(0))
        policy.handle(.syncBegan, at: at(0))
        policy.handle(.syncFailed, at: at(10))
        #expect(policy.next(at: at(11)) == .wait(until: at(1010)))
        #expect(policy.next(at: at(1010)) == .sync)
        policy.handle(.syncBegan, at: at(1010))
        policy.handle(.synced, at: at(1020))
        #expect(!policy.isLagging(at: at(1020)))
        #expect(policy.next(at: at(1020)) == .wait(until: at(0) + limits.cleanInterval))
    }

    @Test func `a failure is followed by a pause, and the same again`() {
        var policy = policy(acknowledged: 5, published: 3)
        policy.handle(.failed, at: at(0))
        #expect(policy.next(at: at(1)) == .wait(until: at(1000)))
        policy.handle(.acknowledged(through: 9, documents: 1, bytes: 1), at: at(2))
        #expect(policy.next(at: at(3)) == .wait(until: at(1000)))
        #expect(policy.next(at: at(1000)) == .publish)
        policy.handle(.published(through: 9, documents: 3, bytes: 3), at: at(1001))
        #expect(policy.next(at: at(1001)) == .sync)
    }

    @Test func `stopping publishes, syncs and ends`() {
        var policy = policy()
        policy.handle(.acknowledged(through: 1, documents: 1, bytes: 1), at: at(0))
        policy.handle(.stopping, at: at(1))
        #expect(policy.next(at: at(1)) == .publish)
        policy.handle(.published(through: 1, documents: 1, bytes: 1), at: at(2))
        #expect(policy.next(at: at(2)) == .sync)
        policy.handle(.syncBegan, at: at(2))
        #expect(policy.next(at: at(2)) == .wait(until: nil))
        policy.handle(.synced, at: at(3))
        #expect(policy.next(at: at(3)) == .finish)
    }

    @Test func `stopping does not wait for a disk that fails`() {
        var policy = policy(acknowledged: 5, published: 3)
        policy.handle(.failed, at: at(0))
        policy.handle(.stopping, at: at(1))
        #expect(policy.next(at: at(1)) == .finish)
    }

    @Test func `files are looked after while there are publications, and once more after the lease`() {
        var policy = policy(acknowledged: 5, published: 3)
        policy.handle(.published(through: 5, documents: 2, bytes: 2), at: at(0))
        policy.handle(.syncBegan, at: at(0))
        #expect(policy.next(at: at(15_000)) == .wait(until: nil), "no file is deleted while a sync runs")
        policy.handle(.synced, at: at(15_000))
        #expect(policy.next(at: at(15_000)) == .clean)
        policy.handle(.cleaned, at: at(15_000))
        #expect(policy.next(at: at(15_001)) == .wait(until: at(30_000)))
        policy.handle(.cleaned, at: at(60_001))
        #expect(policy.next(at: at(60_002)) == .wait(until: nil))
    }

    @Test func `an index that begins anew publishes everything again`() {
        var policy = policy(acknowledged: 5, published: 5)
        policy.restart(published: 0, oldestPending: at(7))
        #expect(policy.next(at: at(8)) == .publish)
        #expect(policy.times.oldest(after: 0) == at(7))
    }
}
