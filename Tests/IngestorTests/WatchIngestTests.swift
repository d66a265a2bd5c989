import ArgumentParser
import DocumentReading
import Foundation
import Protocol
import ServiceSupport
import Testing

@testable import Ingestor

/// Whole watches of real folders into a cluster that a test plays.
@Suite(.timeLimit(.minutes(2))) struct WatchIngestTests {
    private let root = FileManager.default.temporaryDirectory.appending(path: "watch-\(UUID().uuidString)")
    private var folder: URL { root.appending(path: "news") }

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func watch(_ endpoint: String, folders: [URL]? = nil, window: Int = 2) -> WatchIngest {
        var settings = SettingValues()
        settings.set(IngestSettings.batch, to: 10)
        settings.set(IngestSettings.window, to: window)
        settings.set(IngestSettings.linger, to: .milliseconds(1))
        settings.set(IngestSettings.watchInterval, to: .milliseconds(20))
        settings.set(IngestSettings.watchSettle, to: .milliseconds(40))
        let inputs = (folders ?? [folder]).map(\.path)
        let files = StateFiles(
            folder: root.appending(path: "state").path, cluster: endpoint, inputs: inputs, keepsCheckpoint: true)
        return WatchIngest(
            IngestPlan(endpoints: [endpoint], inputs: inputs, files: files, settings: settings, isQuiet: true),
            logger: FakeCluster.logger)
    }

    /// Writes a file under another name and renames it into place.
    private func put(_ name: String, _ lines: [String], in folder: URL? = nil) throws {
        let folder = folder ?? self.folder
        let aside = root.appending(path: "aside")
        try lines.joined(separator: "\n").write(to: aside, atomically: false, encoding: .utf8)
        let file = folder.appending(path: name)
        try? FileManager.default.removeItem(at: file)
        try FileManager.default.moveItem(at: aside, to: file)
    }

    private static func lines(_ range: Range<Int>, title: String = "Tin") -> [String] {
        range.map { #"{"id":"tin-\#($0)","title":"\#(title) \#($0)"}"# }
    }

    private func until(_ what: String, _ condition: () throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while try !condition() {
            guard ContinuousClock.now < end else {
                Issue.record("never: \(what)")
                return
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private func records() -> [FileRecord] {
        var records: [FileRecord] = []
        let files = FileManager.default.enumerator(at: root.appending(path: "state"), includingPropertiesForKeys: nil)
        for case let file as URL in files ?? .init() where file.path.contains("/files/") {
            guard let bytes = FileManager.default.contents(atPath: file.path) else { continue }
            if let record = try? WireCoder.decode(FileRecord.self, from: [UInt8](bytes)) { records.append(record) }
        }
        return records.sorted { $0.name < $1.name }
    }

    private func quarantine() throws -> [QuarantineEntry] {
        var entries: [QuarantineEntry] = []
        let files = FileManager.default.enumerator(at: root.appending(path: "state"), includingPropertiesForKeys: nil)
        for case let file as URL in files ?? .init() where file.path.contains("/quarantine/") {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                entries.append(try WireCoder.decode(QuarantineEntry.self, from: Array(line.utf8)))
            }
        }
        return entries
    }

    @Test func `what is there and what comes is taken in, each file once, until it is stopped`() async throws {
        let cluster = try FakeCluster()
        try put("a.jsonl", Self.lines(0..<25))
        try put("empty.jsonl", [])
        let watch = watch(cluster.endpoint)
        async let report = watch.run()
        try await until("the first file is in") { cluster.stored.count == 25 }
        try put("b.jsonl", Self.lines(25..<30) + ["no JSON"])
        try await until("both are done") { records().filter(\.isDone).count == 3 }
        #expect(cluster.stored.count == 30)
        #expect(try quarantine().map(\.line) == [6])
        try put("a.jsonl", Self.lines(0..<25, title: "Mới"))
        try await until("the changed file is in") { cluster.stored["tin-24"]?.title == "Mới 24" }
        try await until("it is done") { records().allSatisfy(\.isDone) }
        watch.interrupt()
        let totals = try await report.run
        #expect(totals == IngestTotals(created: 30, updated: 25, quarantined: 1))

        // Another finds nothing to do but what is new.
        let sent = cluster.batches.count
        let second = self.watch(cluster.endpoint)
        async let next = second.run()
        try put("c.jsonl", Self.lines(30..<31))
        try await until("the new file is in") { cluster.stored.count == 31 }
        second.interrupt()
        #expect(try await next.run == IngestTotals(created: 1))
        #expect(cluster.batches.count == sent + 1)
        await cluster.shutdown()
        try FileManager.default.removeItem(at: root)
    }

    @Test func `a broker that is behind the indexers is not taken for a cluster begun anew`() async throws {
        let cluster = try FakeCluster(isStatusBehind: true)
        try put("a.jsonl", Self.lines(0..<5))
        let first = watch(cluster.endpoint)
        async let report = first.run()
        try await until("the file is done") { records().first?.isDone == true }
        first.interrupt()
        _ = try await report
        let second = watch(cluster.endpoint)
        async let next = second.run()
        try put("b.jsonl", Self.lines(5..<6))
        try await until("the new file is done") { records().filter(\.isDone).count == 2 }
        second.interrupt()
        #expect(try await next.run == IngestTotals(created: 1))
        await cluster.shutdown()
        try FileManager.default.removeItem(at: root)
    }

    @Test func `two share a folder: everything is in, nothing was sent twice`() async throws {
        let cluster = try FakeCluster()
        for number in 0..<40 { try put("f\(number).jsonl", Self.lines(number * 10..<number * 10 + 10)) }
        let watches = (0..<2).map { _ in watch(cluster.endpoint) }
        async let first = watches[0].run()
        async let second = watches[1].run()
        try await until("all is in") { cluster.stored.count == 400 }
        try await until("all is done") { records().filter(\.isDone).count == 40 }
        for watch in watches { watch.interrupt() }
        let totals = [try await first.run, try await second.run]
        #expect(totals.reduce(0) { $0 + $1.created } == 400)
        #expect(totals.allSatisfy { $0.unchanged == 0 })
        #expect(cluster.batches.joined().count == 400)
        await cluster.shutdown()
        try FileManager.default.removeItem(at: root)
    }

    @Test func `a file whose ingestor failed in its midst is gone on with where it was`() async throws {
        let cluster = try FakeCluster { number, _ in
            if number == 3 { throw RPCError(.corrupted, detail: "the journal is damaged") }
        }
        try put("a.jsonl", ["no JSON"] + Self.lines(0..<100))
        await #expect(throws: RPCError.self) { try await watch(cluster.endpoint, window: 1).run() }
        let record = try #require(records().first)
        #expect(!record.isDone && record.position?.line == 31)
        let sent = cluster.batches.count
        let second = watch(cluster.endpoint, window: 1)
        async let report = second.run()
        try await until("the file is done") { records().first?.isDone == true }
        second.interrupt()
        #expect(try await report.run.created == 71)
        #expect(Set(cluster.batches[..<3].joined()).isDisjoint(with: cluster.batches[sent...].joined()))
        #expect(cluster.stored.count == 100)
        #expect(try quarantine().count == 1)
        await cluster.shutdown()
        try FileManager.default.removeItem(at: root)
    }

    @Test func `what cannot be read is quarantined once, and read when it is whole`() async throws {
        let cluster = try FakeCluster()
        try Data([0xFF, 0x00, 0xC3, 0x28, 0xFE]).write(to: folder.appending(path: "bad.jsonl"))
        let watch = watch(cluster.endpoint)
        async let report = watch.run()
        try await until("it is quarantined") { records().first?.isUnreadable == true }
        try put("good.jsonl", Self.lines(0..<5))
        try await until("looks went on") { cluster.stored.count == 5 }
        #expect(try quarantine().count == 1)
        try put("bad.jsonl", Self.lines(5..<6))
        try await until("it is read") { cluster.stored.count == 6 }
        try await until("it is done") { records().allSatisfy { $0.isDone && !$0.isUnreadable } }
        #expect(try quarantine().isEmpty)
        watch.interrupt()
        #expect(try await report.run == IngestTotals(created: 6, quarantined: 1))
        await cluster.shutdown()
        try FileManager.default.removeItem(at: root)
    }

    @Test func `files that go away are forgotten, and folders are told apart`() async throws {
        let cluster = try FakeCluster()
        let other = root.appending(path: "other")
        try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
        try put("a.jsonl", [#"{"title":"Không có id"}"#])
        try put("a.jsonl", Self.lines(0..<1), in: other)
        try put("b.jsonl", Self.lines(1..<2))
        let watch = watch(cluster.endpoint, folders: [folder, other])
        async let report = watch.run()
        try await until("all are done") { records().filter(\.isDone).count == 3 }
        #expect(cluster.stored.count == 3)
        try FileManager.default.removeItem(at: folder.appending(path: "a.jsonl"))
        try await until("it is forgotten") { records().map(\.name) == ["a.jsonl", "b.jsonl"] }
        // Nothing at all may be a folder that is not mounted: what is known of it stays.
        try FileManager.default.removeItem(at: other)
        try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
        try put("c.jsonl", Self.lines(2..<3))
        try await until("looks went on") { records().filter(\.isDone).count == 3 }
        #expect(records().filter { $0.name == "a.jsonl" }.count == 1)
        watch.interrupt()
        _ = try await report
        await cluster.shutdown()
        try FileManager.default.removeItem(at: root)
    }

    @Test func `what is no folder, or lies in another, is not watched`() throws {
        let inner = folder.appending(path: "inner")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        try put("a.jsonl", [])
        let file = folder.appending(path: "a.jsonl").path
        for inputs in [
            ["-"], [file], [folder.path + "/none"], [inner.path, folder.path + "/"], [folder.path, folder.path],
        ] {
            #expect(throws: ProgramError.self, "\(inputs)") { try WatchedFolders.resolve(inputs) }
        }
        #expect(try WatchedFolders.resolve([inner.path + "/../inner"]).count == 1)
        try FileManager.default.removeItem(at: root)
    }

    @Test func `to watch and to wait is asked wrongly`() {
        #expect(throws: (any Error).self) { try RunCommand.parse(["--watch", "--wait", "news"]) }
    }
}
