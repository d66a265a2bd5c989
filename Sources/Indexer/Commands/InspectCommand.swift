import ArgumentParser
import Protocol
import SearchIndex
import ServiceSupport

/// `timtin-indexer inspect`.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show generation, documents, segments and size of an index.",
        discussion: """
            Reads the heads of the files only. An indexer may run meanwhile.

            EXAMPLES:
              timtin-indexer inspect built/
              timtin-indexer inspect data/ --format json
            """)

    /// How the answer looks.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    /// What is told of an index.
    struct Report: Codable, Hashable {
        var folder: String
        /// Absent where nothing was published yet, as is all that follows.
        var generation: String?
        var through: UInt64?
        var documents: Int?
        var segments: Int?
        var byteCount: UInt64?
        /// How many bytes opening the index reads.
        var bytesReadAtOpen: Int?
    }

    @Argument(help: ArgumentHelp("An index folder, a shard's folder or a data folder.", valueName: "dir"))
    var folder: String

    @Option(help: "text, or json: one object a line and index.")
    var format = Format.text

    func run() throws {
        for location in try IndexLocation.find(in: folder) {
            let report = Self.report(of: location, reader: try location.open())
            switch format {
            case .text: StandardStream.output.write(Self.text(of: report))
            case .json: StandardStream.output.write(bytes: try WireCoder.encode(report) + [UInt8(ascii: "\n")])
            }
        }
    }

    static func report(of location: IndexLocation, reader: IndexReader?) -> Report {
        guard let reader else { return Report(folder: location.index) }
        let generation = reader.generation
        return Report(
            folder: location.index, generation: generation.name.description, through: generation.through,
            documents: generation.documentCount, segments: generation.segmentCount, byteCount: generation.byteCount,
            bytesReadAtOpen: reader.bytesReadAtOpen)
    }

    private static func text(of report: Report) -> String {
        guard let generation = report.generation else { return "\(report.folder): nothing is published yet\n" }
        return """
            \(report.folder)
              generation  \(generation), through \(HumanText.count(report.through ?? 0))
              documents   \(HumanText.count(report.documents ?? 0))
              segments    \(HumanText.count(report.segments ?? 0))
              size        \(HumanText.bytes(report.byteCount ?? 0))

            """
    }
}
