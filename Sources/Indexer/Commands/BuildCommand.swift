import ArgumentParser
import DocumentReading
import Foundation
import Protocol
import SearchIndex
import ServiceSupport

/// `timtin-indexer build`.
struct BuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Build an index from files, without a cluster.",
        discussion: """
            Reads pages (.txt) and JSON lines (.jsonl, .ndjson), each also as .gz or .zst, folders recursively, and - as \
            standard input. Of documents with one id the last one counts. What cannot be read is named and passed over. \
            The result can be searched by `timtin-query bench --index DIR`.

            To measure indexing alone, --normalised names a file of texts, a line each: id, tab, text. It is read before \
            the clock of --time starts.

            Exit status: 0 when everything read is in the index, 1 when something was quarantined (the rest is in the \
            index) or the build failed, 2 when it was asked wrongly.

            EXAMPLES:
              timtin-indexer build --input news/ --output built/
              timtin-indexer build --input a.jsonl.zst b.jsonl.gz --output built/ --quarantine bad.jsonl
              timtin-indexer build --schema single-field --normalised texts.tsv --output built/ --threads 1 --time
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Files and folders to read, - for standard input.", valueName: "file"))
    var input: [String] = []

    @Option(help: ArgumentHelp("In place of --input: texts that need no reading, a line each.", valueName: "file"))
    var normalised: String?

    @Option(help: ArgumentHelp("The folder of the index; it has to be empty, or is made.", valueName: "dir"))
    var output: String

    @OptionGroup var index: BuildIndexOptions

    @Option(
        help: "How inputs are understood that are named: auto, page or jsonl.",
        transform: { text in
            guard let format = ReaderOptions.Format(rawValue: text) else {
                throw ValidationError("there is no format \"\(text)\": expected auto, page or jsonl")
            }
            return format
        })
    var format = ReaderOptions.Format.automatic

    @Option(
        help: ArgumentHelp(
            "Where to write what could not be read, as JSON lines; else it is named only.", valueName: "file"))
    var quarantine: String?

    @Flag(help: "Print documents, seconds until the index was on the disk, and bytes, as a line of JSON.")
    var time = false

    func validate() throws {
        guard input.isEmpty != (normalised == nil) else {
            throw ValidationError("name what to read, by --input or by --normalised and not by both")
        }
    }

    func run() throws {
        try checkOutput()
        if let normalised {
            try build(try NormalisedTexts.read(normalised))
        } else {
            try buildInput()
        }
    }

    /// Builds an index of documents in memory.
    private func build(_ documents: [IndexDocument]) throws {
        let watch = BuildTiming.Stopwatch()
        let generation = try OfflineBuilder(index: index.settings).build(documents, output: output)
        let timing = (watch.elapsed, watch.processElapsed)
        var progress = OfflineBuilder.Progress()
        progress.documentCount = documents.count
        finish(progress, generation: generation, elapsed: timing.0, processElapsed: timing.1)
    }

    private func buildInput() throws {
        let watch = BuildTiming.Stopwatch()
        let reader = try DocumentReader(inputs: input, options: ReaderOptions(format: format))
        let quarantineFile = try QuarantineFile(path: quarantine)
        var display = BuildDisplay(measure: InputMeasure(inputs: input))
        var last = OfflineBuilder.Progress()
        let generation = try OfflineBuilder(index: index.settings).build(
            reader, output: output,
            report: { progress in
                last = progress
                display.show(progress)
            },
            quarantine: { entry in
                display.clear()
                try quarantineFile.add(entry)
            })
        display.clear()
        finish(last, generation: generation, elapsed: watch.elapsed, processElapsed: watch.processElapsed)
        guard last.quarantinedCount == 0 else {
            throw ProgramError.failed(
                "\(HumanText.count(last.quarantinedCount, "item")) could not be read and \(last.quarantinedCount == 1 ? "is" : "are") not in the index"
            )
        }
    }

    private func finish(
        _ progress: OfflineBuilder.Progress, generation: Generation?, elapsed: Duration, processElapsed: Double
    ) {
        StandardStream.errors.write(
            BuildDisplay.summary(progress, generation: generation, output: output, elapsed: elapsed) + "\n")
        guard time else { return }
        let timing = BuildTiming(
            documents: progress.documentCount, elapsed: elapsed, processElapsed: processElapsed, output: output)
        guard let line = try? WireCoder.encode(timing) else { return }
        StandardStream.output.write(bytes: line + [UInt8(ascii: "\n")])
    }

    private func checkOutput() throws {
        try AtomicFile.makeFolder(output)
        let content = (try? FileManager.default.contentsOfDirectory(atPath: output)) ?? []
        guard content.isEmpty else {
            throw ProgramError.usage("--output \(output) is not empty: name a new folder, or remove what is in it")
        }
    }
}
