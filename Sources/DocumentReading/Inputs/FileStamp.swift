/// By what a file is known to have changed, without reading it.
public struct FileStamp: Codable, Hashable, Sendable {
    /// Size in bytes.
    public var byteCount: UInt64
    /// When the content was written last, in nanoseconds since 1970.
    public var modified: Int64
    /// When anything about the file changed last, its name and its rights among it, in nanoseconds since 1970.
    public var changed: Int64
    /// The file's number in its file system: a file renamed into the place of another has its own.
    public var number: UInt64

    /// Creates a stamp.
    public init(byteCount: UInt64, modified: Int64, changed: Int64, number: UInt64) {
        self.byteCount = byteCount
        self.modified = modified
        self.changed = changed
        self.number = number
    }

    /// The stamp of the file at a path, links followed; nil where there is no file.
    public init?(path: String) {
        guard let status = try? FileStatus(path: path), status.kind == .file else { return nil }
        self = status.stamp
    }

    /// Whether the content is the same as when the other stamp was taken, as far as that can be told without reading.
    public func hasContent(of other: FileStamp) -> Bool {
        (byteCount, modified, number) == (other.byteCount, other.modified, other.number)
    }
}
