import ArgumentParser
import Protocol
import SearchIndex
import ServiceSupport

/// `timtin-indexer inspect`.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show generation, documents, segments, sizes and longest lists of an index.",
        discussion: """
            Reads the heads of the files and, for the longest lists, the dictionaries. An indexer may run meanwhile.

            EXAMPLES:
              timtin-indexer inspect built/
              timtin-indexer inspect data/ --format json
              timtin-indexer inspect data/ --lists 0
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
        var segmentDescriptions: [SegmentDescription]?
        /// The longest of each kind, over all segments.
        var longestLists: [ListDescription]?
    }

    @Argument(help: ArgumentHelp("An index folder, a shard's folder or a data folder.", valueName: "dir"))
    var folder: String

    @Option(help: "How many lists of each kind are shown: terms, pairs, folded forms, keywords.")
    var lists = 3

    @Option(help: "text, or json: one object a line and index.")
    var format = Format.text

    func validate() throws {
        guard lists >= 0 else { throw ValidationError("--lists \(lists): it cannot be negative") }
    }

    func run() throws {
        for location in try IndexLocation.find(in: folder) {
            let report = try Self.report(of: location, reader: try location.open(), listCount: lists)
            switch format {
            case .text: StandardStream.output.write(InspectText(report).text)
            case .json: StandardStream.output.write(bytes: try WireCoder.encode(report) + [UInt8(ascii: "\n")])
            }
        }
    }

    static func report(of location: IndexLocation, reader: IndexReader?, listCount: Int) throws -> Report {
        guard let reader else { return Report(folder: location.index) }
        let generation = reader.generation
        return Report(
            folder: location.index, generation: generation.name.description, through: generation.through,
            documents: generation.documentCount, segments: generation.segmentCount, byteCount: generation.byteCount,
            bytesReadAtOpen: reader.bytesReadAtOpen, segmentDescriptions: reader.segmentDescriptions,
            longestLists: listCount > 0 ? try reader.longestLists(listCount) : [])
    }
}
