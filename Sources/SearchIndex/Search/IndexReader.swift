internal import Hashing

/// One generation, open for searching, by any number of threads at once.
///
/// Its files are mapped and stay readable for as long as the reader lives, whatever is published or deleted meanwhile.
public final class IndexReader: Sendable {
    /// The generation.
    public let generation: Generation
    /// What it knows of its documents.
    public var schema: IndexSchema {
        searched.segments.first?.reader.hasFields ?? true ? .news : .singleField
    }
    /// How many bytes opening read: pointer, manifest, the headers of segments, and live sets.
    public let bytesReadAtOpen: Int
    let searched: SearchedSegments

    /// Opens a generation.
    ///
    /// - Parameters:
    ///   - folder: The index folder.
    ///   - generation: Which; nil for the current one.
    ///   - former: A reader of another generation of the folder. Segments that both have, and whose files nobody has put
    ///     others in the place of, are shared, with what was found out about them.
    /// - Throws: `IndexError`: `missing` when there is none or its files are gone (a newer one has taken its place),
    ///   `damaged`, `version` or `system`.
    public init(folder: String, generation: GenerationName? = nil, beside former: IndexReader? = nil) throws {
        let folder = IndexFolder(path: folder)
        var bytesRead = 0
        let name: GenerationName
        if let generation {
            name = generation
        } else {
            guard let pointer = try folder.pointer(folder.current) else {
                throw IndexError(
                    .missing, path: folder.current, reason: "nothing has been published in this folder yet")
            }
            name = pointer.name
            bytesRead += pointer.byteCount
        }
        let path = folder.manifest(name)
        let bytes = try FileSystem.read(path)
        bytesRead += bytes.count
        let manifest = try Manifest(bytes, path: path)
        guard manifest.name == name else {
            throw IndexError(.damaged, path: path, reason: "it is the manifest of generation \(manifest.name)")
        }
        var segments: [SearchSegment] = []
        for entry in manifest.segments {
            let known = former?.searched.segments.first {
                $0.entry.name == entry.name && $0.reader.file.isInPlace
            }
            if let known, known.entry == entry {
                segments.append(known)
                continue
            }
            let segment = try OpenSegment(entry, in: folder, open: known?.reader)
            bytesRead += segment.bytesRead
            segments.append(try SearchSegment(reader: segment.reader, live: segment.live, entry: entry))
        }
        self.generation = manifest.generation
        bytesReadAtOpen = bytesRead
        searched = SearchedSegments(segments)
    }

    /// The name of the current generation of a folder; nil when nothing was published there.
    public static func currentGeneration(folder: String) throws -> GenerationName? {
        let folder = IndexFolder(path: folder)
        return try folder.pointer(folder.current)?.name
    }

    /// Finds in this generation what a query needs.
    ///
    /// - Throws: `IndexError`: `damaged` when a segment turns out not to be what was written, `query` when the query
    ///   nests too deep.
    public func prepare(_ query: Query) throws -> PreparedQuery { try PreparedQuery(query, searched) }

    /// The best hits of a query.
    ///
    /// - Parameter statistics: What scores are computed from; see ``PreparedQuery/search(options:statistics:)``.
    /// - Throws: `IndexError`: as ``prepare(_:)``, and `statistics` when the statistics are of another query or cannot be
    ///   right.
    public func search(
        _ query: Query, options: SearchOptions = .init(), statistics: QueryStatistics? = nil
    ) throws -> SearchAnswer {
        try prepare(query).search(options: options, statistics: statistics)
    }

    /// What the scores of a query are computed from in this generation.
    ///
    /// - Throws: As ``prepare(_:)``.
    public func statistics(of query: Query) throws -> QueryStatistics { try prepare(query).statistics }

    /// How many documents match.
    ///
    /// - Throws: As ``prepare(_:)``.
    public func count(_ query: Query) throws -> Int {
        try search(query.withoutOptionalClauses, options: SearchOptions(from: 0, size: 0, totalUpTo: .max)).total
    }

    /// What is stored of a document.
    ///
    /// - Parameter address: From a hit of this generation.
    /// - Throws: `IndexError`: `damaged` when it cannot be read, `missing` when there is no such document.
    public func stored(_ address: DocumentAddress) throws -> [UInt8] {
        guard searched.segments.indices.contains(address.segment),
            address.document < searched.segments[address.segment].documentCount
        else {
            throw IndexError(
                .missing, path: "", reason: "generation \(generation.name) has no document at \(address)")
        }
        return try searched.segments[address.segment].reader.stored(address.document)
    }

    /// Where the document of an id lies; nil when there is none.
    ///
    /// - Throws: `IndexError`, `damaged` when a segment cannot be read.
    public func address(of id: [UInt8]) throws -> DocumentAddress? {
        for (number, segment) in searched.segments.enumerated() {
            for document in try segment.reader.ids.documents(of: id) where segment.isLive(document) {
                return DocumentAddress(segment: number, document: document)
            }
        }
        return nil
    }

    /// Reads all bytes and verifies every checksum.
    ///
    /// - Throws: `IndexError`, `damaged` with the file and section of the first that is not what was written.
    public func check() throws {
        for segment in searched.segments { try segment.reader.check() }
    }
}
