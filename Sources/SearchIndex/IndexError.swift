// SearchIndex: segments and search.
//
// Turns documents into immutable files and queries into answers, read through mapped memory. Imports TextAnalysis,
// Packing, Hashing and Compression and nothing else. It knows no message and no socket, does not journal, and is never
// the only holder of a document: whatever is here can be built again.

/// Why an index could not be read or written.
public struct IndexError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure; more may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String { case damaged, missing, version, system, stale, tooLarge, query, statistics }
        private let value: Value
        /// The bytes are not what was written, or no index at all.
        public static let damaged = Code(value: .damaged)
        /// A file is not there. When a generation's file is gone, a newer generation has taken its place.
        public static let missing = Code(value: .missing)
        /// The file is of a format version that this program does not read.
        public static let version = Code(value: .version)
        /// The operating system refused.
        public static let system = Code(value: .system)
        /// A writer of a later epoch has published here.
        public static let stale = Code(value: .stale)
        /// A limit of the format is exceeded.
        public static let tooLarge = Code(value: .tooLarge)
        /// The query cannot be answered as it stands.
        public static let query = Code(value: .query)
        /// Statistics do not belong to the query, or cannot be right.
        public static let statistics = Code(value: .statistics)
        /// The code's name.
        public var description: String { value.rawValue }
    }

    /// The kind of failure.
    public var code: Code
    /// The file or folder concerned; empty where there is none.
    public var path: String
    /// The part of the file concerned; nil where there is none.
    public var section: String?
    /// What was found, and what to do about it.
    public var reason: String

    /// An error with all its parts.
    public init(_ code: Code, path: String, section: String? = nil, reason: String) {
        self.code = code
        self.path = path
        self.section = section
        self.reason = reason
    }

    /// All parts in one line.
    public var description: String {
        let place = section.map { "\(path) (\($0))" } ?? path
        return place.isEmpty ? reason : "\(place): \(reason)"
    }
}
