/// `documents.put`: writes documents; answered once they are durable.
public enum DocumentsPut: RPCMethod {
    public static let name = "documents.put"
    public static let server = ServerRole.indexer
    public static let isIdempotent = true
    public static let summary = "Writes documents (insert or replace by id) and answers once they are durable."
    /// The greatest length of a batch's name in UTF-8 bytes, of puts and of deletions.
    public static let batchByteCountMax = 256

    public struct Params: RequestParams, Hashable {
        /// Names the batch, so that a resent one has no effect and is answered as the first time. Chosen by the sender,
        /// never used for anything else; 1…``batchByteCountMax`` bytes. Remembered for the newest batches of a shard.
        public var batch: String?
        public var documents: [PutDocument]
        public var _meta: RequestMeta?

        public init(batch: String? = nil, documents: [PutDocument], _meta: RequestMeta? = nil) {
            self.batch = batch
            self.documents = documents
            self._meta = _meta
        }
    }

    /// A document together with the text that it was read from.
    public struct PutDocument: Codable, Hashable, Sendable {
        public var document: Document
        /// The source as it was read, kept in the journal so that a better parser can read it again. Absent where the
        /// document is its own source.
        public var original: String?

        enum CodingKeys: String, CodingKey {
            case document, original
        }

        public init(_ document: Document, original: String? = nil) {
            self.document = document
            self.original = original
        }
    }

    public struct Result: Codable, Hashable, Sendable {
        /// One entry a document, in the order sent.
        public var outcomes: [PutOutcome]
        /// The journal sequence of each shard written to, below which all of this batch lies: a generation whose
        /// `through` is at least that holds it.
        public var sequences: [ShardSequence]

        public init(outcomes: [PutOutcome], sequences: [ShardSequence]) {
            self.outcomes = outcomes
            self.sequences = sequences
        }
    }
}

/// What became of one document of a batch.
public struct PutOutcome: Codable, Hashable, Sendable {
    /// The place of the document in the request's `documents`, from 0; absent in answers of older versions.
    public var index: Int?
    /// The document's id; empty for a document that is refused because its id cannot be read.
    public var id: String
    public var outcome: Outcome
    /// Why it was refused or failed; absent otherwise.
    public var reason: String?
    /// Whether a document that failed may be sent again; absent otherwise.
    public var retryable: Bool?

    public enum Outcome: String, Codable, Sendable {
        /// New in the journal.
        case created
        /// Replaced an older content.
        case updated
        /// The journal held the very same content; nothing was written.
        case unchanged
        /// Not taken, and would not be if it were sent again; `reason` says why.
        case refused
        /// Not acknowledged, because its shard did not answer or could not write, while others of the batch are; `reason`
        /// and `retryable` say why and whether to send it again. It may have been written all the same.
        case failed
    }

    public init(
        index: Int? = nil, id: String, outcome: Outcome, reason: String? = nil, retryable: Bool? = nil
    ) {
        self.index = index
        self.id = id
        self.outcome = outcome
        self.reason = reason
        self.retryable = retryable
    }
}

/// A point in a shard's journal.
public struct ShardSequence: Codable, Hashable, Sendable {
    public var shard: Int
    /// Grows with every change of the shard's journal.
    public var sequence: UInt64

    public init(shard: Int, sequence: UInt64) {
        self.shard = shard
        self.sequence = sequence
    }
}

/// `documents.delete`: removes documents by id; answered once that is durable.
public enum DocumentsDelete: RPCMethod {
    public static let name = "documents.delete"
    public static let server = ServerRole.indexer
    public static let isIdempotent = true
    public static let summary = "Removes documents by id and answers once that is durable."

    public struct Params: RequestParams, Hashable {
        /// Names the deletion, as ``DocumentsPut/Params/batch`` names a batch.
        public var batch: String?
        public var ids: [String]
        public var _meta: RequestMeta?

        public init(batch: String? = nil, ids: [String], _meta: RequestMeta? = nil) {
            self.batch = batch
            self.ids = ids
            self._meta = _meta
        }
    }

    public struct Result: Codable, Hashable, Sendable {
        /// How many of the ids named a document.
        public var deleted: Int
        public var sequences: [ShardSequence]

        public init(deleted: Int, sequences: [ShardSequence]) {
            self.deleted = deleted
            self.sequences = sequences
        }
    }
}

/// `documents.get`: documents by id, from the journal: what was acknowledged is seen at once.
public enum DocumentsGet: RPCMethod {
    public static let name = "documents.get"
    public static let server = ServerRole.indexer
    public static let isIdempotent = true
    public static let summary =
        "Returns documents by id as the journal holds them; acknowledged writes are seen at once."

    public struct Params: RequestParams, Hashable {
        /// 1…1,000 ids.
        public var ids: [String]
        /// Whether to return the original texts too.
        public var withOriginal: Bool?
        public var _meta: RequestMeta?

        public init(ids: [String], withOriginal: Bool? = nil, _meta: RequestMeta? = nil) {
            self.ids = ids
            self.withOriginal = withOriginal
            self._meta = _meta
        }
    }

    public struct Result: Codable, Hashable, Sendable {
        /// The documents found, in the order asked for.
        public var documents: [DocumentsPut.PutDocument]
        /// The ids that name no document.
        public var missing: [String]

        public init(documents: [DocumentsPut.PutDocument], missing: [String]) {
            self.documents = documents
            self.missing = missing
        }
    }
}
