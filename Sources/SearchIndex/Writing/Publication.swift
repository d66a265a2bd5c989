internal import Hashing

/// Documents on their way into a generation: given one after the other and written as the memory that settings allow runs
/// out, so that any number of them goes into one generation. See ``IndexWriter/begin()``.
public struct Publication: ~Copyable {
    private let writer: IndexWriter
    private var inverter: Inverter?
    /// Segments that are full, each where it was written, with the name for its content.
    private var full: [(path: String, name: Hash128)] = []

    init(_ writer: IndexWriter) {
        self.writer = writer
    }

    /// Adds a document, in the place of one that has the same id, be it of an earlier generation or added before.
    ///
    /// - Throws: `IndexError`: `tooLarge` when the document exceeds a limit, `system` when a file cannot be written; the
    ///   publication is of no use then.
    public mutating func put(_ document: IndexDocument) throws {
        var current = inverter.take() ?? Inverter(path: writer.partialPath(), settings: writer.settings)
        try current.add(document)
        if current.isFull { full.append((current.path, try current.finish())) } else { inverter = consume current }
    }

    /// The segments, in the order of their documents' arrival.
    consuming func finish() throws(IndexError) -> [(path: String, name: Hash128)] {
        if var last = inverter.take() { full.append((last.path, try last.finish())) }
        return full
    }
}

extension IndexWriter {
    /// Begins to take documents that become one generation.
    ///
    /// Nothing of it is seen before ``publish(_:through:)-(Publication,_)``; until then nothing else is published.
    public func begin() -> Publication { Publication(self) }

    /// Publishes a generation with all documents that were put.
    ///
    /// - Throws: As ``publish(_:through:)-([IndexChange],_)``.
    public func publish(_ publication: consuming Publication, through: UInt64) throws -> Generation {
        var segments = segments
        for (path, name) in try publication.finish() {
            var segment = try place(path, as: name)
            try removeReplaced(in: &segment)
            for index in segments.indices { try remove(documentsOf: segment.reader, from: &segments[index]) }
            segments.append(segment)
        }
        return try publish(segments, through: through)
    }

    /// Takes out of a segment all documents of an id but the one that arrived last.
    private func removeReplaced(in segment: inout OpenSegment) throws(IndexError) {
        let reader = segment.reader
        var last: (id: [UInt8], document: UInt32, place: UInt32)?
        for number in 0..<reader.documentCount {
            let document = try reader.ids.order.number(number)
            let next = (
                id: try reader.ids.id(document), document: document, place: try reader.storedOrder.number(document)
            )
            guard let before = last, before.id == next.id else {
                last = next
                continue
            }
            let isLater = next.place > before.place
            try segment.remove(isLater ? before.document : next.document)
            if isLater { last = next }
        }
    }

    private func remove(documentsOf later: SegmentReader, from segment: inout OpenSegment) throws(IndexError) {
        for document in 0..<later.documentCount {
            for old in try segment.reader.ids.documents(of: try later.ids.id(document)) { try segment.remove(old) }
        }
    }
}
