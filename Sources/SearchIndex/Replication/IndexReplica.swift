internal import Hashing

/// A copy of an index folder that is written elsewhere, filled file by file and opened generation by generation.
///
/// What lies in the folder under its name is whole: contents are compared with names before. Belongs to one thread at a
/// time; one replica for a folder at a time.
public final class IndexReplica {
    let folder: IndexFolder
    /// Opened last; the next one shares segments with it.
    private var reader: IndexReader?
    /// The generation installed last, or found at the start; nil for none.
    public private(set) var current: GenerationManifest?
    /// Files that may not be on disk yet.
    var unsynced: Set<String> = []
    /// The generation known to be on disk.
    var synced: GenerationManifest?

    /// Takes up a folder, which is made if it is not there; its parent has to be. Files that were never synced are
    /// verified to the last byte, and deleted when they are not what their names say. Partial files stay, to be gone on
    /// with.
    ///
    /// - Throws: `IndexError`, `system` when the folder cannot be read or written.
    public init(folder: String) throws {
        self.folder = IndexFolder(path: folder)
        try self.folder.make()
        try takeUp()
    }

    /// Opens the newest generation that is here whole; nil where none is.
    ///
    /// - Throws: `IndexError`, `system` when the folder cannot be read or written.
    public func openNewest() throws -> IndexReader? {
        for name in try folder.generationNames().reversed() {
            do {
                let path = folder.manifest(name)
                let manifest = try GenerationManifest(FileSystem.read(path), source: path)
                let reader = try IndexReader(folder: folder.path, generation: name, beside: reader)
                try folder.point(folder.current, to: name)
                current = manifest
                self.reader = reader
                noteFiles(of: manifest)
                return reader
            } catch let error as IndexError where error.meansAbsence {
                continue
            }
        }
        try FileSystem.remove(folder.current)
        return nil
    }

    /// The files of a generation that are not here yet, in the manifest's order, each with how many of its bytes are.
    public func missing(of manifest: GenerationManifest) -> [(file: GenerationFile, byteCount: UInt64)] {
        manifest.files.compactMap { file in
            let path = folder.path(of: file)
            guard FileSystem.byteCount(of: path) == nil else { return nil }
            let partial = FileSystem.byteCount(of: path + FileSystem.partialSuffix) ?? 0
            return (file, partial > file.byteCount ? 0 : partial)
        }
    }

    /// Writes a part of a file. Parts have to come in order.
    ///
    /// - Throws: `IndexError`, `system` when the disk is full or fails.
    public func write(_ bytes: [UInt8], at offset: UInt64, of file: GenerationFile) throws {
        try FileSystem.write(bytes, at: offset, to: folder.path(of: file) + FileSystem.partialSuffix)
    }

    /// Gives a file whose bytes are all written its name, if its content is that of the name; else its bytes are
    /// deleted.
    ///
    /// - Throws: `IndexError`: `damaged` or `version` when the content is another, `system`.
    public func place(_ file: GenerationFile) throws {
        let path = folder.path(of: file)
        let partial = path + FileSystem.partialSuffix
        do {
            guard FileSystem.byteCount(of: partial) == file.byteCount else {
                throw IndexError(.damaged, path: partial, reason: "its size is not that of the manifest")
            }
            try verify(partial, is: file.content)
        } catch let error as IndexError where error.meansAbsence {
            try FileSystem.remove(partial)
            throw error
        }
        try FileSystem.rename(partial, to: path)
        unsynced.insert(path)
    }

    /// Makes a generation whose files are all here the current one, and opens it. It is on disk after ``sync()``.
    ///
    /// - Throws: `IndexError`: `missing` or `damaged` when a file is not what the manifest says, `system`.
    public func install(_ manifest: GenerationManifest) throws -> IndexReader {
        let path = folder.manifest(manifest.generation.name)
        try FileSystem.write(manifest.bytes, to: path)
        do {
            let reader = try IndexReader(
                folder: folder.path, generation: manifest.generation.name, beside: reader)
            try folder.point(folder.current, to: manifest.generation.name)
            current = manifest
            self.reader = reader
            noteFiles(of: manifest)
            return reader
        } catch {
            try? FileSystem.remove(path)
            throw error
        }
    }

    private func noteFiles(of manifest: GenerationManifest) {
        unsynced.insert(folder.manifest(manifest.generation.name))
    }

    /// Compares a file's content with a name.
    func verify(_ path: String, is content: GenerationFile.Content) throws(IndexError) {
        switch content {
        case .segment(let name): try SegmentReader(path: path, name: name).check()
        case .liveSet(let name):
            guard XXH3.hash128(try FileSystem.read(path)) == name else {
                throw IndexError(.damaged, path: path, reason: "its content is not that of its name")
            }
        }
    }
}

extension IndexError {
    /// Whether what was looked at is as good as not there.
    var meansAbsence: Bool { code == .damaged || code == .missing || code == .version }
}
