import DocumentReading
import Foundation
import Hashing
import Testing

@testable import Ingestor

@Suite struct WatchPlanTests {
    private static let start = ContinuousClock.now

    private static func file(_ name: String, _ content: Int = 1, rights: Int64 = 0) -> WatchedFile {
        let stamp = FileStamp(
            byteCount: UInt64(content), modified: Int64(content), changed: Int64(content) + rights, number: 1)
        return WatchedFile(folder: "/news", name: name, stamp: stamp)
    }

    private static func at(_ seconds: Int) -> ContinuousClock.Instant { start + .seconds(seconds) }

    /// A plan that has seen files long enough.
    private static func settled(_ files: [WatchedFile]) -> WatchPlan {
        var plan = WatchPlan(settle: .seconds(2))
        _ = plan.look(files, at: at(0))
        _ = plan.look(files, at: at(2))
        return plan
    }

    private static func all(_ plan: inout WatchPlan) -> [String] {
        var names: [String] = []
        while let file = plan.next() { names.append(file.name) }
        return names
    }

    @Test func `a file is ready when two looks saw it alike for long enough, in the order of reading`() {
        var plan = WatchPlan(settle: .seconds(2))
        let files = [Self.file("b"), Self.file("a")]
        _ = plan.look(files, at: Self.at(0))
        #expect(Self.all(&plan) == [])
        _ = plan.look(files, at: Self.at(1))
        #expect(Self.all(&plan) == [])
        _ = plan.look(files, at: Self.at(2))
        #expect(Self.all(&plan) == ["b", "a"])
    }

    @Test func `one look is never enough, however short the pause`() {
        var plan = WatchPlan(settle: .zero)
        _ = plan.look([Self.file("a")], at: Self.at(0))
        #expect(plan.next() == nil)
        _ = plan.look([Self.file("a")], at: Self.at(0))
        #expect(plan.next()?.name == "a")
    }

    @Test func `a file that grows is left alone until it does not`() {
        var plan = WatchPlan(settle: .seconds(2))
        for second in 0..<10 {
            _ = plan.look([Self.file("a", second + 1)], at: Self.at(second))
            #expect(plan.next() == nil)
        }
        _ = plan.look([Self.file("a", 10)], at: Self.at(11))
        #expect(plan.next()?.stamp.byteCount == 10)
    }

    @Test func `what is done is not read again until its content changes`() {
        var plan = Self.settled([Self.file("a")])
        plan.isDone(Self.file("a").key, stamp: Self.file("a").stamp, isUnreadable: false)
        _ = plan.look([Self.file("a", rights: 5)], at: Self.at(9))
        _ = plan.look([Self.file("a", rights: 5)], at: Self.at(99))
        #expect(plan.next() == nil)
        _ = plan.look([Self.file("a", 2)], at: Self.at(100))
        _ = plan.look([Self.file("a", 2)], at: Self.at(102))
        #expect(plan.next()?.stamp.byteCount == 2)
    }

    @Test func `what could not be read is tried again when its rights change`() {
        var plan = Self.settled([Self.file("a")])
        plan.isDone(Self.file("a").key, stamp: Self.file("a").stamp, isUnreadable: true)
        _ = plan.look([Self.file("a")], at: Self.at(50))
        #expect(plan.next() == nil)
        _ = plan.look([Self.file("a", rights: 5)], at: Self.at(51))
        _ = plan.look([Self.file("a", rights: 5)], at: Self.at(53))
        #expect(plan.next()?.name == "a")
    }

    @Test func `a file of another is looked into again after each look, one of ours is not`() {
        let files = [Self.file("a"), Self.file("b")]
        var plan = Self.settled(files)
        plan.isElsewhere(files[0].key)
        plan.isOurs(files[1].key)
        _ = plan.look(files, at: Self.at(3))
        #expect(Self.all(&plan) == ["a"])
    }

    @Test func `a file that changes while it is read is read again afterwards`() {
        var plan = Self.settled([Self.file("a")])
        plan.isOurs(Self.file("a").key)
        _ = plan.look([Self.file("a", 2)], at: Self.at(3))
        plan.isDone(Self.file("a").key, stamp: Self.file("a").stamp, isUnreadable: false)
        _ = plan.look([Self.file("a", 2)], at: Self.at(6))
        _ = plan.look([Self.file("a", 2)], at: Self.at(7))
        #expect(plan.next()?.stamp.byteCount == 2)
    }

    @Test func `what was done and is gone is told once and forgotten, what is ours stays known`() {
        let files = [Self.file("a"), Self.file("b"), Self.file("c")]
        var plan = Self.settled(files)
        plan.isDone(files[0].key, stamp: files[0].stamp, isUnreadable: false)
        plan.isOurs(files[1].key)
        #expect(plan.look([], at: Self.at(4)) == [files[0]])
        #expect(plan.look([], at: Self.at(5)) == [])
        plan.isDone(files[1].key, stamp: files[1].stamp, isUnreadable: false)
        #expect(plan.look([], at: Self.at(6)) == [files[1]])
    }

    @Test func `two spellings of a name are two files`() {
        let composed = Self.file("hòa.txt".precomposedStringWithCanonicalMapping)
        let decomposed = Self.file("hòa.txt".decomposedStringWithCanonicalMapping)
        var plan = Self.settled([composed, decomposed])
        #expect(composed.key != decomposed.key)
        #expect(Self.all(&plan).count == 2)
    }
}

@Suite struct QuarantineHintTests {
    @Test func `a few are told at once, then one at a time, and what is left out is counted`() {
        let start = ContinuousClock.now
        var hints = QuarantineHints(burst: 3, interval: .seconds(1), now: start)
        let first = (0..<10).map { _ in hints.admit(at: start) }
        #expect(first == [0, 0, 0, nil, nil, nil, nil, nil, nil, nil])
        #expect(hints.admit(at: start + .milliseconds(900)) == nil)
        #expect(hints.admit(at: start + .seconds(1)) == 8)
        #expect(hints.admit(at: start + .seconds(1)) == nil)
        #expect(hints.admitLast(at: start + .milliseconds(1_500)) == nil)
        #expect(hints.admitLast(at: start + .seconds(2)) == 0)
        #expect(hints.admitLast(at: start + .seconds(9)) == nil)
        let second = (0..<5).map { _ in hints.admit(at: start + .seconds(60)) }
        #expect(second == [0, 0, 0, nil, nil])
        #expect(hints.admitLast(at: start + .seconds(60), isEnd: true) == 1)
    }
}
