import Foundation
import Protocol
import SearchIndex
import ServiceSupport
import Testing

@testable import QueryService

@Suite struct `Measuring queries` {
    private let sample = SampleIndex()

    @Test func `a line says query, tags, count, times and the best`() throws {
        let result = BenchResult(
            query: "\"lũ quét\"", tags: ["phrase", "phrase:num_tokens_2"], count: 3, times: [3, 1.5, 2],
            top: [(Array("a/b".utf8), 1.25)])
        #expect(
            result.line == #"""
                {"query": "\"lũ quét\"", "tags": ["phrase", "phrase:num_tokens_2"], "count": 3, "min_us": 1.5, "median_us": 2.0, "top": [["a/b", 1.25]]}
                """#)
    }

    @Test func `all queries of a file are run and counted`() throws {
        try sample.publish((0..<30).map { SampleIndex.document($0) }, through: 30)
        let file = sample.folder.appending(path: "queries.jsonl").path
        let text = """
            {"query": "chung", "tags": ["term"]}
            {"query": "+chung +riêng7", "tags": ["intersection"]}

            {"query": "-riêng1 +chung"}
            """
        try Data(text.utf8).write(to: URL(filePath: file))
        let reader = try IndexReader(folder: sample.indexFolder(0))
        let bench = Bench(reader: reader, measure: .best(10), rounds: 2, warmUp: 1)
        let (results, emptyTime) = try bench.run(try BenchLine.read(file))
        #expect(results.map(\.count) == [30, 1, 29])
        #expect(results.map(\.top.count) == [3, 1, 3])
        #expect(results.allSatisfy { $0.times.count == 2 })
        #expect(results[1].top.map(\.id) == [Array("tin-7".utf8)])
        #expect(BenchSummary(results).rows.map(\.tag) == ["intersection", "term", "untagged"])
        #expect(emptyTime > 0)
        let counting = Bench(reader: reader, measure: .count, rounds: 1, warmUp: 0)
        #expect(try counting.run(try BenchLine.read(file)).results.map(\.count) == [30, 1, 29])
        #expect(try reader.count(QueryParser().parse(Bench.absentTerm)) == 0)
    }

    @Test func `tags say which signs a query is asked with`() {
        #expect(BenchLine(query: "ca cụng", tags: ["fuzzy"]).text == "ca~ cụng~")
        #expect(BenchLine(query: "sông mek", tags: ["prefix"]).text == "sông mek*")
        #expect(BenchLine(query: "+lũ -quét", tags: ["negated", "fuzzy"]).text == "+lũ -quét")
        #expect(BenchLine(query: "lũ", tags: nil).text == "lũ")
    }

    @Test func `memory is read as the kernel tells it`() {
        let rollup = "aaaa-bbbb ---p 00000000 00:00 0    [rollup]\nRss:    5120 kB\nPss: 1 kB\nAnonymous:   1024 kB\n"
        #expect(MemoryUse(rollup: rollup) == MemoryUse(resident: 5120, anonymous: 1024))
        #expect(MemoryUse(rollup: "").resident == 0)
        #expect(MemoryUse.now.resident > MemoryUse.now.anonymous)
    }

    @Test func `facts of a run are a line that scripts read`() throws {
        let use = MemoryUse(resident: 2, anonymous: 1)
        let facts = BenchFacts(
            documents: 3, segments: 1, openTime: 2.5, emptyTime: 0.5, memory: .init(before: use, open: use, end: use))
        let line = String(decoding: try WireCoder.encode(facts), as: UTF8.self)
        #expect(line.contains("\"open_us\":2.5") && line.contains("\"empty_us\":0.5"))
        #expect(line.contains("\"before\":{"))
    }

    @Test func `a file that holds no queries is named with its line`() throws {
        #expect { try BenchLine.read("no-such-file") } throws: { "\($0)".contains("no-such-file") }
        try sample.publish([SampleIndex.document(1)], through: 1)
        let file = sample.folder.appending(path: "bad.jsonl")
        try Data("{\"query\": \"a\"}\nnonsense\n".utf8).write(to: file)
        #expect { try BenchLine.read(file.path) } throws: { "\($0)".contains("line 2") }
    }

    @Test func `the summary has the means of each first tag`() {
        let results = [1.0, 4.0].map {
            BenchResult(query: "q", tags: ["term", "global"], count: 1, times: [$0, $0 + 1], top: [])
        }
        let row = BenchSummary(results).rows[0]
        #expect(row == .init(tag: "term", count: 2, mean: 2.5, geometricMean: 2, percentile99: 4))
        #expect(
            BenchSummary(results).text
                == "timtin term                 n=   2 mean       2.5 us  geomean       2.0  p99       4.0\n")
    }
}
