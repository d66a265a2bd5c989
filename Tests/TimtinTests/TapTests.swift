import ArgumentParser
import Foundation
import Messaging
import Protocol
import ServiceSupport
import Testing

@testable import timtin

@Suite struct TapTests {
    private static func lines(_ format: ShowCommand.Format) -> TapLines {
        TapLines(
            terminal: Terminal(isInteractive: false, usesColor: false), format: format, endpoint: "tcp://h:5570",
            now: { Date(timeIntervalSince1970: 1_788_595_200) })
    }

    private static func event(
        _ type: EventType, subject: String? = nil, _ data: [String: JSONValue]
    ) -> CloudEvent {
        CloudEvent(
            id: "1", source: "/cluster/indexer-a", type: type, subject: subject, time: "2026-09-05T08:00:00.123Z",
            data: .object(data))
    }

    private static let status = ClusterStatus.Result(
        broker: MemberInfo(name: "broker", role: .broker, instance: "b", host: "h", processID: 1),
        uptimeMilliseconds: 1, shards: 2, members: [], cluster: ClusterState(),
        waitingFor: [Waiting(what: "a worker", sinceMilliseconds: 3_000)], counters: [:])

    @Test(
        arguments: [
            (
                event(
                    .generationCommitted,
                    ["shard": .integer(1), "generation": .string("3.17"), "documents": .integer(12_345)]),
                "2026-09-05T08:00:00Z  generation.committed  shard 1 at 3.17, 12,345 documents  by indexer-a"
            ),
            (
                event(.memberJoined, subject: "worker-1", ["role": .string("worker")]),
                "2026-09-05T08:00:00Z  member.joined         worker worker-1"
            ),
            (
                event(
                    .documentQuarantined, subject: "a.jsonl",
                    [
                        "file": .string("a.jsonl"), "line": .integer(6), "reason": .string("no\u{1B}[2J JSON"),
                        "omitted": .integer(2),
                    ]),
                "2026-09-05T08:00:00Z  document.quarantined  a.jsonl, line 6: no\u{FFFD}[2J JSON (and 2 more)"
            ),
        ])
    func `an event is one line in columns`(event: CloudEvent, line: String) throws {
        #expect(try Self.lines(.text).line(for: .event(event)) == TapLines.Line(output: line))
    }

    @Test func `a type that is not known yet is shown all the same`() throws {
        var event = Self.event(.memberLost, subject: "x", ["a": .integer(1)])
        event.type = "timtin.shard.moved"
        #expect(
            try Self.lines(.text).line(for: .event(event)).output
                == #"2026-09-05T08:00:00Z  shard.moved           indexer-a x {"a":1}"#)
    }

    @Test func `a gap tells how many and how the cluster stands`() throws {
        let notice = EventNotice.missed(.init(count: 3, after: 7), Self.status)
        #expect(
            try Self.lines(.text).line(for: notice).output
                == "2026-09-05T08:00:00Z  missed                3 events did not arrive; "
                + "now: 2 shards, 0 documents; waiting for a worker, for 3.0 s")
        let json = try Self.lines(.json).line(for: notice).output
        let value = try WireCoder.decode([String: JSONValue].self, from: Array(json.utf8))
        #expect(value["type"] == .string("timtin.tap.missed"))
        guard case .object(let data)? = value["data"] else { return #expect(Bool(false), "no data in \(json)") }
        #expect(data["count"] == .integer(3) && data["after"] == .integer(7))
        #expect(!json.contains("\n"))
    }

    @Test func `what is no event stays out of the JSON`() throws {
        #expect(try Self.lines(.json).line(for: .subscribed(Self.status)) == TapLines.Line())
        let lost = try Self.lines(.json).line(for: .lost(reason: "gone"))
        #expect(lost.output.isEmpty && lost.errors.contains("gone"))
        let event = Self.event(.memberLost, subject: "w", ["role": .string("worker")])
        let line = try Self.lines(.json).line(for: .event(event)).output
        #expect(try WireCoder.decode(CloudEvent.self, from: Array(line.utf8)) == event)
    }

    @Test(arguments: [["--topic", "timtin.nothing"], ["--count", "0"]])
    func `a topic that no event has is told`(arguments: [String]) {
        #expect(throws: (any Error).self) { try TapCommand.parse(arguments) }
    }
}
