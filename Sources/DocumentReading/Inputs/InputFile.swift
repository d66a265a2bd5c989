/// A file to be read: where it lies and what it is called.
struct InputFile: Hashable {
    /// The input that it belongs to, as given.
    var input: String
    /// The path to open; `-` stands for standard input.
    var path: String
    /// Its name in positions, ids and quarantine: relative to the folder given.
    var name: String
    /// What its name says that it is.
    var format: FileFormat

    var isStandardInput: Bool { path == "-" }
    var start: ReadPosition { ReadPosition(input: input, file: name) }
    var end: ReadPosition { ReadPosition(input: input, file: name, isFileDone: true) }
}

/// What a file holds, as far as its name tells. Whether it is compressed is seen from its first bytes.
enum FileFormat: Hashable {
    case page
    case jsonLines
    case unknown

    init(name: String) {
        var name = name.lowercased()
        for suffix in [".gz", ".zst"] where name.hasSuffix(suffix) { name.removeLast(suffix.count) }
        if name.hasSuffix(".txt") {
            self = .page
        } else if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") {
            self = .jsonLines
        } else {
            self = .unknown
        }
    }

    init(_ option: ReaderOptions.Format, name: String) {
        switch option {
        case .automatic: self.init(name: name)
        case .page: self = .page
        case .jsonLines: self = .jsonLines
        }
    }
}
