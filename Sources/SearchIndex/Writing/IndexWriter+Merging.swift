internal import Hashing

extension IndexWriter {
    /// A merge worth making; nil when there is none. The same is planned again until one is installed.
    public func planMerge() -> MergePlan? {
        let candidates = segments.map { segment in
            MergePolicy.Candidate(
                byteCount: segment.entry.byteCount, documentCount: Int(segment.entry.documentCount),
                liveCount: segment.entry.liveCount)
        }
        guard let chosen = MergePolicy(settings: settings).choose(candidates) else { return nil }
        return MergePlan(sources: chosen.map { segments[$0] }, path: partialPath(), settings: settings)
    }

    /// A plan that makes one segment of all; nil when there is one already without deleted documents, or none.
    public func planMergeOfAll() -> MergePlan? {
        guard segments.count > 1 || segments.contains(where: { $0.live != nil }) else { return nil }
        return MergePlan(sources: segments, path: partialPath(), settings: settings)
    }

    /// Publishes a generation in which a merged segment stands for its sources. Documents deleted since the plan was
    /// made are deleted in it too.
    ///
    /// - Returns: The generation; nil when none of the merged documents is live any more, and nothing was published.
    /// - Throws: `IndexError`, as ``publish(_:through:)``; nothing is published then.
    public func install(_ merged: MergedSegment) throws -> Generation? {
        guard let manifest else { return nil }
        var segment = try place(merged.path, as: merged.name)
        var isUsed = false
        let current = merged.sources.map { source in segments.first { $0.reader.name == source.reader.name } }
        for (document, origin) in merged.origins.enumerated() {
            if current[Int(origin.source)]?.isLive(origin.document) == true {
                isUsed = true
            } else {
                try segment.remove(UInt32(document))
            }
        }
        let sources = Set(merged.sources.map(\.reader.name))
        let rest = segments.filter { !sources.contains($0.reader.name) }
        guard isUsed else { return nil }
        return try publish([segment] + rest, through: manifest.through)
    }
}
