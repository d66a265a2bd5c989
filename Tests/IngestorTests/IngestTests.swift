import DocumentReading
import Foundation
import Messaging
import Protocol
import ServiceSupport
import Testing

@testable import Ingestor

/// Whole ingests into a cluster that a test plays.
@Suite(.timeLimit(.minutes(2))) struct IngestTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "timtin-\(UUID().uuidString)")

    /// A file of numbered documents.
    private func file(count: Int) throws -> String {
        let lines = (0..<count).map { #"{"id":"tin-\#($0)","title":"Tin \#($0)"}"# }
        return try file(lines)
    }

    private func file(_ lines: [String]) throws -> String {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "news.jsonl").path
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    private func ingest(_ inputs: [String], into endpoint: String, batch: Int = 10, window: Int = 3) -> Ingest {
        var settings = SettingValues()
        settings.set(IngestSettings.batch, to: batch)
        settings.set(IngestSettings.window, to: window)
        settings.set(IngestSettings.firstAnswer, to: .seconds(10))
        let files = StateFiles(
            folder: folder.appending(path: "state").path, cluster: endpoint, inputs: inputs, keepsCheckpoint: true)
        let plan = IngestPlan(
            endpoints: [endpoint], inputs: inputs, files: files, settings: settings, waitsUntilSearchable: true,
            isQuiet: true)
        return Ingest(plan, logger: FakeCluster.logger)
    }

    private func stateFiles() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "state").path)) ?? []
        return names.map { String($0.drop { $0 != "." }) }.sorted()
    }

    @Test func `documents go straight to the indexer, each once, and are searchable at the end`() async throws {
        let cluster = try FakeCluster()
        let report = try await ingest([try file(count: 95)], into: cluster.endpoint).run()
        #expect(report.run == IngestTotals(created: 95))
        #expect(report.workerCount == 1)
        #expect(cluster.stored.count == 95)
        #expect(cluster.batches.count == 10 && cluster.directCount == 10)
        #expect(stateFiles() == [])
        await cluster.shutdown()
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `a batch that was refused for the moment is sent again, through the broker too`() async throws {
        let cluster = try FakeCluster { number, _ in
            // Deadlines make the sender change its way; retryable errors are taken care of below it.
            if number < 3 { throw RPCError(.deadlineExceeded, detail: "slow disk") }
        }
        let report = try await ingest([try file(count: 30)], into: cluster.endpoint).run()
        #expect(report.run.created == 30)
        #expect(cluster.batches.count == 6)
        #expect(cluster.directCount < 6)
        await cluster.shutdown()
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `of a batch that failed in part only those that failed are sent again, by another name`() async throws {
        let cluster = try FakeCluster()
        cluster.fail(["tin-3", "tin-7"], times: 2)
        let report = try await ingest([try file(count: 10)], into: cluster.endpoint).run()
        #expect(report.run == IngestTotals(created: 10))
        #expect(cluster.batches.map(\.count) == [10, 2, 2] && cluster.batches.last == ["tin-3", "tin-7"])
        #expect(Set(cluster.batchNames).count == 3)
        await cluster.shutdown()
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `ingests of different inputs run at once and keep their quarantines apart`() async throws {
        let cluster = try FakeCluster()
        let inputs = try (0..<3).map { number in
            let folder = folder.appending(path: "\(number)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let lines = (0..<50).map { #"{"id":"\#(number)-\#($0)","title":"Tin"}"# } + ["no JSON \(number)"]
            let file = folder.appending(path: "a.jsonl").path
            try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
            return folder.path
        }
        let reports = try await withThrowingTaskGroup(of: IngestReport.self) { group in
            for input in inputs { group.addTask { try await ingest([input], into: cluster.endpoint).run() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(reports.map(\.run) == Array(repeating: IngestTotals(created: 50, quarantined: 1), count: 3))
        #expect(Set(cluster.batchNames).count == cluster.batches.count)
        let state = folder.appending(path: "state")
        let files = try FileManager.default.contentsOfDirectory(atPath: state.path)
        let excerpts = try files.map {
            let lines = try String(contentsOf: state.appending(path: $0), encoding: .utf8).split(separator: "\n")
            return try lines.map { try WireCoder.decode(QuarantineEntry.self, from: Array($0.utf8)).excerpt }
        }
        #expect(Set(excerpts) == [["no JSON 0"], ["no JSON 1"], ["no JSON 2"]])
        await cluster.shutdown()
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `a document that spoils its batch is found, quarantined and named`() async throws {
        let cluster = try FakeCluster { _, params in
            if params.documents.contains(where: { $0.document.id == "tin-7" }) {
                throw RPCError(.invalidParams, detail: "it smells")
            }
        }
        let file = try file(count: 20)
        let plan = ingest([file], into: cluster.endpoint)
        let report = try await plan.run()
        #expect(report.run.created == 19 && report.run.refused == 1)
        #expect(Set(cluster.stored.keys).count == 19)
        let state = folder.appending(path: "state")
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: state.path).first { $0.hasSuffix("quarantine.jsonl") })
        let lines = try String(contentsOf: state.appending(path: name), encoding: .utf8).split(separator: "\n")
        let entry = try WireCoder.decode(QuarantineEntry.self, from: Array(try #require(lines.first).utf8))
        #expect(lines.count == 1 && entry.line == 8)
        #expect(entry.reason == "the document tin-7 was refused: invalid params: it smells")
        await cluster.shutdown()
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `an ingest that failed goes on behind what is acknowledged, with its quarantine`() async throws {
        let cluster = try FakeCluster { number, _ in
            if number == 4 { throw RPCError(.corrupted, detail: "the journal is damaged") }
        }
        var lines = (0..<100).map { #"{"id":"tin-\#($0)","title":"Tin \#($0)"}"# }
        lines.insert("no JSON", at: 5)
        let file = try file(lines)
        await #expect(throws: RPCError.self) {
            try await ingest([file], into: cluster.endpoint, window: 1).run()
        }
        #expect(stateFiles() == [".checkpoint.json", ".quarantine.jsonl"])
        let sent = cluster.batches.count
        let report = try await ingest([file], into: cluster.endpoint, window: 1).run()
        #expect(report.wentOn)
        #expect(report.all == IngestTotals(created: 100, quarantined: 1))
        #expect(report.run.quarantined == 0)
        #expect(Set(cluster.batches[..<4].joined()).isDisjoint(with: cluster.batches[sent...].joined()))
        #expect(cluster.stored.count == 100)
        #expect(stateFiles() == [".quarantine.jsonl"])

        let again = try await ingest([file], into: cluster.endpoint).run()
        #expect(again.run == IngestTotals(unchanged: 100, quarantined: 1))
        await cluster.shutdown()
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `a checkpoint of a cluster that was begun anew is not gone on from`() async throws {
        let first = try FakeCluster { number, _ in
            if number == 5 { throw RPCError(.corrupted, detail: "the journal is damaged") }
        }
        let file = try file(count: 100)
        await #expect(throws: RPCError.self) { try await ingest([file], into: first.endpoint).run() }
        let state = folder.appending(path: "state")
        let old = try #require(
            try FileManager.default.contentsOfDirectory(atPath: state.path).first { $0.contains("checkpoint") })
        await first.shutdown()
        let second = try FakeCluster()
        // As if the second cluster had the first one's address.
        let files = StateFiles(folder: state.path, cluster: second.endpoint, inputs: [file], keepsCheckpoint: true)
        try FileManager.default.moveItem(
            at: state.appending(path: old), to: URL(filePath: files.checkpointPath))
        let report = try await ingest([file], into: second.endpoint).run()
        #expect(!report.wentOn)
        #expect(second.stored.count == 100)
        await second.shutdown()
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `two ingests of the same inputs at once are refused`() async throws {
        let cluster = try FakeCluster()
        let file = try file(count: 1)
        let files = StateFiles(
            folder: folder.appending(path: "state").path, cluster: cluster.endpoint, inputs: [file],
            keepsCheckpoint: true)
        let lock = try files.lock()
        await #expect(throws: ProgramError.self) { try await ingest([file], into: cluster.endpoint).run() }
        withExtendedLifetime(lock) {}
        await cluster.shutdown()
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `a missing file is an error before anything is sent`() async throws {
        let cluster = try FakeCluster()
        await #expect(throws: InputError.self) {
            try await ingest(["no-such-file.txt"], into: cluster.endpoint).run()
        }
        #expect(cluster.batches.isEmpty)
        await cluster.shutdown()
    }

    @Test func `an interrupted ingest keeps its checkpoint`() async throws {
        let cluster = try FakeCluster()
        let ingest = ingest([try file(count: 1_000)], into: cluster.endpoint)
        ingest.interrupt()
        let report = try await ingest.run()
        #expect(report.isInterrupted)
        #expect(cluster.stored.count < 1_000)
        await cluster.shutdown()
        try FileManager.default.removeItem(at: folder)
    }
}
