/// What a run says of the index as a whole.
struct BenchFacts: Codable, Equatable {
    /// Memory before the index was opened, after, and at the end of the run.
    struct Memory: Codable, Equatable {
        var before: MemoryUse
        var open: MemoryUse
        var end: MemoryUse
    }

    var documents: Int
    var segments: Int
    /// What opening took, in microseconds.
    var openTime: Double
    /// The least time for a term that is in no document, in microseconds: what a query costs before it reads any posting.
    var emptyTime: Double
    var memory: Memory

    enum CodingKeys: String, CodingKey {
        case documents
        case segments
        case openTime = "open_us"
        case emptyTime = "empty_us"
        case memory
    }
}
