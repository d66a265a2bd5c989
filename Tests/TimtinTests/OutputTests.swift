import Foundation
import Protocol
import ServiceSupport
import Testing

@testable import timtin

private let plain = Terminal(isInteractive: false, width: 80, usesColor: false)
private let colored = Terminal(isInteractive: true, width: 40, usesColor: true)

@Suite struct TextLayoutTests {
    @Test func `lines break between words and keep to the width`() {
        let lines = MarkedText("Mường Khương là một huyện vùng cao biên giới").lines(width: 24, indent: "  ", on: plain)
        #expect(lines == ["  Mường Khương là một", "  huyện vùng cao biên", "  giới"])
    }

    @Test func `decomposed text takes the columns of composed text`() {
        let text = "Mường Khương là một huyện vùng cao"
        let composed = MarkedText(text).lines(width: 24, on: plain)
        let decomposed = MarkedText(text.decomposedStringWithCanonicalMapping).lines(width: 24, on: plain)
        #expect(composed.count == decomposed.count)
    }

    @Test func `marked words are coloured on a terminal and as they are elsewhere`() {
        let text = MarkedText("xã Mường Khương", highlights: [[3, 8], [9, 15]])
        #expect(text.lines(width: 40, on: plain) == ["xã Mường Khương"])
        #expect(text.lines(width: 40, on: colored) == ["xã \u{1B}[1;33mMường\u{1B}[0m \u{1B}[1;33mKhương\u{1B}[0m"])
    }

    @Test(arguments: [[[5, 3]], [[-4, 2]], [[90, 99]], [[1]], [[2, 1_000_000]]] as [[[Int]]])
    func `highlights out of range do no harm`(highlights: [[Int]]) {
        #expect(MarkedText("lúa gạo", highlights: highlights).lines(width: 40, on: plain) == ["lúa gạo"])
    }

    @Test func `a document cannot steer the terminal`() {
        let lines = MarkedText("a\u{1B}[2Jb\u{7}").lines(width: 40, on: plain)
        #expect(lines == ["a\u{FFFD}[2Jb\u{FFFD}"])
    }

    @Test func `a table is as wide as its cells`() {
        var table = TextTable([("A", .left), ("NUMBER", .right)])
        table.rows = [["Mường", "1"], ["b", "22"]]
        #expect(table.lines(on: plain) == ["A      NUMBER", "Mường       1", "b          22"])
    }
}

@Suite struct SearchTextTests {
    static let result = Search.Result(
        tookMilliseconds: 1.26, total: TotalHits(value: 12, relation: .exact),
        hits: [
            Hit(
                id: "a1", score: 12.345, kind: .article, title: "Mường Khương: đối ngoại", source: "p.txt",
                byline: "Nguyễn Quang",
                snippets: [
                    Snippet(
                        field: "title", index: 0, start: 0, text: "Mường Khương: đối ngoại",
                        highlights: [[0, 5], [6, 12]]),
                    Snippet(
                        field: "body", index: 2, start: 8, text: "huyện Mường Khương",
                        highlights: [[6, 11], [12, 18]]),
                ]), Hit(id: "b2", score: 1, kind: .teaser, title: "Chợ phiên"),
        ],
        shards: ShardReport(asked: 1, answered: 1, generations: [ShardGeneration(shard: 0, generation: "1.2")]),
        freshness: Freshness(ageMilliseconds: 0))

