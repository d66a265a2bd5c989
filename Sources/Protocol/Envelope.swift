/// The frame before the body of every message between broker and member.
public struct Envelope: Codable, Hashable, Sendable {
    public var kind: Kind
    /// Chosen by the sender of a request and repeated in its reply. Empty in notifications.
    public var id: String
    /// For how many milliseconds more the answer is of use.
    public var deadline: Int?
    /// The shard that the request is for, where it is for one.
    public var shard: Int?
    /// W3C Trace Context, passed on unread.
    public var traceparent: String?
    /// Name of the member that sends.
    public var from: String?

    public enum Kind: String, Codable, Sendable {
        case request
        case reply
        case notification
    }

    public init(
        kind: Kind, id: String, deadline: Int? = nil, shard: Int? = nil, traceparent: String? = nil,
        from: String? = nil
    ) {
        self.kind = kind
        self.id = id
        self.deadline = deadline
        self.shard = shard
        self.traceparent = traceparent
        self.from = from
    }
}
