/// `index.manifest`: which files a generation consists of, for whoever wants a copy of it.
public enum IndexManifest: RPCMethod {
    public static let name = "index.manifest"
    public static let server = ServerRole.indexer
    public static let isIdempotent = true
    public static let summary = "Names the files of a generation; its manifest is attached."
    public static let attachmentCount = 1

    public struct Params: RequestParams, Hashable {
        public var shard: Int
        /// The generation; the published one when absent.
        public var generation: String?
        public var _meta: RequestMeta?

        public init(shard: Int, generation: String? = nil, _meta: RequestMeta? = nil) {
            self.shard = shard
            self.generation = generation
            self._meta = _meta
        }
    }

    public struct Result: Codable, Hashable, Sendable {
        public var shard: Int
        public var generation: String
        /// Every file but the manifest.
        public var files: [IndexFile]

        public init(shard: Int, generation: String, files: [IndexFile]) {
            self.shard = shard
            self.generation = generation
            self.files = files
        }
    }
}

/// `index.segment`: a part of a file of a generation.
public enum IndexSegment: RPCMethod {
    public static let name = "index.segment"
    public static let server = ServerRole.indexer
    public static let isIdempotent = true
    public static let summary = "Sends a part of a file that a generation names; the bytes are attached."
    public static let attachmentCount = 1

    /// The most bytes that are sent at once; whoever asks for more gets so many.
    public static let byteCountMax = 1 << 20

    public struct Params: RequestParams, Hashable {
        public var shard: Int
        /// As `index.manifest` names it.
        public var path: String
        /// Where the part begins; at most the size of the file.
        public var offset: Int
        /// How many bytes are wanted, at least 1. Fewer come at the end of the file.
        public var byteCount: Int
        public var _meta: RequestMeta?

        public init(shard: Int, path: String, offset: Int, byteCount: Int, _meta: RequestMeta? = nil) {
            self.shard = shard
            self.path = path
            self.offset = offset
            self.byteCount = byteCount
            self._meta = _meta
        }
    }

    public struct Result: Codable, Hashable, Sendable {
        public var offset: Int
        /// How many bytes are attached.
        public var byteCount: Int
        /// The size of the whole file.
        public var fileByteCount: Int

        public init(offset: Int, byteCount: Int, fileByteCount: Int) {
            self.offset = offset
            self.byteCount = byteCount
            self.fileByteCount = fileByteCount
        }
    }
}

/// A file of a generation.
public struct IndexFile: Codable, Hashable, Sendable {
    /// Relative to the shard's index folder, such as `segments/NAME.seg`.
    public var path: String
    public var byteCount: Int

    public init(path: String, byteCount: Int) {
        self.path = path
        self.byteCount = byteCount
    }
}
