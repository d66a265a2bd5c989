/// One generation, open for searching, by any number of threads.
public final class IndexReader: Sendable {
    /// The generation.
    public let generation: Generation
    /// How many bytes opening read.
    public let bytesReadAtOpen: Int

    /// Opens a generation, the current one for nil.
    public init(folder: String, generation: GenerationName? = nil) throws {
        bytesReadAtOpen = 0
        self.generation = Generation(
            name: GenerationName(epoch: 0, number: 0), through: 0, documentCount: 0, segmentCount: 0, byteCount: 0)
        throw IndexError(.version, path: folder, reason: "indexes are not read yet")
    }

    /// The name of the current generation; nil when nothing was published.
    public static func currentGeneration(folder: String) throws -> GenerationName? { nil }

    /// The best hits of a query.
    public func search(_ query: Query, options: SearchOptions) throws -> SearchAnswer {
        SearchAnswer(total: 0, isTotalExact: true, hits: [])
    }

    /// How many documents match.
    public func count(_ query: Query) throws -> Int { 0 }

    /// What is stored of a document.
    public func stored(_ address: DocumentAddress) throws -> [UInt8] { [] }

    /// Verifies every checksum.
    public func check() throws {}
}
