internal import Hashing

/// Segments that are to become one, as they were when the plan was made.
///
/// A plan holds the files it needs open: they may be deleted while it runs.
public struct MergePlan: Sendable {
    let sources: [OpenSegment]
    let path: String
    let settings: IndexSettings

    /// How many segments are merged.
    public var segmentCount: Int { sources.count }
    /// The bytes of the segments that are merged.
    public var byteCount: UInt64 { sources.reduce(0) { $0 + $1.entry.byteCount } }

    /// Does the work, which takes long, on any thread, without touching the writer.
    ///
    /// - Throws: `IndexError`: `damaged` when a source cannot be read, `system` when the target cannot be written.
    public func run() throws -> MergedSegment {
        do {
            var merger = try SegmentMerger(
                sources.map { SegmentMerger.Source(reader: $0.reader, live: $0.live) },
                file: SegmentFile(path: path, spillByteCount: settings.spillByteCount), settings: settings,
                pace: MergePace(settings.mergedByteCountPerSecondMax))
            let name = try merger.run()
            return MergedSegment(sources: sources, path: path, name: name, origins: merger.origins)
        } catch {
            try? FileSystem.remove(path)
            throw error
        }
    }
}

/// A merged segment that waits for its place in a generation: see ``IndexWriter/install(_:)``.
public struct MergedSegment: Sendable {
    let sources: [OpenSegment]
    let path: String
    let name: Hash128
    /// Where each of its documents comes from.
    let origins: [DocumentNumbering.Origin]
}
