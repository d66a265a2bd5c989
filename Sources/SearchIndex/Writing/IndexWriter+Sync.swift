extension IndexWriter {
    /// Returns when the newest generation is on disk, whatever happens to the machine afterwards.
    ///
    /// - Throws: `IndexError`, `system` when the disk refuses; what is published then is to be taken for not synced.
    public func sync() throws {
        guard let plan = planSync() else { return }
        try plan.run()
        finish(plan)
    }

    /// What brings the newest generation onto the disk, to be carried out on another thread while this writer publishes
    /// further ones; nil when there is none. One plan at a time.
    public func planSync() -> SyncPlan? {
        guard let manifest else { return nil }
        return SyncPlan(
            folder: folder, files: folder.files(of: manifest).filter(unsynced.contains), generation: manifest.name)
    }

    /// Takes note of a plan that was carried out.
    public func finish(_ plan: SyncPlan) { unsynced.subtract(plan.files) }

    /// Deletes the files that no recent generation names. Not while a ``SyncPlan`` is carried out, whose files may be
    /// among them.
    ///
    /// A generation stays as long as it is the current one, and for the lease from when its successor was published, so
    /// that who was told of it can still open it. Readers that have it open keep it in any case.
    ///
    /// - Parameter lease: How long a generation that has a successor stays.
    /// - Throws: `IndexError`, `system` when a file cannot be deleted; the others are then left for the next time.
    public func removeUnused(lease: Duration) throws {
        guard let manifest else { return }
        let names = try folder.generationNames()
        var used = folder.files(of: manifest)
        for (index, name) in names.enumerated() where name != manifest.name {
            let path = folder.manifest(name)
            let successor = index + 1 < names.count ? folder.manifest(names[index + 1]) : path
            let isLeased = FileSystem.age(of: successor).map { $0 < lease } ?? false
            if isLeased, let old = try? Manifest(FileSystem.read(path), path: path) {
                used.formUnion(folder.files(of: old))
            }
        }
        for (directory, suffix) in [
            (folder.generations, ".manifest"), (folder.segments, ".seg"), (folder.live, ".live"),
        ] {
            for name in try FileSystem.names(in: directory) where name.hasSuffix(suffix) {
                let path = "\(directory)/\(name)"
                if !used.contains(path) { try FileSystem.remove(path) }
            }
        }
    }
}

/// What brings a generation onto the disk; see ``IndexWriter/planSync()``.
public struct SyncPlan: Sendable {
    let folder: IndexFolder
    /// The files of the generation that may not be on disk yet.
    let files: Set<String>
    let generation: GenerationName

    /// Returns when the generation is on disk, whatever happens to the machine afterwards. Usable from any thread.
    ///
    /// - Throws: `IndexError`, `system` when the disk refuses; the generation is then to be taken for not synced.
    public func run() throws { try folder.sync(files, of: generation) }
}

extension IndexFolder {
    /// Returns when files of a generation are on disk, which is the current one or was a moment ago; notes so.
    func sync(_ files: Set<String>, of generation: GenerationName) throws(IndexError) {
        for path in files.sorted() { try FileSystem.sync(path) }
        for path in [segments, live, generations] { try FileSystem.sync(path) }
        try FileSystem.sync(current)
        try point(synced, to: generation)
        try FileSystem.sync(synced)
        try FileSystem.sync(path)
    }

    /// The files of a generation, its manifest among them.
    func files(of manifest: Manifest) -> Set<String> {
        var files: Set<String> = [self.manifest(manifest.name)]
        for entry in manifest.segments {
            files.insert(segment(entry.name))
            if let live = entry.liveSet { files.insert(liveSet(live)) }
        }
        return files
    }
}
