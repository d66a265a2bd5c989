import DocumentReading
import Hashing

/// A file of a watched folder as a look at the folder saw it.
struct WatchedFile: Hashable, Sendable {
    /// The folder, as an absolute path without links.
    var folder: String
    /// Relative to the folder.
    var name: String
    var stamp: FileStamp
    /// Stands for folder and name, byte for byte: two spellings of a name are two files.
    let key: Hash128

    init(folder: String, name: String, stamp: FileStamp) {
        self.folder = folder
        self.name = name
        self.stamp = stamp
        key = Self.key(folder: folder, name: name)
    }

    var path: String { "\(folder)/\(name)" }

    static func key(folder: String, name: String) -> Hash128 {
        XXH3.hash128(Array(folder.utf8) + [0] + Array(name.utf8))
    }
}

/// The end of a file among the items that were read.
struct FileEnd: Hashable, Sendable {
    var position: ReadPosition
    /// Whether nothing of the file could be read, so that a change of its rights is worth another attempt.
    var isUnreadable: Bool

    var key: Hash128 { WatchedFile.key(folder: position.input, name: position.file) }
}
