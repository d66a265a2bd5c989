extension IndexWriter {
    /// Returns when the newest generation is on disk, whatever happens to the machine afterwards.
    ///
    /// - Throws: `IndexError`, `system` when the disk refuses; what is published then is to be taken for not synced.
    public func sync() throws {
        guard let manifest else { return }
        try folder.sync(folder.files(of: manifest).filter(unsynced.contains), of: manifest.name)
        unsynced.removeAll()
    }

    /// Deletes the files that no recent generation names.
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

extension IndexFolder {
    /// Returns when files of the current generation, and that it is the current one, are on disk; notes so.
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
