/// The id of a request as its sender chose it: a string, a number, or null (JSON-RPC 2.0, section 4).
public enum JSONRPCID: Codable, Hashable, Sendable {
    case string(String)
    case integer(Int64)
    case null

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else {
            self = .string(try container.decode(String.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .null: try container.encodeNil()
        }
    }
}

/// The one version of JSON-RPC that is spoken. Decoding anything else fails.
public struct JSONRPCVersion: Codable, Hashable, Sendable {
    /// The text of the version.
    public static let text = "2.0"

    public init() {}

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let found = try container.decode(String.self)
        guard found == Self.text else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "expected \"jsonrpc\": \"\(Self.text)\", found \"\(found)\"")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Self.text)
    }
}

/// A request, or a notification where the id is absent (JSON-RPC 2.0, section 4).
public struct JSONRPCRequest<Params: Codable & Sendable>: Codable, Sendable {
    public var jsonrpc: JSONRPCVersion
    public var id: JSONRPCID?
    public var method: String
    public var params: Params

    /// Creates a request; without an id it is a notification.
    public init(id: JSONRPCID?, method: String, params: Params) {
        jsonrpc = JSONRPCVersion()
        self.id = id
        self.method = method
        self.params = params
    }
}

/// A reply that carries a result or an error (JSON-RPC 2.0, section 5).
public struct JSONRPCResponse<Result: Codable & Sendable>: Codable, Sendable {
    public var jsonrpc: JSONRPCVersion
    public var id: JSONRPCID
    public var result: Result?
    public var error: RPCError?

    /// A reply to a call that did what was asked.
    public init(id: JSONRPCID, result: Result) {
        jsonrpc = JSONRPCVersion()
        self.id = id
        self.result = result
    }

    /// A reply to a call that failed. Where the request's id could not be read, the id is null.
    public init(id: JSONRPCID, error: RPCError) {
        jsonrpc = JSONRPCVersion()
        self.id = id
        self.error = error
    }

    private enum CodingKeys: String, CodingKey { case jsonrpc, id, result, error }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        jsonrpc = try container.decode(JSONRPCVersion.self, forKey: .jsonrpc)
        id = try container.decode(JSONRPCID.self, forKey: .id)
        error = try container.decodeIfPresent(RPCError.self, forKey: .error)
        result = error == nil ? try container.decode(Result.self, forKey: .result) : nil
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(jsonrpc, forKey: .jsonrpc)
        try container.encode(id, forKey: .id)
        try container.encodeIfPresent(result, forKey: .result)
        try container.encodeIfPresent(error, forKey: .error)
    }
}

/// What travels with a request in `params._meta` besides what is asked.
public struct RequestMeta: Codable, Hashable, Sendable {
    /// For how many milliseconds from sending the caller will wait. A relative time, because clocks differ.
    public var deadline: Int?
    /// W3C Trace Context `traceparent`, passed on unread.
    public var traceparent: String?

    public init(deadline: Int? = nil, traceparent: String? = nil) {
        self.deadline = deadline
        self.traceparent = traceparent
    }
}

/// Parameters that have a place for ``RequestMeta``: those of every method that is a request. Notifications lack it.
public protocol RequestParams: Codable, Sendable {
    var _meta: RequestMeta? { get set }
}
