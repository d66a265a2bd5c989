/// The error object of a JSON-RPC reply: a stable code, a sentence, and RFC 9457 details.
public struct RPCError: Error, Codable, Hashable, Sendable {
    public var code: Int
    public var message: String
    public var data: ProblemDetails

    /// Creates an error of one of the known codes.
    ///
    /// - Parameters:
    ///   - code: What went wrong, as a class of errors.
    ///   - detail: What, where, and what to do about it, for people.
    ///   - pointer: The JSON pointer (RFC 6901) of the offending part of the request.
    public init(_ code: RPCErrorCode, detail: String, pointer: String? = nil) {
        self.code = code.rawValue
        message = code.title
        data = ProblemDetails(
            type: code.typeURI, title: code.title, detail: detail, pointer: pointer, retryable: code.isRetryable)
    }

    /// The known class of this error; nil for a code of a newer or foreign server.
    public var knownCode: RPCErrorCode? { RPCErrorCode(rawValue: code) }
}

extension RPCError: CustomStringConvertible {
    public var description: String { "\(message): \(data.detail)" }
}

/// Problem details after RFC 9457, with the members that a program needs to act.
public struct ProblemDetails: Codable, Hashable, Sendable {
    /// URI of the class of the problem, for comparison only.
    public var type: String
    /// The class of the problem in words; the same for every occurrence.
    public var title: String
    /// This occurrence: what, where, what to do.
    public var detail: String
    /// JSON pointer (RFC 6901) to the part of the request that is at fault.
    public var pointer: String?
    /// Whether the same request may succeed when sent again.
    public var retryable: Bool

    public init(type: String, title: String, detail: String, pointer: String? = nil, retryable: Bool) {
        self.type = type
        self.title = title
        self.detail = detail
        self.pointer = pointer
        self.retryable = retryable
    }
}

/// Every class of error that a Timtin process answers with.
///
/// The codes from -32700 to -32600 are JSON-RPC's own; those from -32099 to -32000 are Timtin's.
public enum RPCErrorCode: Int, CaseIterable, Sendable {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case invalidParams = -32602
    case internalError = -32603
    /// The caller's deadline passed before an answer was ready.
    case deadlineExceeded = -32000
    /// A bound on waiting work is reached; nothing was done.
    case overloaded = -32001
    /// No live process can answer: no worker, or no indexer of the shard.
    case unavailable = -32002
    /// The message is larger than the server takes.
    case messageTooLarge = -32003
    /// The shard's epoch moved on: another indexer owns it.
    case staleEpoch = -32004
    /// The process believes another number of shards than the cluster was created with.
    case shardMismatch = -32005
    /// The named document does not exist.
    case notFound = -32006
    /// The journal cannot be written: the disk is full or fails. Reading goes on.
    case readOnly = -32007
    /// The index or journal is damaged.
    case corrupted = -32008
    /// The process is stopping and takes no new work.
    case shuttingDown = -32009

    /// The class in words.
    public var title: String {
        switch self {
        case .parseError: "parse error"
        case .invalidRequest: "invalid request"
        case .methodNotFound: "method not found"
        case .invalidParams: "invalid params"
        case .internalError: "internal error"
        case .deadlineExceeded: "deadline exceeded"
        case .overloaded: "overloaded"
        case .unavailable: "unavailable"
        case .messageTooLarge: "message too large"
        case .staleEpoch: "stale epoch"
        case .shardMismatch: "shard mismatch"
        case .notFound: "not found"
        case .readOnly: "read only"
        case .corrupted: "corrupted"
        case .shuttingDown: "shutting down"
        }
    }

    /// URI that names the class: `urn:timtin:error:` and the title with hyphens.
    public var typeURI: String {
        "urn:timtin:error:" + title.split(separator: " ").joined(separator: "-")
    }

    /// Whether the same request may succeed when it is sent again, to this process or another.
    public var isRetryable: Bool {
        switch self {
        case .overloaded, .unavailable, .staleEpoch, .readOnly, .shuttingDown: true
        case .parseError, .invalidRequest, .methodNotFound, .invalidParams, .internalError, .deadlineExceeded,
            .messageTooLarge, .shardMismatch, .notFound, .corrupted:
            false
        }
    }
}
