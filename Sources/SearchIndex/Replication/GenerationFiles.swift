internal import Synchronization

/// The files of an index folder's generations, for whoever copies them. Only reads; usable from any thread, beside the
/// folder's writer.
public final class GenerationFiles: Sendable {
    private let folder: IndexFolder
    /// The paths that a generation names, for those looked at so far.
    private let named = Mutex<[GenerationName: Set<String>]>([:])

    /// Of more generations it is looked at which are still there.
    private static let namedCountMax = 64
    /// How many generations are kept in mind.
    var namedCount: Int { named.withLock { $0.count } }

    /// - Parameter folder: The index folder; need not be there yet.
    public init(folder: String) {
        self.folder = IndexFolder(path: folder)
    }

    /// What a generation consists of.
    ///
    /// - Throws: `IndexError`: `missing` when it is not there any more, `damaged`, `version` or `system`.
    public func manifest(of name: GenerationName) throws -> GenerationManifest {
        let path = folder.manifest(name)
        let manifest = try GenerationManifest(FileSystem.read(path), source: path)
        let count = named.withLock { named in
            named[name] = Set(manifest.files.map(\.path))
            return named.count
        }
        if count > Self.namedCountMax { try forgetGone() }
        return manifest
    }

    /// A part of a file that a generation in the folder names.
    ///
    /// - Parameters:
    ///   - path: As ``GenerationFile/path``.
    ///   - offset: Where the part begins.
    ///   - byteCount: How many bytes; fewer come at the end of the file, none behind it.
    /// - Returns: The bytes, and the size of the whole file.
    /// - Throws: `IndexError`: `missing` for a path that no generation names, or whose file is gone, `system`.
    public func read(
        _ path: String, at offset: UInt64, upTo byteCount: Int
    ) throws -> (bytes: [UInt8], fileByteCount: UInt64) {
        guard try isNamed(path) else {
            throw IndexError(.missing, path: path, reason: "no generation names such a file")
        }
        return try FileSystem.read("\(folder.path)/\(path)", at: offset, upTo: byteCount)
    }

    private func isNamed(_ path: String) throws -> Bool {
        if named.withLock({ $0.values.contains { $0.contains(path) } }) { return true }
        let names = try forgetGone()
        for name in names.reversed() where named.withLock({ $0[name] == nil }) {
            // One that is gone by now, or damaged, names nothing.
            if let manifest = try? manifest(of: name), manifest.files.contains(where: { $0.path == path }) {
                return true
            }
        }
        return false
    }

    /// Forgets the generations that are not in the folder any more; gives those that are.
    @discardableResult
    private func forgetGone() throws -> [GenerationName] {
        let names = try folder.generationNames()
        let kept = Set(names)
        named.withLock { named in named = named.filter { kept.contains($0.key) } }
        return names
    }
}
