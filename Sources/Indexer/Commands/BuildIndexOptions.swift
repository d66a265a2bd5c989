import ArgumentParser
import Foundation
import SearchIndex
import ServiceSupport

/// How `timtin-indexer build` writes an index.
struct BuildIndexOptions: ParsableArguments {
    /// What is indexed of a document.
    enum Schema: String, ExpressibleByArgument, CaseIterable {
        case news
        case singleField = "single-field"

        var indexSchema: IndexSchema {
            switch self {
            case .news: .news
            case .singleField: .singleField
            }
        }
    }

    @Option(
        help: ArgumentHelp(
            "news: all fields, words also without accents, keywords; single-field: title, lead, body and captions as one text, each word as it is."
        ))
    var schema = Schema.news

    @Flag(
        inversion: .prefixedNo,
        help: "Keep a list for each pair of words side by side, which makes phrases fast and the index larger.")
    var pairs = true

    @Option(help: ArgumentHelp("How many threads are used; all processors when absent.", valueName: "count"))
    var threads: Int?

    @Option(
        help: ArgumentHelp("About how much memory is used, such as 256MiB; at least 1MiB.", valueName: "size"),
        transform: { text in
            guard let size = ByteCount(settingText: text), size >= .mebibytes(1) else {
                throw ValidationError("\"\(text)\" is no size of 1MiB or more: expected one such as 256MiB")
            }
            return size
        })
    var memory: ByteCount?

    func validate() throws {
        guard threads ?? 1 >= 1 else { throw ValidationError("--threads \(threads ?? 0): it has to be at least 1") }
    }

    /// The index's settings.
    var settings: IndexSettings {
        var settings = IndexSettings()
        settings.schema = schema.indexSchema
        settings.pairs = pairs ? .all : .none
        settings.threadCount = threads ?? ProcessInfo.processInfo.activeProcessorCount
        if let memory { settings.memoryByteCountMax = memory.bytes }
        return settings
    }
}
