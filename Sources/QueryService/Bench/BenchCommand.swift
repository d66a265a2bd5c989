import ArgumentParser
import Foundation
import Protocol
import SearchIndex
import ServiceSupport

/// `timtin-query bench`.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures queries against an index, in this process and without a cluster.",
        discussion: """
            Reads lines with "query" and "tags" and writes one line for each: query, tags, count (all matches), min_us and \
            median_us (time for the best hits, without reading what is stored of them and without parsing), and top (the \
            three best as id and score). Of a query tagged "fuzzy" each word is asked as word~, of one tagged "prefix" \
            the last as word*. Prints the mean a tag.

            EXAMPLES
              timtin-indexer build --input news.jsonl.zst --output news.index
              timtin-query bench --index news.index --queries queries.jsonl --output out.jsonl
              timtin-query bench --index news.index --queries queries.jsonl --size 100 --rounds 3
              timtin-query bench --index news.index --queries queries.jsonl --count
            """)

    /// How the summary looks.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Option(help: ArgumentHelp("The index folder.", valueName: "folder"))
    var index: String

    @Option(help: ArgumentHelp("Queries, a JSON object a line.", valueName: "file"))
    var queries: String

    @Option(name: [.long, .customLong("k")], help: "How many hits are asked for.")
    var size = 10

    @Flag(help: "Measure counting all matches, in place of finding the best.")
    var count = false

    @Option(help: "How often each query is measured.")
    var rounds = 7

    @Option(help: "How often each query is run before it is measured.")
    var warmUp = 5

    @Option(help: ArgumentHelp("Where to write the lines; none are written when absent.", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "What is printed: text, the means a tag; or json, the time to open the index, the time of a query that finds nothing, and the memory in kB."
        ))
    var format = Format.text

    func validate() throws {
        for (name, value) in [("size", size), ("rounds", rounds)] where value < 1 {
            throw ValidationError("--\(name) \(value): it has to be at least 1")
        }
        guard warmUp >= 0 else { throw ValidationError("--warm-up \(warmUp): it cannot be negative") }
    }

    func run() throws {
        let before = MemoryUse.now
        let start = ContinuousClock.now
        let reader = try IndexReader(folder: index)
        let openTime = (.now - start) / .microseconds(1)
        let open = MemoryUse.now
        let lines = try BenchLine.read(queries)
        let generation = reader.generation
        StandardStream.errors.write("segments \(generation.segmentCount) docs \(generation.documentCount)\n")
        let bench = Bench(reader: reader, measure: count ? .count : .best(size), rounds: rounds, warmUp: warmUp)
        let (results, emptyTime) = try bench.run(lines)
        if let output { try write(results, to: output) }
        switch format {
        case .text: StandardStream.output.write(BenchSummary(results).text)
        case .json:
            let facts = BenchFacts(
                documents: generation.documentCount, segments: generation.segmentCount, openTime: openTime,
                emptyTime: emptyTime, memory: .init(before: before, open: open, end: .now))
            StandardStream.output.write(bytes: try WireCoder.encode(facts) + [UInt8(ascii: "\n")])
        }
    }

    private func write(_ results: [BenchResult], to file: String) throws {
        let text = results.map { $0.line + "\n" }.joined()
        do {
            try Data(text.utf8).write(to: URL(filePath: file))
        } catch {
            throw ProgramError.failed("\(file) cannot be written: \(error.localizedDescription)")
        }
    }
}
