import ArgumentParser
import DocumentReading
import Foundation
import Protocol
import ServiceSupport

/// `timtin-ingestor parse`: shows what would be sent, without a cluster.
struct ParseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse",
        abstract: "Print the documents of files as JSON lines, without a cluster.",
        discussion: """
            Documents go to standard output, one a line; what cannot be read goes to standard error, one JSON object a \
            line with file, offset and reason, and makes the exit status 1.

            EXAMPLES:
              timtin-ingestor parse page.txt
              timtin-ingestor parse news/ | jq -r .title
              curl -s https://example.org/page.txt | timtin-ingestor parse -
            """)

    @Option(help: "How files named here and standard input are read: auto, page or jsonl.")
    var format = ReaderOptions.Format.automatic

    @Argument(help: "Files, folders, or - for standard input.", completion: .file())
    var paths: [String]

    func run() throws {
        let reader = try DocumentReader(inputs: paths, options: ReaderOptions(format: format))
        var isAllRead = true
        while let item = reader.next() {
            switch item {
            case .documents(let documents, _, _):
                let lines = try documents.flatMap { try WireCoder.encode($0) + [UInt8(ascii: "\n")] }
                // The reader of a pipe that has seen enough is no failure.
                guard StandardStream.output.write(bytes: lines) else { return }
            case .quarantined(let entry, _):
                isAllRead = false
                StandardStream.errors.write(bytes: try WireCoder.encode(entry) + [UInt8(ascii: "\n")])
            case .skipped: continue
            }
        }
        if !isAllRead { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}