    @Test func `an answer reads like this`() {
        #expect(
            SearchText(terminal: plain).text(Self.result) == """
                12 documents, the first 2, in 1.3 ms

                1. Mường Khương: đối ngoại
                   Nguyễn Quang · p.txt
                   id a1 · score 12.35
                   …huyện Mường Khương …

                2. Chợ phiên
                   teaser
                   id b2 · score 1.00

                """)
    }

    @Test func `numbers go on behind what was skipped`() {
        let text = SearchText(terminal: plain, from: 5).text(Self.result)
        #expect(text.hasPrefix("12 documents, 6 to 7, in"))
        #expect(text.contains("\n6. Mường"))
    }

    @Test func `what the answer lacks is said`() {
        var result = Self.result
        result.shards.asked = 2
        result.freshness.ageMilliseconds = 340
        result.total.relation = .atLeast
        let text = SearchText(terminal: plain).text(result)
        #expect(text.hasPrefix("at least 12 documents, the first 2, in 1.3 ms, 340 ms behind what is acknowledged\n"))
        #expect(text.contains("only 1 of 2 shards answered"))
    }

    @Test func `nothing found is said in one line`() {
        var result = Self.result
        result.hits = []
        result.total.value = 0
        #expect(SearchText(terminal: plain).text(result) == "0 documents, in 1.3 ms\n")
    }

    @Test func `words are coloured in title and snippet`() {
        let text = SearchText(terminal: colored).text(Self.result)
        #expect(text.components("\u{1B}[1;33mKhương\u{1B}[0m") == 2)
    }

    @Test func `TREC lines have six columns`() {
        var result = Self.result
        result.hits[1].id = "b 2"
        #expect(
            TrecLines.text(result, query: "q 1")
                == "q_1 Q0 a1 1 12.345 timtin\nq_1 Q0 b_2 2 1.0 timtin\n")
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func components(_ text: String) -> Int {
        split(separator: text, omittingEmptySubsequences: false).count - 1
    }
}

@Suite struct StatusTextTests {
    static let status = ClusterStatus.Result(
        broker: MemberInfo(name: "broker", role: .broker, instance: "i", host: "mai", processID: 41),
        uptimeMilliseconds: 200_000, shards: 1,
        members: [
            MemberStatus(
                member: MemberInfo(name: "worker-1", role: .worker, instance: "i", host: "mai", processID: 43),
                state: MemberState(open: [OpenGeneration(shard: 0, generation: "1.4", through: 9)]),
                lastSeenMilliseconds: 90, outstanding: 2),
            MemberStatus(
                member: MemberInfo(name: "indexer-1", role: .indexer, instance: "i", host: "mai", processID: 42),
                state: MemberState(owned: [shard]), lastSeenMilliseconds: 120, outstanding: 0),
        ], cluster: ClusterState(shards: [shard]), waitingFor: [], counters: [:])

    static let shard = ShardState(
        shard: 0, epoch: 1, generation: "1.4", through: 9, acknowledged: 12, documents: 20_000, segments: 3,
        byteCount: 37 << 20, folder: "shards/0000", behind: [])

