internal import Hashing

extension IndexReplica {
    /// Deletes files that are not what their names say, of those that were not synced.
    func takeUp() throws(IndexError) {
        let trusted = try GenerationRecovery(folder: folder).syncedManifest()
        let trustedNames = Set(trusted?.segments.map(\.name) ?? [])
        for name in try FileSystem.names(in: folder.segments) where name.hasSuffix(".seg") {
            let hash = Hash128(hex: String(name.dropLast(4)))
            if let hash, trustedNames.contains(hash) { continue }
            try keep("\(folder.segments)/\(name)", if: hash.map { .segment($0) })
        }
        for name in try FileSystem.names(in: folder.live) where name.hasSuffix(".live") {
            try keep("\(folder.live)/\(name)", if: Hash128(hex: String(name.dropLast(5))).map { .liveSet($0) })
        }
        guard let trusted else { return }
        synced = try? GenerationManifest(trusted.encoded(), source: folder.manifest(trusted.name))
    }

    private func keep(_ path: String, if content: GenerationFile.Content?) throws(IndexError) {
        do {
            guard let content else { return try FileSystem.remove(path) }
            try verify(path, is: content)
            unsynced.insert(path)
        } catch {
            guard error.meansAbsence else { throw error }
            try FileSystem.remove(path)
        }
    }

    /// Looks again at every file, also at those that were synced, and deletes what is not what its name says.
    ///
    /// - Throws: `IndexError`, `system` when the folder cannot be read or written.
    public func distrust() throws {
        try FileSystem.remove(folder.synced)
        synced = nil
        try takeUp()
    }

    /// Returns when the current generation is on disk, whatever happens to the machine afterwards.
    ///
    /// - Throws: `IndexError`, `system` when the disk refuses; nothing is trusted then that was not before.
    public func sync() throws {
        guard let current, synced?.generation.name != current.generation.name else { return }
        let files = folder.files(of: current.manifest)
        try folder.sync(files.filter(unsynced.contains), of: current.generation.name)
        unsynced.subtract(files)
        synced = current
    }

    /// Deletes what neither the current generation, nor the one that is known to be on disk, nor `wanted` names, partial
    /// files too. Readers that have a deleted generation open keep it.
    ///
    /// - Parameter wanted: A generation that is being copied; nil for none.
    /// - Throws: `IndexError`, `system` when a file cannot be deleted; the others are then left for the next time.
    public func removeUnused(but wanted: GenerationManifest? = nil) throws {
        var used: Set<String> = []
        for kept in [current, synced].compactMap(\.self) { used.formUnion(folder.files(of: kept.manifest)) }
        for file in wanted?.files ?? [] {
            let path = folder.path(of: file)
            used.formUnion([path, path + FileSystem.partialSuffix])
        }
        for directory in [folder.generations, folder.segments, folder.live] {
            for name in try FileSystem.names(in: directory) {
                let path = "\(directory)/\(name)"
                guard !used.contains(path) else { continue }
                try FileSystem.remove(path)
                unsynced.remove(path)
            }
        }
    }
}
