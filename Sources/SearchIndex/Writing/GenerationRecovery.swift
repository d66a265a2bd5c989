/// Finds what a writer can go on from.
struct GenerationRecovery {
    let folder: IndexFolder

    /// Removes what an earlier writer left half written.
    func removePartialFiles() throws(IndexError) {
        for folder in [folder.path, folder.segments, folder.live, folder.generations] {
            for name in try FileSystem.names(in: folder) where name.hasSuffix(FileSystem.partialSuffix) {
                try FileSystem.remove("\(folder)/\(name)")
            }
        }
    }

    /// The newest generation all of whose files are what they should be; nil when there is none.
    ///
    /// - Parameter names: The generations that have a manifest, oldest first.
    func newestWhole(_ names: [GenerationName]) throws(IndexError) -> (Manifest, [OpenSegment])? {
        let synced = try syncedManifest()
        for name in names.reversed() {
            do {
                return try open(name, synced: synced)
            } catch {
                guard error.code == .damaged || error.code == .missing else { throw error }
            }
        }
        return nil
    }

    /// The manifest of the generation that is known to be on disk; nil where none is.
    func syncedManifest() throws(IndexError) -> Manifest? {
        do {
            guard let pointer = try folder.pointer(folder.synced) else { return nil }
            return try manifest(pointer.name)
        } catch {
            // Without the pointer everything is verified, which only takes longer.
            guard error.code == .damaged || error.code == .missing else { throw error }
            return nil
        }
    }

    private func manifest(_ name: GenerationName) throws(IndexError) -> Manifest {
        let path = folder.manifest(name)
        let manifest = try Manifest(FileSystem.read(path), path: path)
        guard manifest.name == name else {
            throw IndexError(.damaged, path: path, reason: "it is the manifest of generation \(manifest.name)")
        }
        return manifest
    }

    private func open(_ name: GenerationName, synced: Manifest?) throws(IndexError) -> (Manifest, [OpenSegment]) {
        let manifest = try manifest(name)
        let trusted = Set(synced?.segments.map(\.name) ?? [])
        var segments: [OpenSegment] = []
        for entry in manifest.segments {
            let segment = try OpenSegment(entry, in: folder)
            if !trusted.contains(entry.name) { try segment.reader.check() }
            segments.append(segment)
        }
        return (manifest, segments)
    }
}
