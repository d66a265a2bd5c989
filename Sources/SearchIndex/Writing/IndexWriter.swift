internal import Hashing

/// Writes an index: one generation after the other, each whole or not there.
///
/// Belongs to one thread or actor at a time. There is one writer for a folder at a time; whoever owns the folder sees to
/// that, and gives each owner an epoch of its own.
public final class IndexWriter {
    /// The newest generation; nil before the first.
    public var generation: Generation? { manifest?.generation }

    let folder: IndexFolder
    let settings: IndexSettings
    private let epoch: UInt64
    var manifest: Manifest?
    var segments: [OpenSegment] = []
    /// The last number that has a manifest of this epoch, good or not.
    private var lastNumber: UInt64 = 0
    /// Files of generations that may not be on disk yet.
    var unsynced: Set<String> = []
    private var partialCount = 0

    /// Takes up the newest whole generation of a folder, or begins an empty one. What an earlier writer left half
    /// written is removed.
    ///
    /// Generations that were never synced are verified to the last byte, and passed over when a file is not what it
    /// should be; the ones that were synced are taken at their word.
    ///
    /// - Parameters:
    ///   - folder: The index folder, which is made if it is not there; its parent has to be.
    ///   - epoch: At least the epoch of every generation in the folder, and larger than that of any other owner.
    ///   - settings: How to write.
    /// - Throws: `IndexError`: `stale` when a later epoch has published here, `version` when the format is another,
    ///   `system` when the folder cannot be read or written.
    public init(folder: String, epoch: UInt64, settings: IndexSettings = .init()) throws {
        self.folder = IndexFolder(path: folder)
        self.epoch = epoch
        self.settings = settings
        try self.folder.make()
        let recovery = GenerationRecovery(folder: self.folder)
        try recovery.removePartialFiles()
        let names = try self.folder.generationNames()
        if let last = names.last, last.epoch > epoch {
            throw IndexError(
                .stale, path: folder,
                reason: "generation \(last) is of a later epoch than \(epoch); another process owns the index now")
        }
        lastNumber = names.last { $0.epoch == epoch }?.number ?? 0
        guard let (manifest, segments) = try recovery.newestWhole(names) else {
            // What it names cannot be opened, or it is itself cut off: either would stand in the way of a new beginning.
            try FileSystem.remove(self.folder.current)
            return
        }
        self.manifest = manifest
        self.segments = segments
        try self.folder.point(self.folder.current, to: manifest.name)
        noteFiles(of: manifest)
    }

    /// Publishes a generation with these changes; of several of one id the last counts.
    ///
    /// The generation can be opened when the call returns; ``sync()`` makes it last. Nothing is published when the call
    /// throws.
    ///
    /// - Parameters:
    ///   - changes: What to put and delete; none publishes the same documents again.
    ///   - through: How far the changes reach, in the caller's numbers.
    /// - Throws: `IndexError`: `tooLarge` when a document exceeds a limit, `stale` when a later epoch has published,
    ///   `system` when a file cannot be written.
    public func publish(_ changes: [IndexChange], through: UInt64) throws -> Generation {
        var segments = segments
        let last = lastChanges(changes)
        for index in segments.indices {
            for change in last {
                for document in try segments[index].reader.ids.documents(of: changes[change].id) {
                    try segments[index].remove(document)
                }
            }
        }
        var publication = begin()
        for change in last {
            if case .put(let document) = changes[change] { try publication.put(document) }
        }
        for (path, name) in try publication.finish() { segments.append(try place(path, as: name)) }
        return try publish(segments, through: through)
    }

    /// For each id its last change, in the order of these.
    private func lastChanges(_ changes: [IndexChange]) -> [Int] {
        var last: [[UInt8]: Int] = [:]
        last.reserveCapacity(changes.count)
        for (index, change) in changes.enumerated() { last[change.id] = index }
        return last.count == changes.count ? Array(changes.indices) : last.values.sorted()
    }

    /// Where to write a segment before it has a name.
    func partialPath() -> String {
        partialCount += 1
        return "\(folder.segments)/\(epoch).\(lastNumber).\(partialCount)\(FileSystem.partialSuffix)"
    }

    /// Gives a written segment its name, and opens it.
    func place(_ path: String, as name: Hash128) throws(IndexError) -> OpenSegment {
        let target = folder.segment(name)
        try FileSystem.rename(path, to: target)
        unsynced.insert(target)
        return OpenSegment(try SegmentReader(path: target, name: name))
    }

    /// Publishes a generation of these segments.
    func publish(_ segments: [OpenSegment], through: UInt64) throws(IndexError) -> Generation {
        if let current = try folder.pointer(folder.current), current.name.epoch > epoch {
            throw IndexError(
                .stale, path: folder.path,
                reason: "generation \(current.name) is of a later epoch than \(epoch); another process owns the index")
        }
        var segments = segments.filter { $0.entry.liveCount > 0 }
        for index in segments.indices {
            try writeLiveSet(of: &segments[index])
        }
        lastNumber += 1
        let manifest = Manifest(
            name: GenerationName(epoch: epoch, number: lastNumber), through: through, segments: segments.map(\.entry))
        try FileSystem.write(manifest.encoded(), to: folder.manifest(manifest.name))
        try folder.point(folder.current, to: manifest.name)
        self.segments = segments
        self.manifest = manifest
        unsynced.insert(folder.manifest(manifest.name))
        return manifest.generation
    }

    /// Writes the live set of a segment unless the one on disk is still right.
    private func writeLiveSet(of segment: inout OpenSegment) throws(IndexError) {
        guard let live = segment.live else { return }
        let bytes = live.encoded()
        let name = XXH3.hash128(bytes)
        guard name != segment.entry.liveSet else { return }
        let path = folder.liveSet(name)
        try FileSystem.write(bytes, to: path)
        unsynced.insert(path)
        segment.entry.liveSet = name
        segment.entry.liveSetByteCount = UInt64(bytes.count)
    }

    private func noteFiles(of manifest: Manifest) {
        unsynced.formUnion(folder.files(of: manifest))
    }
}
