import ArgumentParser
import DocumentReading
import Foundation
import Protocol
import SearchIndex
import ServiceSupport
import Testing

@testable import Indexer

struct OfflineBuildTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var output: String { folder.path + "/built" }

    private func write(_ documents: [Document], to name: String, adding line: String = "") throws -> String {
        let path = "\(folder.path)/\(name)"
        let lines = try documents.map { String(decoding: try WireCoder.encode($0), as: UTF8.self) + "\n" }
        try Data((lines.joined() + line).utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func documents(_ numbers: Range<Int>, version: Int = 0) -> [Document] {
        numbers.map { Document(id: "d\($0)", title: "Lũ về số \($0)", body: ["bản \(version)"]) }
    }

    /// Builds and returns the generation, the last progress and what was quarantined.
    private func build(
        _ inputs: [String], using builder: OfflineBuilder = OfflineBuilder()
    ) throws -> (Generation?, OfflineBuilder.Progress, [QuarantineEntry]) {
        var last = OfflineBuilder.Progress()
        var entries: [QuarantineEntry] = []
        let generation = try builder.build(
            try DocumentReader(inputs: inputs), output: output, report: { last = $0 },
            quarantine: { entries.append($0) })
        return (generation, last, entries)
    }

    @Test(arguments: [3, 100])
    func `all becomes one segment, and the last document of an id counts`(segmentDocumentCountMax: Int) throws {
        var builder = OfflineBuilder()
        builder.index.segmentDocumentCountMax = segmentDocumentCountMax
        let inputs = [
            try write(documents(0..<10), to: "a.jsonl"), try write(documents(8..<12, version: 1), to: "b.jsonl"),
        ]
        let (generation, progress, entries) = try build(inputs, using: builder)
        #expect(generation?.documentCount == 12)
        #expect(generation?.segmentCount == 1)
        #expect(progress.documentCount == 14)
        #expect(entries.isEmpty)
        let reader = try IndexReader(folder: output)
        try reader.check()
        #expect(try reader.count(QueryParser().parse("\"bản 1\"")) == 4)
        #expect(try reader.count(QueryParser().parse("lu")) == 12)
        let files = try FileManager.default.contentsOfDirectory(atPath: output + "/segments")
        #expect(files.count == 1)
    }

    @Test func `what cannot be read is told, and the rest is built`() throws {
        var builder = OfflineBuilder()
        builder.documentByteCountMax = 500
        let large = Document(id: "large", title: String(repeating: "a", count: 600))
        let input = try write(documents(0..<2) + [large] + documents(2..<3), to: "a.jsonl", adding: "{no JSON\n")
        let (generation, progress, entries) = try build([input], using: builder)
        #expect(generation?.documentCount == 3)
        #expect(progress.quarantinedCount == 2)
        #expect(entries.map(\.file) == ["a.jsonl", "a.jsonl"])
        #expect(entries.first?.reason.contains("at most 500") == true)
    }

    @Test func `nothing to read is no index`() throws {
        let (generation, progress, _) = try build([try write([], to: "a.jsonl")])
        #expect(generation == nil)
        #expect(
            BuildDisplay.summary(progress, generation: nil, output: "x", elapsed: .seconds(2))
                == "read 0 documents in 2.0 s (0/s), 0 quarantined: nothing to index")
    }

    @Test func `a folder that is not empty is not built into`() throws {
        let input = try write(documents(0..<2), to: "a.jsonl")
        var command = try BuildCommand.parse(["--input", input, "--output", folder.path])
        let error = #expect(throws: ProgramError.self) { try command.run() }
        #expect(error?.status == .usage)
        command = try BuildCommand.parse(["--input", input, input, "--output", output])
        try command.run()
        #expect(try IndexReader(folder: output).generation.documentCount == 2)
    }

    @Test func `texts of a file of lines are built, and what it took is told`() throws {
        let path = "\(folder.path)/texts.tsv"
        try Data("a/1\tmột hai ba\nb\thai ba\n\nc\t\n".utf8).write(to: URL(fileURLWithPath: path))
        let read = try NormalisedTexts.read(path)
        #expect(read.map(\.id) == ["a/1", "b", "c"].map { Array($0.utf8) })
        #expect(read.map { $0.texts[0].texts } == [["một hai ba"], ["hai ba"], [""]])
        let command = try BuildCommand.parse(["--normalised", path, "--output", output, "--threads", "1", "--time"])
        try command.run()
        let reader = try IndexReader(folder: output)
        #expect(reader.generation.documentCount == 3)
        #expect(try reader.count(QueryParser().parse("\"hai ba\"")) == 2)
        let timing = BuildTiming(documents: 3, elapsed: .milliseconds(1500), processElapsed: 1.25, output: output)
        #expect(timing.seconds == 1.5)
        #expect(String(decoding: try WireCoder.encode(timing), as: UTF8.self).contains("\"cpu_seconds\":1.25"))
        #expect(timing.bytes > Int(reader.generation.byteCount))
        try Data("a\tb\nno tab\n".utf8).write(to: URL(fileURLWithPath: path))
        #expect { try NormalisedTexts.read(path) } throws: { "\($0)".contains("line 2") }
        #expect { try NormalisedTexts.read(path + ".none") } throws: { "\($0)".contains("cannot be read") }
    }

    @Test func `how an index is written can be said`() throws {
        let options = try BuildIndexOptions.parse(
            ["--schema", "single-field", "--no-pairs", "--threads", "3", "--memory", "2MiB"])
        #expect(options.settings.schema == .singleField)
        #expect(options.settings.pairs == .none)
        #expect(options.settings.threadCount == 3)
        #expect(options.settings.memoryByteCountMax == 2 << 20)
        #expect(try BuildIndexOptions.parse([]).settings.pairs == .all)
        #expect(throws: (any Error).self) { try BuildIndexOptions.parse(["--memory", "1KiB"]) }
        #expect(throws: (any Error).self) { try BuildIndexOptions.parse(["--threads", "0"]) }
        #expect(throws: (any Error).self) { try BuildCommand.parse(["--output", output]) }
        #expect(throws: (any Error).self) {
            try BuildCommand.parse(["--input", "a", "--normalised", "b", "--output", output])
        }
    }

    @Test func `check names what is damaged, inspect what is there`() throws {
        let input = try write(documents(0..<50), to: "a.jsonl")
        _ = try build([input])
        let location = try #require(try IndexLocation.find(in: output).first)
        #expect(location == IndexLocation(index: output))
        #expect(CheckCommand.damages(of: location) == [])
        let report = try InspectCommand.report(of: location, reader: try location.open(), listCount: 3)
        #expect(report.documents == 50)
        #expect(report.longestLists?.isEmpty == false)
        #expect(report.segments == 1)
        #expect(report.generation == "1.1")
        try CheckCommand.parse([output]).run()

        let segments = try FileManager.default.contentsOfDirectory(atPath: output + "/segments")
        let path = "\(output)/segments/\(try #require(segments.first))"
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        let middle = try file.seekToEnd() / 2
        try file.seek(toOffset: middle)
        try file.write(contentsOf: Data(repeating: 0xFF, count: 32))
        try file.close()
        let damages = CheckCommand.damages(of: location)
        #expect(damages.count == 1)
        #expect(damages.first?.contains(path) == true)
        let error = #expect(throws: ProgramError.self) { try CheckCommand.parse([output]).run() }
        #expect(error?.status == .failed)
    }

    @Test func `where no index is, that is said`() throws {
        #expect(throws: ProgramError.self) { try IndexLocation.find(in: folder.path) }
        #expect(throws: ProgramError.self) { try IndexLocation.find(in: folder.path + "/none") }
        let shard = ShardFolder(data: folder.path, shard: 3)
        try FileManager.default.createDirectory(atPath: shard.path, withIntermediateDirectories: true)
        _ = try SQLiteJournal(path: shard.journal)
        let locations = try IndexLocation.find(in: folder.path)
        #expect(locations == [IndexLocation(index: shard.index, journal: shard.journal)])
        #expect(try locations.first?.open() == nil)
        #expect(CheckCommand.damages(of: locations[0]) == [])
    }

    @Test func `progress is told in one line`() throws {
        var measure = InputMeasure(inputs: [])
        measure.byteCount = 1000
        var progress = OfflineBuilder.Progress()
        progress.documentCount = 1234
        progress.consumedByteCount = 250
        progress.quarantinedCount = 2
        #expect(
            BuildDisplay.progressLine(progress, measure: measure, elapsed: .seconds(10))
                == "1,234 documents, 123/s, 25 % read, 30 s left, 2 quarantined")
    }
}
