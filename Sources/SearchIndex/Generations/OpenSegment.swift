internal import Hashing

/// A segment as a generation has it: its file, open, and which of its documents are live.
struct OpenSegment: Sendable {
    var reader: SegmentReader
    /// Nil when all documents are live.
    var live: LiveSet?
    /// What the manifest says.
    var entry: Manifest.Segment
    /// How many bytes opening read.
    var bytesRead: Int

    /// Opens what a manifest names.
    ///
    /// - Parameter open: The segment's reader, if it is open already.
    init(_ entry: Manifest.Segment, in folder: IndexFolder, open: SegmentReader? = nil) throws(IndexError) {
        if let open {
            reader = open
            bytesRead = 0
        } else {
            reader = try SegmentReader(path: folder.segment(entry.name), name: entry.name)
            bytesRead = SegmentHeader.byteCount
        }
        guard reader.documentCount == entry.documentCount, UInt64(reader.byteCount) == entry.byteCount else {
            throw IndexError(.damaged, path: reader.path, reason: "it is not the segment that the manifest names")
        }
        self.entry = entry
        guard let name = entry.liveSet else {
            guard entry.liveCount == Int(entry.documentCount) else {
                throw IndexError(.damaged, path: reader.path, reason: "the manifest names no live set for it")
            }
            return
        }
        let path = folder.liveSet(name)
        let bytes = try FileSystem.read(path)
        bytesRead += bytes.count
        guard XXH3.hash128(bytes) == name else {
            throw IndexError(.damaged, path: path, reason: "its content is not that of its name")
        }
        let live = try LiveSet(bytes, path: path)
        guard live.documentCount == entry.documentCount, live.liveCount == entry.liveCount else {
            throw IndexError(.damaged, path: path, reason: "it is not the live set that the manifest names")
        }
        self.live = live
    }

    /// A segment just written, all of whose documents are live.
    init(_ reader: SegmentReader) {
        self.reader = reader
        bytesRead = 0
        entry = Manifest.Segment(
            name: reader.name, liveSet: nil, documentCount: reader.documentCount,
            liveCount: Int(reader.documentCount), liveLengthSum: reader.header.lengthSum,
            byteCount: UInt64(reader.byteCount), liveSetByteCount: 0)
    }

    /// Whether a document is live.
    @inline(__always)
    func isLive(_ document: UInt32) -> Bool { live?.contains(document) ?? true }

    /// Takes a document out; nothing happens when it is not live.
    mutating func remove(_ document: UInt32) throws(IndexError) {
        guard isLive(document) else { return }
        let length = UInt64(try reader.length(of: document))
        guard length <= entry.liveLengthSum else { throw reader.norms.damaged("the sum of lengths is wrong") }
        if live == nil { live = LiveSet(documentCount: reader.documentCount) }
        _ = live?.remove(document)
        entry.liveCount -= 1
        entry.liveLengthSum -= length
    }
}
