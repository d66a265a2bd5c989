/// Writes an index: one generation after the other.
public final class IndexWriter {
    /// The newest generation; nil before the first.
    public private(set) var generation: Generation?
    private let folder: String

    /// Takes up the newest whole generation of a folder, or begins an empty one.
    public init(folder: String, epoch: UInt64, settings: IndexSettings = .init()) throws {
        self.folder = folder
        throw IndexError(.version, path: folder, reason: "indexes are not written yet")
    }

    /// Publishes a generation with these changes.
    public func publish(_ changes: [IndexChange], through: UInt64) throws -> Generation {
        throw IndexError(.version, path: folder, reason: "indexes are not written yet")
    }

    /// Returns when everything published is on disk.
    public func sync() throws {}

    /// A merge worth making, nil when there is none.
    public func planMerge() -> MergePlan? { nil }

    /// Publishes a generation with a merged segment; nil when it is of no use any more.
    public func install(_ merged: MergedSegment) throws -> Generation? { nil }

    /// Deletes the files that no generation of the time of the lease names.
    public func removeUnused(lease: Duration) throws {}
}

/// What is to be merged.
public struct MergePlan: Sendable {
    /// Does the work, on any thread.
    public func run() throws -> MergedSegment { MergedSegment() }
}

/// The outcome of a merge.
public struct MergedSegment: Sendable {}
