import Foundation
import Messaging
import Protocol
import Testing

extension EndToEnd {
    /// What a newcomer does in the first five minutes.
    @Suite(.serialized, .timeLimit(.minutes(5))) struct Journey {
        @Test func `the seeds go in and Mường Khương is found however it is typed`() async throws {
            let cluster = try await Cluster(workers: 2)
            let seeds = Executables.root.appending(path: "seeds").path
            let ingest = try await cluster.timtin("ingest", "--wait", seeds)
            #expect(ingest.status == 0, "\(ingest.output)")

            let decomposed = "Mường Khương".decomposedStringWithCanonicalMapping
            for typed in ["muong khuong", "Mường Khương", "MƯỜNG KHƯƠNG", decomposed, "\"mường khương\"", "title:mườ*"]
            {
                let search = try await cluster.timtin("search", "--format", "json", typed)
                #expect(search.status == 0, "\(search.output)")
                let result = try WireCoder.decode(Search.Result.self, from: Array(search.output.utf8))
                let best = try #require(result.hits.first, "nothing found for \(typed)")
                #expect(best.title == "Mường Khương: Tăng cường công tác đối ngoại nhân dân", "\(typed)")
                #expect(result.freshness.ageMilliseconds == 0)
                #expect(result.shards.asked == 1 && result.shards.answered == 1)
                let marked = (best.snippets ?? []).flatMap(Self.markedWords)
                #expect(marked.contains { $0.hasPrefix("Mường") }, "\(typed) marks \(marked)")
            }

            let teasers = try await cluster.client.call(Count.self, .init(query: "kind:teaser"))
            #expect(teasers.count == 6)
            try await Self.lookAround(cluster)
            try await cluster.stop()
        }

        /// The words that a snippet's highlights cover.
        static func markedWords(_ snippet: Snippet) -> [String] {
            let scalars = Array(snippet.text.unicodeScalars)
            return snippet.highlights.map { range in
                String(String.UnicodeScalarView(scalars[range[0]..<range[1]]))
            }
        }

        static func lookAround(_ cluster: Cluster) async throws {
            let status = try await cluster.timtin("status")
            #expect(status.status == 0)
            for part in ["broker", "indexer", "worker"] { #expect(status.output.contains(part), "\(status.output)") }
            #expect(try await cluster.timtin("health").status == 0)

            let id = try #require(try await cluster.ids("muong khuong").first)
            let shown = try await cluster.timtin("show", id)
            #expect(shown.status == 0 && shown.output.contains("Nguyễn Quang"), "\(shown.output)")

            let deleted = try await cluster.timtin("delete", id)
            #expect(deleted.status == 0, "\(deleted.output)")
            try await cluster.settle(workers: 2)
            #expect(try await cluster.ids("muong khuong").contains(id) == false)
            #expect(try await cluster.timtin("show", id).status == 1)
        }

        @Test func `what is written stays when the cluster is stopped and started again`() async throws {
            let first = try await Cluster()
            try await first.put((0..<20).map { Document(id: "tin-\($0)", title: "Tin số \($0)", body: ["chợ phiên"]) })
            first.client.shutdown()
            first.supervisor.signal(SIGTERM)
            #expect(try await first.supervisor.exitStatus(within: .seconds(30)) == 0)

            let second = try await Cluster(folder: first.folder)
            try await second.settle()
            #expect(try await second.client.call(Count.self, .init(query: "\"chợ phiên\"")).count == 20)
            try await second.stop()
        }

        @Test func `the example client in Python puts a document and finds it`() async throws {
            let cluster = try await Cluster()
            let script = Executables.root.appending(path: "clients/python/example.py").path
            // Nobody is at the first endpoint, so that it has to go on to the second.
            let run = try await Child.run(Executables.python, [script, "tcp://127.0.0.1:9", cluster.endpoint])
            #expect(run.status == 0, "\(run.output)")
            #expect(run.output.contains("Mường Khương"), "\(run.output)")
            try await cluster.stop()
        }

        @Test func `TREC lines come out for a file of queries`() async throws {
            let cluster = try await Cluster()
            try await cluster.put([
                Document(id: "a", title: "Lúa gạo xuất khẩu"), Document(id: "b", title: "Cà phê xuất khẩu"),
            ])
            try await cluster.settle()
            let file = cluster.folder.appending(path: "queries.jsonl")
            let lines = [
                #"{"_id": "q1", "text": "gạo"}"#, #"{"query": "+xuất +khẩu"}"#, #"{"_id": "q3", "text": "-gạo (xuất"}"#,
            ]
            try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
            let run = try await cluster.timtin("search", "--queries", file.path, "--format", "trec", "--size", "100")
            #expect(run.status == 0, "\(run.output)")
            let rows = run.output.split(separator: "\n").map {
                $0.split(separator: " ").prefix(4).joined(separator: " ")
            }
            #expect(rows.first == "q1 Q0 a 1")
            #expect(Set(rows.filter { $0.hasPrefix("2 ") }) == ["2 Q0 a 1", "2 Q0 b 2"])
            #expect(rows.filter { $0.hasPrefix("q3 ") }.first == "q3 Q0 a 1")
            try await cluster.stop()
        }
    }
}
