internal import Hashing

/// The paths inside of an index folder.
struct IndexFolder: Hashable, Sendable {
    let path: String

    var segments: String { path + "/segments" }
    var live: String { path + "/live" }
    var generations: String { path + "/generations" }
    /// Names the current generation.
    var current: String { path + "/CURRENT" }
    /// Names the newest generation that is known to be on disk.
    var synced: String { path + "/SYNCED" }

    func segment(_ name: Hash128) -> String { "\(segments)/\(name.hex).seg" }
    func liveSet(_ name: Hash128) -> String { "\(live)/\(name.hex).live" }
    func manifest(_ name: GenerationName) -> String { "\(generations)/\(name).manifest" }

    /// Makes the folders that are not there.
    func make() throws(IndexError) {
        for folder in [path, segments, live, generations] { try FileSystem.makeFolder(folder) }
    }

    /// The generations that have a manifest, oldest first.
    func generationNames() throws(IndexError) -> [GenerationName] {
        try FileSystem.names(in: generations).compactMap { name in
            name.hasSuffix(".manifest") ? GenerationName(String(name.dropLast(9))) : nil
        }
        .sorted()
    }

    /// The name of the generation that a pointer file names; nil when there is no such file.
    func pointer(_ path: String) throws(IndexError) -> (name: GenerationName, byteCount: Int)? {
        let bytes: [UInt8]
        do {
            bytes = try FileSystem.read(path)
        } catch {
            if error.code == .missing { return nil }
            throw error
        }
        let lines = try ChecksummedText.lines(of: bytes, path: path)
        guard lines.count == 1, let name = GenerationName(lines[0]) else {
            throw IndexError(.damaged, path: path, reason: "it names no generation")
        }
        return (name, bytes.count)
    }

    /// Lets a pointer file name a generation.
    func point(_ path: String, to name: GenerationName) throws(IndexError) {
        try FileSystem.write(ChecksummedText.encode(["\(name)"]), to: path)
    }
}
