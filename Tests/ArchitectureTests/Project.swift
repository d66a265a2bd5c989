import Foundation

/// The project's own files, as these tests read them.
enum Project {
    /// The folder that holds `Package.swift`.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The text of the file at a path relative to the root.
    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The paths, relative to the root, of the files below a folder that have one of the given extensions, sorted.
    static func files(below folder: String, extensions: Set<String>) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
            .filter { extensions.contains(URL(filePath: $0).pathExtension) }
            .map { "\(folder)/\($0)" }
            .sorted()
    }
}