    @Test func `a status reads like this`() {
        let text = StatusText(terminal: plain, endpoint: "tcp://127.0.0.1:5570").text(Self.status)
        #expect(
            text == """
                tcp://127.0.0.1:5570  up 3 min 20 s, version \(TimtinVersion.current)
                1 shard, 20,000 documents
                the cluster is whole

                MEMBER     ROLE     PID    SEEN  REQUESTS  SHARDS
                broker     broker    41     now
                indexer-1  indexer   42  120 ms         0  owns 0
                worker-1   worker    43   90 ms         2  holds 0

                SHARD  OWNER      GENERATION  WORKERS  DOCUMENTS    SIZE  BEHIND
                    0  indexer-1  1.4               1     20,000  37 MiB       3

                """)
    }

    /// Two shards of which one has lost its owner, in containers, with two brokers of which one is gone.
    @Test func `a cluster of many parts reads like this in 80 columns`() {
        var status = Self.status
        status.shards = 2
        status.waitingFor = [Waiting(what: "an indexer of shard 1", sinceMilliseconds: 340)]
        status.cluster.shards[0].generation = "1.5"
        status.broker.host = "5c1d0a77be11"
        status.members[1].member.host = "0d6ab4a16d39"
        status.members[1].member.name = "indexer-0d6ab4a16d39"
        status.members[0].member.host = "91ab04c2be5f"
        status.members[0].member.name = "worker-91ab04c2be5f-7"
        status.members[0].state.open?.append(OpenGeneration(shard: 1, generation: "2.1", through: 3))
        var standby = status.members[1]
        standby.member.name = "indexer-b7e0a4f6c1d2"
        standby.member.host = "b7e0a4f6c1d2"
        standby.state.owned = []
        status.members.append(standby)
        let others = [
            StatusText.OtherBroker(endpoint: "tcp://broker-2:5570"),
            StatusText.OtherBroker(endpoint: "tcp://broker-3:5570", status: Self.status),
        ]
        let text = StatusText(terminal: plain, endpoint: "tcp://broker-1:5570", others: others).text(status)
        #expect(
            text == """
                tcp://broker-1:5570  up 3 min 20 s, version \(TimtinVersion.current)
                2 shards, 20,000 documents
                waiting for an indexer of shard 1, for 340 ms
                no broker answers at tcp://broker-2:5570

                MEMBER                 ROLE     PID    SEEN  REQUESTS  SHARDS
                broker                 broker    41     now
                broker                 broker    41     now
                indexer-0d6ab4a16d39   indexer   42  120 ms         0  owns 0
                indexer-b7e0a4f6c1d2   indexer   42  120 ms         0  stands by
                worker-91ab04c2be5f-7  worker    43   90 ms         2  holds 0, 1 (0, 1 behind)

                SHARD  OWNER                 GENERATION  WORKERS  DOCUMENTS    SIZE  BEHIND
                    0  indexer-0d6ab4a16d39  1.5               1     20,000  37 MiB       3
                    1  nobody                none              1

                """)
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        status.members[1].member.name = "indexer-of-the-south"
        let named = StatusText(terminal: plain, endpoint: "tcp://broker-1:5570").text(status)
        #expect(named.contains("indexer-of-the-south   indexer  0d6ab4a16d39   42"))
    }

    @Test func `numbers of shards are drawn together`() {
        #expect(ShardTable.list([7, 0, 1, 2, 3, 5, 8]) == "0-3, 5, 7, 8")
        #expect(ShardTable.list([]) == "")
    }

    @Test func `a host is healthy when its member serves or stands by`() {
        var status = Self.status
        #expect(HealthCommand.lacking(on: "mai", in: status) == nil)
        #expect(HealthCommand.lacking(on: "lan", in: status) == "its broker knows no member on lan")
        status.members[0].member.host = "lan"
        #expect(HealthCommand.lacking(on: "lan", in: status) == nil)
        status.members[0].state.open = []
        #expect(HealthCommand.lacking(on: "lan", in: status) == "worker-1 has no shard open yet")
        status.members[1].member.host = "hoa"
        status.members[1].state.owned = []
        #expect(HealthCommand.lacking(on: "hoa", in: status) == nil)
    }

    @Test func `what is waited for is said first`() {
        var status = Self.status
        status.waitingFor = [Waiting(what: "an indexer of shard 0", sinceMilliseconds: 3_200)]
        let lines = StatusText(terminal: plain, endpoint: "e").text(status).split(separator: "\n")
        #expect(lines[2] == "waiting for an indexer of shard 0, for 3.2 s")
    }
}

@Suite struct DocumentTextTests {
    @Test func `a document reads like this`() {
        let document = Document(
            id: "a1", title: "Mường Khương", lead: "Tóm tắt.", body: ["Đoạn một.", "Đoạn hai."],
            captions: ["Ảnh: chợ phiên."], byline: "Nguyễn Quang", published: "--09-05", related: ["b2"])
        #expect(
            DocumentText(terminal: plain).text(document) == """
                Mường Khương
                id:            a1
                kind:          article
                published:     --09-05
                byline:        Nguyễn Quang

                Tóm tắt.

                Đoạn một.

                Đoạn hai.

                captions:
                - Ảnh: chợ phiên.

                related:
                - b2

                """)
    }
}
