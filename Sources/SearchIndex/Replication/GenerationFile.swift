internal import Hashing

/// A file that a generation consists of, beside its manifest. Equal names are equal contents.
public struct GenerationFile: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        case segment(Hash128)
        case liveSet(Hash128)
    }

    let content: Content
    /// The size that the manifest says.
    public let byteCount: UInt64

    /// The path relative to the index folder, such as `segments/NAME.seg`.
    public var path: String { IndexFolder.relativePath(of: content) }
}

extension IndexFolder {
    static func relativePath(of content: GenerationFile.Content) -> String {
        let relative = IndexFolder(path: "")
        let path =
            switch content {
            case .segment(let name): relative.segment(name)
            case .liveSet(let name): relative.liveSet(name)
            }
        return String(path.dropFirst())
    }

    func path(of file: GenerationFile) -> String { "\(path)/\(file.path)" }
}

/// What a generation consists of, and the bytes that say so.
public struct GenerationManifest: Sendable {
    /// The manifest file's content.
    public let bytes: [UInt8]
    let manifest: Manifest

    /// The generation.
    public var generation: Generation { manifest.generation }

    /// Every file but the manifest, each once.
    public var files: [GenerationFile] {
        var files: [GenerationFile] = []
        for entry in manifest.segments {
            files.append(GenerationFile(content: .segment(entry.name), byteCount: entry.byteCount))
            if let live = entry.liveSet {
                files.append(GenerationFile(content: .liveSet(live), byteCount: entry.liveSetByteCount))
            }
        }
        var seen: Set<GenerationFile> = []
        return files.filter { seen.insert($0).inserted }
    }

    /// Reads the content of a manifest file.
    ///
    /// - Parameter source: Where the bytes are from, for errors.
    /// - Throws: `IndexError`: `damaged` or `version`.
    public init(_ bytes: [UInt8], source: String) throws {
        self.bytes = bytes
        manifest = try Manifest(bytes, path: source)
    }
}
