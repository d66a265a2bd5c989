internal import Hashing

/// One generation, open for searching, by any number of threads at once.
///
/// Its files are mapped and stay readable for as long as the reader lives, whatever is published or deleted meanwhile.
public final class IndexReader: Sendable {
    /// The generation.
    public let generation: Generation
    /// How many bytes opening read: pointer, manifest, the headers of segments, and live sets.
    public let bytesReadAtOpen: Int
    let segments: [SearchSegment]
    let scoring: Scoring

    /// Opens a generation.
    ///
    /// - Parameters:
    ///   - folder: The index folder.
    ///   - generation: Which; nil for the current one.
    /// - Throws: `IndexError`: `missing` when there is none or its files are gone (a newer one has taken its place),
    ///   `damaged`, `version` or `system`.
    public init(folder: String, generation: GenerationName? = nil) throws {
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
            let segment = try OpenSegment(entry, in: folder)
            bytesRead += segment.bytesRead
            segments.append(SearchSegment(segment))
        }
        self.generation = manifest.generation
        bytesReadAtOpen = bytesRead
        self.segments = segments
        scoring = Scoring(
            documentCount: manifest.generation.documentCount,
            lengthSum: manifest.segments.reduce(0) { $0 &+ $1.liveLengthSum })
    }

    /// The name of the current generation of a folder; nil when nothing was published there.
    public static func currentGeneration(folder: String) throws -> GenerationName? {
        let folder = IndexFolder(path: folder)
        return try folder.pointer(folder.current)?.name
    }

    /// The best hits of a query.
    ///
    /// - Throws: `IndexError`: `damaged` when a segment turns out not to be what was written, `query` when the query
    ///   nests too deep.
    public func search(_ query: Query, options: SearchOptions = .init()) throws -> SearchAnswer {
        var planner = QueryPlanner(segments: segments, scoring: scoring)
        let plan = try planner.plan(query)
        let wanted = min(options.from.addingReportingOverflow(options.size).partialValue, generation.documentCount)
        var hits = TopHits(capacity: max(0, wanted), segments: segments)
        var total = 0
        // Once as many were counted as are to be counted, documents that cannot be among the best are passed over.
        var isSkipping = false
        for (number, segment) in segments.enumerated() {
            guard let cursor = try plan.cursor(number, in: segment, scoring: scoring) else { continue }
            if isSkipping { cursor.raise(scoreMin: hits.scoreMin) }
            let live = segment.live
            while cursor.docID != DocumentCursor.exhausted {
                if live?.contains(cursor.docID) ?? true {
                    total += 1
                    if wanted > 0 {
                        let score = try cursor.score()
                        var isBetter = false
                        if score >= hits.scoreMin {
                            let address = DocumentAddress(segment: number, document: cursor.docID)
                            isBetter = try hits.insert(.init(score: score, address: address))
                        }
                        if isBetter || !isSkipping, total > options.totalUpTo, hits.isFull {
                            isSkipping = true
                            cursor.raise(scoreMin: hits.scoreMin)
                        }
                    }
                }
                try cursor.next()
            }
        }
        let found = try hits.ordered().dropFirst(options.from).map { hit in
            IndexHit(
                id: try segments[hit.address.segment].reader.ids.id(hit.address.document),
                score: Double(hit.score) / Scoring.unit, address: hit.address)
        }
        return SearchAnswer(total: total, isTotalExact: !isSkipping, hits: found)
    }

    /// How many documents match.
    ///
    /// - Throws: As ``search(_:options:)``.
    public func count(_ query: Query) throws -> Int {
        try search(query, options: SearchOptions(from: 0, size: 0, totalUpTo: .max)).total
    }

    /// What is stored of a document.
    ///
    /// - Parameter address: From a hit of this generation.
    /// - Throws: `IndexError`: `damaged` when it cannot be read, `missing` when there is no such document.
    public func stored(_ address: DocumentAddress) throws -> [UInt8] {
        guard segments.indices.contains(address.segment),
            address.document < segments[address.segment].documentCount
        else {
            throw IndexError(
                .missing, path: "", reason: "generation \(generation.name) has no document at \(address)")
        }
        return try segments[address.segment].reader.stored.stored(address.document)
    }

    /// Where the document of an id lies; nil when there is none.
    ///
    /// - Throws: `IndexError`, `damaged` when a segment cannot be read.
    public func address(of id: [UInt8]) throws -> DocumentAddress? {
        for (number, segment) in segments.enumerated() {
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
        for segment in segments { try segment.reader.check() }
    }
}
