public import Protocol

/// A request as far as it was read without decoding it.
public struct ScannedRequest: Sendable, Equatable {
    /// Where the request lies in the body.
    public var range: Range<Int>
    /// The id exactly as it was written; nil in a notification.
    public var idBytes: [UInt8]?
    /// The method's name; empty where ``problem`` says that there is none.
    public var method = ""
    /// Where the parameters lie in the body; nil where there are none.
    public var paramsRange: Range<Int>?
    /// `params._meta.deadline`: for how many milliseconds from sending the caller waits. What is no whole number is
    /// left to those who decode the parameters to complain about.
    public var deadline: Int?
    /// `params._meta.traceparent`.
    public var traceparent: String?
    /// Why this is no request of JSON-RPC 2.0; nil where it is one. It is to be answered by this error.
    public var problem: RPCError?

    /// Whether no answer is wanted.
    public var isNotification: Bool { idBytes == nil && problem == nil }

    /// The id as a value: null for a number that is not whole, nil in a notification.
    public var id: JSONRPCID? {
        idBytes.map { (try? WireCoder.decode(JSONRPCID.self, from: $0)) ?? .null }
    }

    /// The id to answer with: ``idBytes``, or null for what is no request and has none that can be read.
    public var replyID: [UInt8] { idBytes ?? RPCBytes.nullID }
}

/// A body: one request, or several that are answered together.
public enum ScannedMessage: Sendable, Equatable {
    /// One request, which may have a ``ScannedRequest/problem``.
    case single(ScannedRequest)
    /// A batch of at least one request; each may have a problem of its own.
    case batch([ScannedRequest])
}
