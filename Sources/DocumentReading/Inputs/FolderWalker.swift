import Foundation

/// The files below a folder, one after the other: names in the order of their bytes, hidden ones left out, each folder
/// entered once whatever links lead to it.
///
/// Holds the names of the folders on the way down, never those of the whole tree.
struct FolderWalker {
    enum Found {
        case file(path: String, name: String, status: FileStatus)
        case failed(name: String, reason: String)
    }

    private struct Level {
        var path: String
        /// Relative to the root, with a slash at the end; empty for the root.
        var prefix: String
        /// In reverse order: the last is next.
        var names: [String]
    }

    private var levels: [Level] = []
    private var entered: Set<FileStatus.Identity> = []
    private var failure: Found?

    init(root: String) {
        enter(root, prefix: "")
    }

    /// The next file, or a folder or link that cannot be read; nil at the end.
    mutating func next() -> Found? {
        while true {
            if let found = failure {
                failure = nil
                return found
            }
            guard !levels.isEmpty else { return nil }
            guard let name = levels[levels.count - 1].names.popLast() else {
                levels.removeLast()
                continue
            }
            if let found = visit(name) { return found }
        }
    }

    private mutating func visit(_ entry: String) -> Found? {
        let level = levels[levels.count - 1]
        let path = level.path + "/" + entry
        let name = level.prefix + entry
        do {
            let status = try FileStatus(path: path)
            switch status.kind {
            case .folder:
                enter(path, prefix: name + "/")
                return nil
            case .file: return .file(path: path, name: name, status: status)
            case .other: return .failed(name: name, reason: "it is neither a file nor a folder")
            }
        } catch {
            return .failed(name: name, reason: error.description)
        }
    }

    private mutating func enter(_ path: String, prefix: String) {
        do {
            let status = try FileStatus(path: path)
            // A link to a folder that was entered already is a loop, or a second way to the same files.
            guard entered.insert(status.identity).inserted else { return }
            let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }
            levels.append(
                Level(path: path, prefix: prefix, names: names.sorted { $1.utf8.lexicographicallyPrecedes($0.utf8) }))
        } catch {
            let name = prefix.isEmpty ? path : String(prefix.dropLast())
            failure = .failed(name: name, reason: "the folder cannot be listed: \(error)")
        }
    }
}
